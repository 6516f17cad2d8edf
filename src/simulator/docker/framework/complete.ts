import { bareValue, FlagSet } from '../../common/pflag/flag-set.ts';
import type { Process } from '../../common/process.ts';
import type { Flag } from './command.ts';
import type { Invocation } from './invocation.ts';
import type { Place } from './tree.ts';

/** What the asking shell is told besides the candidates (cobra's ShellCompDirective). */
export const DIRECTIVE = {
  fileNames: 0,
  error: 1,
  noSpace: 2,
  noFileNames: 4,
  directories: 16,
} as const;

/** What may stand in a place of the command line. */
export interface Offer {
  /** Each may carry a description after a tab. */
  candidates: readonly string[];
  directive: number;
}

/** Knows the values of arguments and flags; the framework knows commands and flags themselves. */
export interface Completions {
  /** What may follow the arguments of `invocation`. */
  argument(path: string, invocation: Invocation): Promise<Offer>;
  /** The values of a flag. */
  flag(path: string, flag: Flag, word: string, invocation: Invocation): Promise<Offer>;
}

/** What cobra calls the directive in what it writes to standard error. */
const NAMES: Record<number, string> = {
  0: 'ShellCompDirectiveDefault',
  1: 'ShellCompDirectiveError',
  2: 'ShellCompDirectiveNoSpace',
  4: 'ShellCompDirectiveNoFileComp',
  16: 'ShellCompDirectiveFilterDirs',
};

/** Answers `docker __complete`: one candidate a line, then the directive. */
export async function writeOffer(process: Process, offer: Offer, descriptions: boolean): Promise<number> {
  const lines = offer.candidates.map((candidate) => {
    const [value = '', description] = candidate.split('\n')[0]!.split('\t');
    return descriptions && description ? `${value}\t${description}` : value;
  });
  await process.stdout.write([...lines, `:${offer.directive}\n`].join('\n'));
  await process.stderr.write(`Completion ended with directive: ${NAMES[offer.directive]}\n`);
  return 0;
}

/** What to complete at a command. */
interface Question {
  place: Place;
  flags: readonly Flag[];
  /** The arguments after the command's name, without the word. */
  args: string[];
  /** The word that is being typed. */
  word: string;
  /** The call of the command as far as it is typed. */
  invocation(flags: FlagSet, args: string[]): Invocation;
}

/** Finds what could be typed, by cobra's rules. */
export async function offerFor(question: Question, completions: Completions): Promise<Offer> {
  const { place, word } = question;
  const flags = new FlagSet(question.flags);
  const valued = flagBeingSet(question, flags);
  if (valued === 'unknown') return { candidates: [], directive: DIRECTIVE.fileNames };
  const args = valued?.fromWord === false ? question.args.slice(0, -1) : question.args;
  const interspersed = place.command.interspersed ?? true;
  let rest: string[];
  try {
    rest = flags.parse(args, interspersed);
  } catch {
    return { candidates: [], directive: DIRECTIVE.fileNames };
  }
  const flagsOver = args.includes('--') || (!interspersed && rest.length > 0);
  const path = place.command.paths[0] ?? '';
  const invocation = question.invocation(flags, rest);
  if (valued && !flagsOver) return completions.flag(path, valued.flag, valued.word, invocation);
  if (word.startsWith('-') && !word.includes('=') && !flagsOver) {
    return { candidates: flagNames(question.flags, flags, word), directive: DIRECTIVE.noFileNames };
  }
  if (place.children.length > 0 && rest.length === 0) {
    return { candidates: verbs(place, word), directive: DIRECTIVE.noFileNames };
  }
  if (place.children.length > 0) return { candidates: [], directive: DIRECTIVE.fileNames };
  return completions.argument(path, invocation);
}

/** The flag whose value is being typed, in the word itself (`--pull=al`) or after it (`--pull al`). */
function flagBeingSet(
  { args, word }: Question,
  flags: FlagSet,
): { flag: Flag; word: string; fromWord: boolean } | 'unknown' | undefined {
  const at = word.indexOf('=');
  if (word.startsWith('-') && at !== -1) {
    const flag = byName(flags, word.slice(0, at));
    return flag ? { flag, word: word.slice(at + 1), fromWord: true } : 'unknown';
  }
  const before = args.at(-1) ?? '';
  if (!/^-./.test(before) || before === '--' || before.includes('=') || args.includes('--')) return;
  const flag = byName(flags, before);
  if (!flag) return before.startsWith('--') ? 'unknown' : undefined;
  return bareValue(flag) === undefined ? { flag, word, fromWord: false } : undefined;
}

/** The flag that `--name`, or the last letter of `-abc`, stands for. */
function byName(flags: FlagSet, text: string): Flag | undefined {
  if (text.startsWith('--')) return flags.lookup(text.slice(2));
  return flags.definitions.find(({ short }) => short !== undefined && short === text.at(-1));
}

function flagNames(defined: readonly Flag[], flags: FlagSet, word: string): string[] {
  return [...defined]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ hidden, deprecated, name, type }) => {
      const again = type === 'strings' || type === 'stringToString';
      return !hidden && !deprecated && (again || !flags.changed(name));
    })
    .flatMap(({ name, short, shortDeprecated, usage }) => {
      const description = `\t${usage.replaceAll('\t', ' ')}`;
      const names = [`--${name}`, ...(short && !shortDeprecated ? [`-${short}`] : [])];
      return names.filter((one) => one.startsWith(word)).map((one) => one + description);
    });
}

function verbs(place: Place, word: string): string[] {
  return place.children
    .filter(({ command, name }) => (!command.hidden || name === 'help') && name.startsWith(word))
    .map(({ command, name }) => `${name}\t${command.short}`);
}
