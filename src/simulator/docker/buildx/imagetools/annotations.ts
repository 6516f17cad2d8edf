import { CommandError } from '../../framework/errors.ts';
import { goQuote } from '../../framework/quote.ts';
import { parsePlatform } from '../../image/platform.ts';
import type { ManifestPlatform } from '../../manifest/types.ts';

/** What an annotation can be given to; without a word, to the image, which is not asked for here. */
const TARGETS = ['', 'index', 'index-descriptor', 'manifest', 'manifest-descriptor'] as const;

export interface Annotation {
  target: (typeof TARGETS)[number];
  /** The one platform whose manifests it is for. */
  platform?: ManifestPlatform;
  key: string;
  value: string;
}

/** Reads `[target[[platform]][,target…]:]key=value`. @throws CommandError */
export function annotationsOf(list: readonly string[], hostArchitecture: string): Annotation[] {
  return list
    .filter((entry) => entry !== '')
    .flatMap((entry) => {
      const at = entry.indexOf('=');
      if (at === -1) throw failure(`invalid annotation ${goQuote(entry)}, expected key=value`);
      const [name, value] = [entry.slice(0, at), entry.slice(at + 1)];
      const colon = name.indexOf(':');
      if (colon === -1) return [{ target: '' as const, key: name, value }];
      const targets = name.slice(0, colon).split(',');
      return targets.map((target) => ({
        ...readTarget(target, hostArchitecture),
        key: name.slice(colon + 1),
        value,
      }));
    });
}

function readTarget(text: string, hostArchitecture: string): Pick<Annotation, 'target' | 'platform'> {
  const match = /^([a-z-]+)(?:\[([A-Za-z0-9_/-]+)\])?$/.exec(text);
  if (!match) {
    throw failure(
      `invalid annotation type ${goQuote(text)}, expected type and optional platform in square brackets`,
    );
  }
  const target = TARGETS.find((known) => known === match[1]);
  if (target === undefined) throw failure(`unknown annotation type ${goQuote(match[1]!)}`);
  if (match[2] === undefined) return { target };
  try {
    return { target, platform: parsePlatform(match[2], hostArchitecture) };
  } catch (error) {
    throw failure(`invalid platform ${goQuote(match[2])}: ${(error as Error).message}`);
  }
}

const failure = (reason: string): CommandError => new CommandError(`failed to parse annotations: ${reason}`);
