import { FileError } from '../../common/files.ts';
import type { Process, Program } from '../../common/process.ts';
import { absolute, complain, Failure } from '../support/program.ts';
import { SyntaxProblem } from './cursor.ts';
import { Executor } from './execute.ts';
import { assign, introduce, MainInput } from './input.ts';
import { parseScript } from './parse.ts';
import { RegexProblem } from './regex.ts';
import { RuntimeFault, State } from './state.ts';
import { Streams } from './streams.ts';
import { decodeEscapes } from './tokens.ts';
import { fromPlain, toPlain } from './values.ts';

const USAGE = 'Usage: mawk [Options] [Program] [file ...]\n';

interface Arguments {
  separator?: string;
  assignments: string[];
  files: string[];
  rest: string[];
  /** Ends at once, having printed this. */
  print?: string;
}

/** mawk's own options; the first word that is none ends them. */
function readArguments(args: readonly string[]): Arguments {
  const found: Arguments = { assignments: [], files: [], rest: [] };
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i]!;
    const letter = arg[1];
    if (!arg.startsWith('-') || letter === undefined) break;
    if (arg === '--') {
      i++;
      break;
    }
    if (!/[FvfW]/.test(letter)) throw new Failure(`not an option: ${arg}`, 2);
    const value = arg.slice(2) || args[++i];
    if (value === undefined) throw new Failure(`option -${letter} lacks argument`, 2);
    if (letter === 'F') found.separator = value;
    else if (letter === 'v') found.assignments.push(value);
    else if (letter === 'f') found.files.push(value);
    else if (/^v/.test(value)) return { ...found, print: 'mawk 1.3.4 20200120\n' };
    else if (/^[hu]/.test(value)) return { ...found, print: USAGE };
  }
  found.rest = args.slice(i);
  return found;
}

function scriptOf(process: Process, files: string[]): string {
  return files
    .map((file) => {
      try {
        return process.files.readText(absolute(process, file));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        throw new Failure(`cannot open ${file} (${error.message})`, 2);
      }
    })
    .join('\n');
}

/** awk(1), which on Debian is mawk: bytes for characters, and no counts in braces. */
export const awk: Program = async (process) => {
  const state = new State();
  const streams = new Streams(process);
  try {
    const { separator, assignments, files, rest, print } = readArguments(process.argv.slice(1));
    if (print !== undefined) {
      await process.stdout.write(print);
      return 0;
    }
    const wrong = assignments.find((word) => !assign(state, word));
    if (wrong !== undefined) throw new Failure(`improper assignment: -v ${wrong}`, 2);
    const source = files.length > 0 ? scriptOf(process, files) : rest.shift();
    if (source === undefined) {
      await process.stderr.write(USAGE);
      return 0;
    }
    if (separator !== undefined) state.set('FS', fromPlain(decodeEscapes(separator)));
    introduce(state, process, rest);
    const script = parseScript(source, files[0]);
    const input = new MainInput(process, state);
    const { functions } = script;
    return await new Executor({ process, state, input, streams, functions }).script(script);
  } catch (error) {
    if (error instanceof SyntaxProblem) {
      for (let one: SyntaxProblem | undefined = error; one; one = one.also)
        await complain(process, one.message);
      return 2;
    }
    if (error instanceof Failure) {
      await complain(process, error.message);
      return error.status;
    }
    if (error instanceof RuntimeFault || error instanceof RegexProblem) {
      await complain(process, toPlain(`run time error: ${error.message}`));
      const [file, ...counts] = ['FILENAME', 'FNR', 'NR'].map((name) => state.text(name));
      await process.stderr.write(`\tFILENAME="${toPlain(file!)}" FNR=${counts[0]} NR=${counts[1]}\n`);
      return 2;
    }
    throw error;
  } finally {
    await streams.closeAll();
  }
};
