import { FileError } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { type AwsFailure, badValue, usageError } from './errors.ts';
import type { Operation, Parameter } from './operations.ts';
import { FORMS, scalarText, type Value } from './output.ts';

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
  /** Command, subcommand and what else is no option. */
  words: string[];
  /** Values by option, in their order. */
  options: Map<string, string[]>;
}

/** Parts a command line; an option's values go on to the next option. @throws AwsFailure */
export function readCommandLine(args: readonly string[]): CommandLine {
  const globals = new Map<string, string>();
  const options = new Map<string, string[]>();
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (!arg.startsWith('--')) {
      words.push(arg);
      continue;
    }
    const at = arg.indexOf('=');
    const name = arg.slice(2, at === -1 ? undefined : at);
    const values = at === -1 ? [] : [arg.slice(at + 1)];
    const takesOne = GLOBALS[name];
    if (takesOne === undefined) {
      while (i + 1 < args.length && !args[i + 1]!.startsWith('--')) values.push(args[++i]!);
      options.set(name, values);
      continue;
    }
    const next = args[i + 1];
    if (takesOne && values.length === 0) {
      if (next === undefined || next.startsWith('--'))
        throw usageError(`aws: error: argument --${name}: expected one argument`);
      values.push(args[++i]!);
    }
    globals.set(name, values[0] ?? '');
  }
  for (const [name, choices] of Object.entries(CHOICES)) {
    const given = globals.get(name);
    if (given !== undefined && !choices.includes(given))
      throw usageError(`aws: error: argument --${name}: Found invalid choice '${given}'`);
  }
  return { globals, words, options };
}

/** The input of an operation from its options. @throws AwsFailure */
export function readInput(
  process: Process,
  { parameters }: Operation,
  options: ReadonlyMap<string, string[]>,
): Record<string, unknown> {
  const unknown = [...options.keys()].filter(
    (name) => !parameters[name] && parameters[name.replace(/^no-/, '')]?.kind !== 'switch',
  );
  if (unknown.length > 0) {
    const words = unknown.flatMap((name) => [...(options.get(name) ?? []).reverse(), `--${name}`]).reverse();
    throw usageError(`Unknown options: ${words.join(', ')}`);
  }
  const missing = Object.entries(parameters).filter(([name, { required }]) => required && !options.has(name));
  if (missing.length > 0) {
    const names = missing.map(([name]) => `--${name}`).join(', ');
    throw usageError(`aws: error: the following arguments are required: ${names}`);
  }
  const input: Record<string, unknown> = {};
  for (const [name, values] of options) {
    const parameter = parameters[name];
    if (!parameter) {
      input[parameters[name.slice('no-'.length)]!.member] = false;
      continue;
    }
    const value = readValue(process, name, parameter, values);
    requireMembers(parameter, value);
    input[parameter.member] = value;
  }
  return input;
}

const PYTHON_TYPES: Record<string, string> = { string: 'str', boolean: 'bool', number: 'int' };

/** What botocore checks of structures before it asks anybody. @throws AwsFailure */
function requireMembers({ kind, member, members }: Parameter, value: unknown): void {
  if (!members) return;
  const list = kind === 'structures' ? (value as unknown[]) : [value];
  for (const [i, one] of list.entries()) {
    const place = kind === 'structures' ? `${member}[${i}]` : member;
    const failure = (text: string): AwsFailure => badValue(`Parameter validation failed:\n${text}`);
    const typed = (where: string, given: unknown, type: string): string =>
      `Invalid type for parameter ${where}, value: ${scalarText(given as Value)}, type: <class '${typeOf(given)}'>, valid types: <class '${type}'>`;
    if (typeof one !== 'object' || one === null || Array.isArray(one))
      throw failure(typed(place, one, 'dict'));
    for (const [name, given] of Object.entries(one)) {
      const type = members[name];
      if (type === undefined) {
        const known = Object.keys(members).join(', ');
        throw failure(`Unknown parameter in ${place}: "${name}", must be one of: ${known}`);
      }
      if (typeOf(given) !== type) throw failure(typed(`${place}.${name}`, given, type));
    }
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'NoneType';
  return PYTHON_TYPES[typeof value] ?? (Array.isArray(value) ? 'list' : 'dict');
}

function readValue(
  process: Process,
  name: string,
  { kind, least, member, members }: Parameter,
  values: string[],
): unknown {
  if (kind === 'switch') return true;
  if (values.length === 0) {
    const wanted = kind === 'strings' || kind === 'structures' ? 'at least one argument' : 'one argument';
    throw usageError(`aws: error: argument --${name}: expected ${wanted}`);
  }
  const contents = values.map((value) => readFileValue(process, name, value));
  if (kind === 'strings') return contents;
  if (kind === 'structures') {
    const [first = ''] = contents;
    if (first.trimStart().startsWith('[')) return readJson(name, first);
    return contents.map((value) => readStructure(name, value, members));
  }
  const [value = '', ...more] = contents;
  if (more.length > 0) throw usageError(`Unknown options: ${more.join(', ')}`);
  if (kind === 'structure') return readStructure(name, value, members);
  if (least !== undefined && value.length < least) {
    throw badValue(
      `Parameter validation failed:\nInvalid length for parameter ${member}, value: ${value.length}, valid min length: ${least}`,
    );
  }
  return value;
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
  try {
    return JSON.parse(value);
  } catch {
    throw badValue(`Error parsing parameter '--${name}': Invalid JSON received.`);
  }
}

/** Shorthand: `imageTag=1.0,imageDigest=sha256:…`. */
function readStructure(name: string, value: string, types: Parameter['members'] = {}): unknown {
  if (value.trimStart().startsWith('{')) return readJson(name, value);
  const members: Record<string, unknown> = {};
  for (const part of value.split(',')) {
    const at = part.indexOf('=');
    if (at === -1) {
      throw badValue(
        `Error parsing parameter '--${name}': Expected: '=', received: 'EOF' for input:\n${value}\n${' '.repeat(value.length)}^`,
      );
    }
    const text = part.slice(at + 1).replace(/^"(.*)"$/, '$1');
    const own = part.slice(0, at);
    members[own] = types[own] === 'bool' ? text.toLowerCase() === 'true' : text;
  }
  return members;
}
