import { FileError } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { jsonError } from '../support/python-json.ts';
import { badValue, invalidChoice, required, unknownOptions, usageError } from './errors.ts';
import type { Operation, Parameter } from './operations.ts';
import { FORMS } from './output.ts';
import { readShorthand, type Shorthand, ShorthandError } from './shorthand.ts';

/** The options that every command of the AWS CLI takes, by whether they have a value. */
const GLOBALS: Record<string, boolean> = {
  region: true,
  output: true,
  query: true,
  profile: true,
  'endpoint-url': true,
  color: true,
  'ca-bundle': true,
  'cli-read-timeout': true,
  'cli-connect-timeout': true,
  'cli-binary-format': true,
  'no-cli-pager': false,
  'no-cli-auto-prompt': false,
  'no-paginate': false,
  'no-verify-ssl': false,
  debug: false,
};
/** Global options that take one of a few words. */
const CHOICES: Record<string, readonly string[]> = {
  output: FORMS,
  color: ['on', 'off', 'auto'],
  'cli-binary-format': ['base64', 'raw-in-base64-out'],
};

export interface CommandLine {
  globals: Map<string, string>;
  /** The command and its subcommand. */
  words: string[];
  /** All that is neither, as it was typed. */
  rest: string[];
}

/** Whether Python's argparse takes an argument for an option. */
const isOption = (arg: string): boolean => /^-(?!$|\d+$|\d*\.\d+$)\S*(?:=[\s\S]*)?$/.test(arg);

/** Takes the global options and the command's words out of a command line. @throws AwsFailure */
export function readCommandLine(args: readonly string[]): CommandLine {
  const globals = new Map<string, string>();
  const rest: string[] = [];
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const [name = '', attached] = arg.startsWith('--') ? splitOnce(arg.slice(2)) : [];
    const takesOne = Object.hasOwn(GLOBALS, name) ? GLOBALS[name] : undefined;
    if (takesOne === undefined) {
      // Before the command's words nothing but global options has a value.
      if (words.length < 2 && !isOption(arg)) words.push(arg);
      else rest.push(arg);
      continue;
    }
    const next = args[i + 1];
    if (takesOne && attached === undefined) {
      if (next === undefined || isOption(next)) throw usageError(`argument --${name}: expected one argument`);
      i++;
    }
    const value = attached ?? (takesOne ? next! : '');
    const choices = CHOICES[name];
    if (choices && !choices.includes(value)) throw invalidChoice(`--${name}`, value, choices);
    globals.set(name, value);
  }
  return { globals, words, rest };
}

function splitOnce(text: string): [string, string?] {
  const at = text.indexOf('=');
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The input of an operation from its options. @throws AwsFailure */
export function readInput(
  process: Process,
  { parameters }: Operation,
  args: readonly string[],
): Record<string, unknown> {
  const { options, strays } = readOptions(parameters, args);
  const missing = Object.entries(parameters).filter(([name, one]) => one.required && !options.has(name));
  if (missing.length > 0) throw required(missing.map(([name]) => `--${name}`));
  if (strays.length > 0) throw unknownOptions(strays);
  const input: Record<string, unknown> = {};
  for (const [name, values] of options) {
    const parameter = parameters[name];
    if (parameter) input[parameter.member] = readValue(process, name, parameter, values);
    else input[parameters[name.slice('no-'.length)]!.member] = false;
  }
  return input;
}

/** Parts options with their values from what is none, the first stray word of which argparse tells last. */
function readOptions(parameters: Operation['parameters'], args: readonly string[]) {
  const options = new Map<string, string[]>();
  const strays: string[] = [];
  let firstWord: string | undefined;
  const names = Object.entries(parameters).flatMap(([name, { kind }]) =>
    kind === 'switch' ? [name, `no-${name}`] : [name],
  );
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const [given = '', attached] = arg.startsWith('--') ? splitOnce(arg.slice(2)) : [];
    const name = fullName(given, names);
    if (name === undefined) {
      if (isOption(arg) || firstWord !== undefined) strays.push(arg);
      else firstWord = arg;
      continue;
    }
    const kind = parameters[name]?.kind ?? 'switch';
    const many = kind === 'strings' || kind === 'structures';
    const values = attached === undefined ? [] : [attached];
    if (attached === undefined && kind !== 'switch')
      while (i + 1 < args.length && !isOption(args[i + 1]!) && (many || values.length === 0))
        values.push(args[++i]!);
    if (values.length === 0 && kind !== 'switch' && !many)
      throw usageError(`argument --${name}: expected one argument`);
    options.set(name, values);
  }
  return { options, strays: firstWord === undefined ? strays : [...strays, firstWord] };
}

/** An option may be cut short, as long as no other begins like it. @throws AwsFailure */
function fullName(given: string, names: readonly string[]): string | undefined {
  if (given === '' || names.includes(given)) return given === '' ? undefined : given;
  const like = names.filter((name) => name.startsWith(given));
  if (like.length <= 1) return like[0];
  throw usageError(`ambiguous option: --${given} could match ${like.map((name) => `--${name}`).join(', ')}`);
}

function readValue(
  process: Process,
  name: string,
  { kind, members }: Parameter,
  values: readonly string[],
): unknown {
  if (kind === 'switch') return true;
  const contents = values.map((value) => readFileValue(process, name, value));
  const [first = ''] = contents;
  if (kind === 'strings') return contents;
  if (kind === 'structure') return readStructure(name, first, members);
  if (kind === 'string') return first;
  if (first.trimStart().startsWith('[')) return readJson(name, first);
  return contents.map((value) => readStructure(name, value, members));
}

/** `file://policy.json` stands for what is in the file. */
function readFileValue(process: Process, name: string, value: string): string {
  const match = /^fileb?:\/\/(.+)$/.exec(value);
  if (!match) return value;
  const path = match[1]!.replace(/^~(?=\/|$)/, process.env.HOME ?? '~');
  try {
    return process.files.readText(absolute(process, path));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const number = { ENOENT: 2, EACCES: 13, EISDIR: 21 }[error.code as string] ?? 5;
    throw badValue(
      `Error parsing parameter '--${name}': Unable to load paramfile ${value}: [Errno ${number}] ${error.message}: '${path}'`,
    );
  }
}

function readJson(name: string, value: string): unknown {
  const fault = jsonError(value);
  if (fault === undefined) return JSON.parse(value);
  throw badValue(`Error parsing parameter '--${name}': Invalid JSON: ${fault}\nJSON received: ${value}`);
}

function readStructure(name: string, value: string, types: Parameter['members'] = {}): unknown {
  if (value.trimStart().startsWith('{')) return readJson(name, value);
  try {
    const pairs = Object.entries(readShorthand(value));
    return Object.fromEntries(pairs.map(([key, one]) => [key, types[key] === 'bool' ? truth(one) : one]));
  } catch (error) {
    if (!(error instanceof ShorthandError)) throw error;
    throw badValue(`Error parsing parameter '--${name}': ${error.message}`);
  }
}

/** Of a member that is true or false; another word stays a text, which no service takes. */
function truth(value: Shorthand): Shorthand | boolean {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  return word === 'true' || word === 'false' ? word === 'true' : value;
}
