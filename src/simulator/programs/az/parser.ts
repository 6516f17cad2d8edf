import { closeMatches } from '../support/difflib.ts';
import { checkQuery } from '../support/jmespath-grammar.ts';
import { advice, QUERY_ADVICE } from './advice.ts';
import { COMMANDS, type Command, GROUPS, OTHERS } from './commands.ts';
import { type AzFailure, usageError } from './errors.ts';
import { FORMS } from './output.ts';

const GLOBAL_VALUES = ['output/o', 'query', 'subscription'];
const GLOBAL_SWITCHES = ['only-show-errors', 'verbose', 'debug'];
/** How like a known word one must be to be taken for it. */
const ALIKE = 0.7;

/** The words below a group, commands and groups alike; those of az itself without one. */
export function wordsBelow(group: string): string[] {
  const depth = group === '' ? 0 : group.split(' ').length;
  const below = [...Object.keys(GROUPS), ...Object.keys(COMMANDS)].filter(
    (name) => group === '' || name.startsWith(`${group} `),
  );
  return [...new Set(below.map((name) => name.split(' ')[depth]!))];
}

/** Finds the command of a line: its name, and the arguments that are left. @throws AzFailure */
export function findCommand(args: readonly string[]): { name: string; rest: string[] } {
  let group = '';
  for (const [at, arg] of args.entries()) {
    const known = wordsBelow(group);
    if (arg.startsWith('-')) continue;
    const others = OTHERS[group] ?? [];
    const word = known.find((one) => one === arg.toLowerCase());
    if (others.includes(arg)) throw usageError(`'${`${group} ${arg}`.trim()}' is not simulated.`);
    if (word === undefined) throw misspelled(group, arg, [...known, ...others], args.slice(at + 1));
    group = group === '' ? word : `${group} ${word}`;
    if (Object.hasOwn(COMMANDS, group)) {
      const before = args.slice(0, at).filter((one) => one.startsWith('-'));
      return { name: group, rest: [...before, ...args.slice(at + 1)] };
    }
  }
  throw usageError(
    `the following arguments are required: ${group === '' ? '_command_package' : '_subcommand'}`,
    advice(),
  );
}

function misspelled(group: string, word: string, known: string[], rest: string[]): AzFailure {
  const [guess] = closeMatches(word, known, ALIKE);
  // az looks for examples of the whole line, up to its first dash.
  const meant = [group, guess, ...rest].join(' ').split('-')[0]!.replace(/^ /, '');
  const command = guess !== undefined && Object.hasOwn(COMMANDS, meant) ? COMMANDS[meant] : undefined;
  return usageError(
    `'${word}' is misspelled or not recognized by the system.`,
    advice(`${group} ${word}`.trim(), command, [], guess),
  );
}

const spell = (entry: string): string => {
  const [name, letter] = entry.split('/');
  return letter === undefined ? `--${name}` : `--${name}/-${letter}`;
};

/** Reads a command's options. @throws AzFailure */
export function readOptions(name: string, command: Command, args: readonly string[]): Map<string, string> {
  const values = [...(command.values ?? []), ...GLOBAL_VALUES];
  const switches = [...(command.switches ?? []), ...GLOBAL_SWITCHES];
  const refuse = (message: string, guess?: string): AzFailure =>
    usageError(message, advice(name, command, args, guess));
  const options = new Map<string, string>();
  const strays: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const { entry, attached } = split(arg, [...values, ...switches]);
    if (entry === undefined) strays.push(arg);
    else if (switches.includes(entry)) options.set(entry.split('/')[0]!, '');
    else {
      const option = entry.split('/')[0]!;
      const value = attached ?? args[i + 1];
      if (value === undefined || (attached === undefined && /^-(?!$|\d)/.test(value))) {
        // What is true or false alone means true.
        if (command.kinds?.[option]?.includes('true')) {
          options.set(option, 'true');
          continue;
        }
        const message = `argument ${spell(entry)}: expected one argument`;
        throw option === 'query' ? usageError(message, QUERY_ADVICE) : refuse(message);
      }
      if (attached === undefined) i++;
      options.set(option, readValue(name, command, option, value, refuse));
    }
  }
  const missing = (command.required ?? []).filter((one) => !options.has(one.split('/')[0]!));
  if (missing.length > 0)
    throw refuse(`the following arguments are required: ${missing.map(spell).join(', ')}`);
  if (strays.length > 0) throw usageError(`unrecognized arguments: ${strays.join(' ')}`, advice());
  return options;
}

/** An argument as the option that it is, perhaps cut short, with the value that hangs on it. */
function split(arg: string, entries: readonly string[]): { entry?: string; attached?: string } {
  if (/^-[a-z]/.test(arg)) {
    const entry = entries.find((one) => one.split('/')[1] === arg[1]);
    if (entry === undefined) return {};
    return arg.length === 2 ? { entry } : { entry, attached: arg.slice(arg[2] === '=' ? 3 : 2) };
  }
  if (!arg.startsWith('--') || arg === '--') return {};
  const [given = '', attached] = arg.slice(2).split(/=(.*)/s);
  const like = entries.filter((one) => one.split('/')[0]!.startsWith(given));
  const entry = like.find((one) => one.split('/')[0] === given) ?? (like.length === 1 ? like[0] : undefined);
  if (entry === undefined) return {};
  return attached === undefined ? { entry } : { entry, attached };
}

/** Checks a value, and gives a word of a choice as it is spelled there. @throws AzFailure */
function readValue(
  name: string,
  { kinds }: Command,
  option: string,
  value: string,
  refuse: (message: string, guess?: string) => AzFailure,
): string {
  if (option === 'query') {
    try {
      checkQuery(value);
      return value;
    } catch {
      throw usageError(`argument --query: invalid jmespath_type value: '${value}'`, QUERY_ADVICE);
    }
  }
  const kind = option === 'output' ? FORMS : kinds?.[option];
  if (kind === undefined) return value;
  if (kind === 'int') {
    if (/^\s*[+-]?\d+\s*$/.test(value)) return value.trim();
    throw refuse(`argument --${option}: invalid int value: '${value}'`);
  }
  const word = kind.find((one) => one.toLowerCase() === value.toLowerCase());
  if (word !== undefined) return word;
  throw refuse(
    `az ${name}: '${value}' is not a valid value for '--${option}'. Allowed values: ${kind.join(', ')}.`,
    closeMatches(value, kind, ALIKE)[0],
  );
}
