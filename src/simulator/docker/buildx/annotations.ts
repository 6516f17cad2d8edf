import { goQuote } from '../../common/go-quote.ts';
import { CommandError } from '../framework/errors.ts';
import { parsePlatform } from '../image/platform.ts';
import type { ManifestPlatform } from '../manifest/types.ts';

/** What an annotation can be given to; without a word, to the image, which is not asked for here. */
const TARGETS = ['', 'index', 'index-descriptor', 'manifest', 'manifest-descriptor'] as const;

export interface Annotation {
  target: (typeof TARGETS)[number];
  /** The one platform whose manifests it is for. */
  platform?: ManifestPlatform;
  key: string;
  value: string;
}

/**
 * Reads the values of `--annotation`: `[target[[platform]][,target…]:]key=value`.
 * @param doing what a refusal begins with
 * @throws CommandError
 */
export function annotationsOf(
  list: readonly string[],
  hostArchitecture: string,
  doing: string,
): Annotation[] {
  try {
    return list.filter((entry) => entry !== '').flatMap((entry) => readAnnotation(entry, hostArchitecture));
  } catch (error) {
    throw new CommandError(`${doing}: ${(error as Error).message}`);
  }
}

function readAnnotation(entry: string, hostArchitecture: string): Annotation[] {
  const at = entry.indexOf('=');
  if (at === -1) throw new CommandError(`invalid annotation ${goQuote(entry)}, expected key=value`);
  const [name, value] = [entry.slice(0, at), entry.slice(at + 1)];
  const colon = name.indexOf(':');
  if (colon === -1) return [{ target: '', key: name, value }];
  const key = name.slice(colon + 1);
  const targets = name.slice(0, colon).split(',');
  return targets.map((target) => ({ ...readTarget(target, hostArchitecture), key, value }));
}

function readTarget(text: string, hostArchitecture: string): Pick<Annotation, 'target' | 'platform'> {
  const match = /^([a-z-]+)(?:\[([A-Za-z0-9_/-]+)\])?$/.exec(text);
  if (!match) {
    throw new CommandError(
      `invalid annotation type ${goQuote(text)}, expected type and optional platform in square brackets`,
    );
  }
  const target = TARGETS.find((known) => known === match[1]);
  if (target === undefined) throw new CommandError(`unknown annotation type ${goQuote(match[1]!)}`);
  if (match[2] === undefined) return { target };
  try {
    return { target, platform: parsePlatform(match[2], hostArchitecture) };
  } catch (error) {
    throw new CommandError(`invalid platform ${goQuote(match[2])}: ${(error as Error).message}`);
  }
}
