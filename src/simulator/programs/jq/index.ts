import { FileError } from '../../common/files.ts';
import type { Process, Program } from '../../common/process.ts';
import { type Arguments, fileText, parseCommandLine, UsageFailure } from './arguments.ts';
import { BUILTINS } from './builtins/index.ts';
import type { Context } from './context.ts';
import { Exhausted, HaltError } from './endings.ts';
import type { Environment } from './environment.ts';
import { run } from './evaluate.ts';
import { type Inputs, openInputs } from './inputs.ts';
import { CompileError } from './lexer.ts';
import { checkNames } from './names.ts';
import { parseProgram } from './parse.ts';
import type { Node } from './syntax.ts';
import { isTrue, JqError, type Json, type JsonObject, toText } from './value.ts';

const HINT = `Use jq --help for help with command-line options,
or see the jq manpage, or online docs  at https://stedolan.github.io/jq
`;
const USAGE = `Usage:	jq [options] <jq filter> [file...]
	jq [options] --args <jq filter> [strings...]
	jq [options] --jsonargs <jq filter> [JSON_TEXTS...]

What the simulated jq understands: -c -n -e -s -r -j -R -C -M -S -a -f, --tab, --indent N,
--arg NAME TEXT, --argjson NAME JSON, --slurpfile NAME FILE, --rawfile NAME FILE, --args, --jsonargs.
`;

/** What ends the program, with its status. */
class Halt extends Error {
  readonly status: number;
  constructor(status: number) {
    super();
    this.status = status;
  }
}

/** jq(1), version 1.6. */
export const jq: Program = async (process) => {
  try {
    return await main(process);
  } catch (error) {
    if (error instanceof UsageFailure) {
      await process.stderr.write(`jq: ${error.message}\n${error.hint ? HINT : ''}`);
      return 2;
    }
    if (error instanceof Halt) return error.status;
    throw error;
  }
};

async function main(process: Process): Promise<number> {
  const args = await parseCommandLine(process);
  if (args.flags.has('version')) {
    await process.stdout.write('jq-1.6\n');
    return 0;
  }
  if (args.flags.has('help')) {
    await process.stdout.write(`jq - commandline JSON processor [version 1.6]\n\n${USAGE}`);
    return 0;
  }
  if (args.filter === undefined && process.stdin.isTTY && process.stdout.isTTY) {
    await process.stderr.write(`jq - commandline JSON processor [version 1.6]\n\n${USAGE}`);
    return 2;
  }
  const program = await programText(process, args);
  const environment = namesFor(args);
  let node: Node;
  try {
    node = parseProgram(program);
    checkNames(node, new Set(Object.keys(BUILTINS)), [...args.named.keys(), 'ENV', 'ARGS']);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    await process.stderr.write(compileReport(error, program));
    return 3;
  }
  return runProgram(process, args, node, environment);
}

async function programText(process: Process, args: Arguments): Promise<string> {
  const filter = args.filter ?? '.';
  if (!args.flags.has('from-file')) return filter;
  try {
    return await fileText(process, filter);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const what = error.code === 'EISDIR' ? "It's a directory" : error.message;
    throw new UsageFailure(`Could not open ${filter}: ${what}`, false);
  }
}

function namesFor({ named, positional }: Arguments): Environment {
  const given: JsonObject = new Map<string, Json>([
    ['positional', positional],
    ['named', named],
  ]);
  let environment: Environment = { name: '$ARGS', variable: given, parent: undefined };
  for (const [name, value] of named) environment = { name: `$${name}`, variable: value, parent: environment };
  return environment;
}

function compileReport(error: CompileError, program: string): string {
  const start = program.lastIndexOf('\n', error.at - 1) + 1;
  const number = program.slice(0, start).split('\n').length;
  const report = (message: string, at: number) => {
    const end = program.indexOf('\n', start);
    const line = program.slice(start, end === -1 ? undefined : end);
    return `jq: error: ${message} at <top-level>, line ${number}:\n${line}${' '.repeat(Math.max(0, at - start))}\n`;
  };
  const message = error.message.startsWith('unexpected')
    ? `syntax error, ${error.message} (Unix shell quoting issues?)`
    : error.message;
  const reports = [
    report(message, error.at),
    ...(error.also ? [report(error.also.message, error.also.at)] : []),
  ];
  return `${reports.join('')}jq: ${reports.length} compile error${reports.length > 1 ? 's' : ''}\n`;
}

async function runProgram(
  process: Process,
  args: Arguments,
  node: Node,
  environment: Environment,
): Promise<number> {
  const { flags } = args;
  const { inputs, failed } = await openInputs(process, args.files, flags.has('raw-input'));
  const said: string[] = [];
  const context: Context = {
    builtins: BUILTINS,
    steps: 0,
    world: {
      now: () => process.host.clock.now(),
      environment: process.env,
      input: () => inputs.next(),
      file: () => inputs.file,
      line: () => inputs.line,
      tell: (text) => said.push(text),
    },
  };
  let status = 0;
  let last: Json | undefined;
  const next = () => (flags.has('slurp') ? inputs.slurp() : inputs.next());
  const once = flags.has('null-input') || flags.has('slurp');
  for (
    let value = flags.has('null-input') ? null : next();
    value !== undefined;
    value = once ? undefined : next()
  ) {
    const flush = async () => {
      for (const text of said.splice(0)) await process.stderr.write(text);
    };
    try {
      for (const result of run(context, node, { value }, environment)) {
        process.signal.throwIfAborted();
        context.steps = 0;
        await flush();
        await print(process, args, result.value);
        last = result.value;
      }
      status = 0;
    } catch (error) {
      await flush();
      status = await complaint(process, inputs, error);
    }
    await flush();
  }
  if (inputs.problem !== undefined) {
    await process.stderr.write(`parse error: ${inputs.problem}\n`);
    status = 4;
  }
  if (failed) return 2;
  if (status === 0 && flags.has('exit-status')) return last === undefined ? 4 : isTrue(last) ? 0 : 1;
  return status;
}

async function print(process: Process, { flags, layout }: Arguments, value: Json): Promise<void> {
  const raw = flags.has('raw-output') || flags.has('join-output');
  const text = raw && typeof value === 'string' ? value : toText(value, layout);
  await process.stdout.write(flags.has('join-output') ? text : `${text}\n`);
}

/** Tells why an input's results ended early; gives the status. */
async function complaint(process: Process, inputs: Inputs, error: unknown): Promise<number> {
  if (error instanceof HaltError) {
    const { value } = error;
    await process.stderr.write(typeof value === 'string' ? value : `${toText(value)}\n`);
    throw new Halt(error.status);
  }
  const place = `jq: error (at ${inputs.place})`;
  if (error instanceof JqError) {
    const text =
      typeof error.value === 'string' ? `: ${error.value}` : ` (not a string): ${toText(error.value)}`;
    await process.stderr.write(`${place}${text}\n`);
    return 5;
  }
  // A stack or a text beyond what JavaScript holds is a RangeError, or in Firefox an InternalError.
  const tooMuch =
    error instanceof RangeError || (error instanceof Error && error.name === 'InternalError')
      ? 'the filter goes too deep or makes too long a text'
      : error instanceof Exhausted && error.message;
  if (tooMuch) {
    await process.stderr.write(`${place}: ${tooMuch}; the simulation stops it\n`);
    return 5;
  }
  throw error;
}
