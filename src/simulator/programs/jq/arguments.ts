import { FileError } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';
import { openInput, readAll } from '../support/input.ts';
import { ReadError, Reader, readOne } from './read.ts';
import type { Json, Layout } from './value.ts';

/** A wrong command line: the message, and whether the hint at `--help` follows. */
export class UsageFailure extends Error {
  readonly hint: boolean;
  constructor(message: string, hint = true) {
    super(message);
    this.hint = hint;
  }
}

export interface Arguments {
  filter: string | undefined;
  files: string[];
  named: Map<string, Json>;
  positional: Json[];
  flags: Set<string>;
  layout: Layout;
}

const LETTERS: Record<string, string> = {
  c: 'compact-output',
  n: 'null-input',
  e: 'exit-status',
  s: 'slurp',
  r: 'raw-output',
  j: 'join-output',
  R: 'raw-input',
  C: 'color-output',
  M: 'monochrome-output',
  S: 'sort-keys',
  a: 'ascii-output',
  h: 'help',
  f: 'from-file',
};
const LONG = new Set([...Object.values(LETTERS), 'tab', 'unbuffered', 'version', 'seq']);
const TAKES: Record<string, string> = {
  arg: '--arg takes two parameters (e.g. --arg varname value)',
  argjson: '--argjson takes two parameters (e.g. --argjson varname text)',
  slurpfile: '--slurpfile takes two parameters (e.g. --slurpfile varname filename)',
  rawfile: '--rawfile takes two parameters (e.g. --rawfile varname filename)',
};

/** Reads jq's command line. @throws UsageFailure */
export async function parseCommandLine(process: Process): Promise<Arguments> {
  const args = process.argv.slice(1);
  const found: Arguments = {
    filter: undefined,
    files: [],
    named: new Map(),
    positional: [],
    flags: new Set(),
    layout: { indent: '  ' },
  };
  let rest: 'files' | 'args' | 'jsonargs' = 'files';
  let ended = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (ended || !/^-./.test(arg)) operand(found, arg, rest);
    else if (arg === '--') ended = true;
    else if (arg === '--args' || arg === '--jsonargs') rest = arg === '--args' ? 'args' : 'jsonargs';
    else if (arg === '--indent') i = indent(found, args, i);
    else if (Object.hasOwn(TAKES, arg.slice(2)) && arg.startsWith('--')) {
      const [name, value] = [args[i + 1], args[i + 2]];
      if (name === undefined || value === undefined) throw new UsageFailure(TAKES[arg.slice(2)]!);
      if (!found.named.has(name)) found.named.set(name, await namedValue(process, arg.slice(2), value));
      i += 2;
    } else if (arg.startsWith('--')) {
      if (!LONG.has(arg.slice(2))) throw new UsageFailure(`Unknown option ${arg}`);
      found.flags.add(arg.slice(2));
    } else {
      for (const letter of arg.slice(1)) {
        const name = LETTERS[letter];
        if (!name) throw new UsageFailure(`Unknown option ${arg}`);
        found.flags.add(name);
      }
    }
  }
  if (found.flags.has('tab')) found.layout.indent = '\t';
  if (found.flags.has('compact-output')) delete found.layout.indent;
  if (found.flags.has('sort-keys')) found.layout.sorted = true;
  if (found.flags.has('ascii-output')) found.layout.ascii = true;
  const onTerminal = process.stdout.isTTY && !found.flags.has('monochrome-output');
  if (found.flags.has('color-output') || onTerminal) found.layout.colour = true;
  return found;
}

function operand(found: Arguments, arg: string, rest: 'files' | 'args' | 'jsonargs'): void {
  if (found.filter === undefined) found.filter = arg;
  else if (rest === 'files') found.files.push(arg);
  else if (rest === 'args') found.positional.push(arg);
  else found.positional.push(json(arg, '--jsonargs'));
}

function indent(found: Arguments, args: string[], at: number): number {
  const text = args[at + 1];
  if (text === undefined) throw new UsageFailure('--indent takes one parameter');
  const columns = Number.parseInt(text, 10);
  if (columns < -1 || columns > 7) throw new UsageFailure('--indent takes a number between -1 and 7');
  if (columns > 0) found.layout.indent = ' '.repeat(columns);
  else found.flags.add('compact-output');
  return at + 1;
}

function json(text: string, option: string): Json {
  try {
    const value = readOne(text);
    if (value !== undefined) return value;
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
  }
  throw new UsageFailure(`invalid JSON text passed to ${option}`);
}

async function namedValue(process: Process, option: string, value: string): Promise<Json> {
  if (option === 'arg') return value;
  if (option === 'argjson') return json(value, '--argjson');
  const text = await fileText(process, value).catch((error) => {
    if (!(error instanceof FileError)) throw error;
    throw new UsageFailure(`Bad JSON in --${option} ${value}: Could not open ${value}: ${error.message}`);
  });
  if (option === 'rawfile') return text;
  const reader = new Reader(text);
  const values: Json[] = [];
  try {
    for (let one = reader.read(); one; one = reader.read()) values.push(one.value);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    throw new UsageFailure(`Bad JSON in --slurpfile ${value}: ${error.message}`);
  }
  return values;
}

/** The text of a file. @throws FileError */
export async function fileText(process: Process, name: string): Promise<string> {
  return new TextDecoder().decode(await readAll(openInput(process, name), process.signal));
}
