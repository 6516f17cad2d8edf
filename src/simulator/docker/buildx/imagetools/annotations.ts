import { CommandError } from '../../framework/errors.ts';
import { goQuote } from '../../framework/quote.ts';

/** What an annotation is given to. */
type Target = '' | 'index' | 'index-descriptor' | 'manifest' | 'manifest-descriptor';

export interface Annotation {
  target: Target;
  key: string;
  value: string;
}

const TARGETS: readonly string[] = [
  '',
  'index',
  'index-descriptor',
  'manifest',
  'manifest-descriptor',
] satisfies Target[];

/** Reads `[target[,target...]:]key=value`. @throws CommandError */
export function annotationsOf(list: readonly string[]): Annotation[] {
  return list.flatMap((entry) => {
    const at = entry.indexOf('=');
    if (at === -1) throw failure(`invalid annotation ${goQuote(entry)}, expected key=value`);
    const [, targets = '', key = ''] = /^(?:([a-z,-]+):)?(.*)$/s.exec(entry.slice(0, at))!;
    return targets.split(',').map((target) => {
      if (!TARGETS.includes(target)) throw failure(`unknown annotation type ${goQuote(target)}`);
      return { target: target as Target, key, value: entry.slice(at + 1) };
    });
  });
}

const failure = (reason: string): CommandError => new CommandError(`failed to parse annotations: ${reason}`);
