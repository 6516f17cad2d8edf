import { FileError, resolvePath } from '../../common/files.ts';
import type { Process, Program } from '../../common/process.ts';
import { type OptionSpec, type ParsedOptions, parseArguments, UsageError } from './options.ts';

/** A failure that ends a program; the message goes after its name. */
export class Failure extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** The name a program was called by, without its folder. */
export function programName(process: Process): string {
  return process.argv[0]!.replace(/^.*\//, '');
}

/** Prints `name: message`. */
export async function complain(process: Process, message: string): Promise<void> {
  await process.stderr.write(`${programName(process)}: ${message}\n`);
}

export function absolute(process: Process, path: string): string {
  const resolved = resolvePath(process.cwd, path);
  return path.endsWith('/') && resolved !== '/' ? `${resolved}/` : resolved;
}

/** A program with GNU options: wrong ones are told as GNU programs tell them. */
export function command(
  spec: OptionSpec & {
    usageStatus?: number;
    anywhere?: boolean /** How many operands there may be. */;
    most?: number;
  },
  run: (process: Process, options: ParsedOptions) => Promise<number>,
): Program {
  return async (process) => {
    const args = process.argv.slice(1);
    const name = programName(process);
    if (args[0] === '--version' && !(spec.long && 'version' in spec.long)) {
      await process.stdout.write(`${name} (simulated) 9.1\n`);
      return 0;
    }
    if (args.includes('--help') && !(spec.long && 'help' in spec.long)) {
      const letters = (spec.short ?? '').replaceAll(':', '');
      const longs = Object.keys(spec.long ?? {}).map((key) => ` [--${key.replace(/[=?]$/, '')}]`);
      await process.stdout.write(
        `Usage: ${name}${letters ? ` [-${letters}]` : ''}${longs.join('')} [ARGUMENT]...\nWhat the simulated ${name} understands.\n`,
      );
      return 0;
    }
    try {
      const parsed = parseArguments(args, spec, spec.anywhere);
      const extra = spec.most === undefined ? undefined : parsed.rest[spec.most];
      if (extra !== undefined) throw new UsageError(`extra operand ‘${extra}’`);
      return await run(process, parsed);
    } catch (error) {
      if (error instanceof UsageError) {
        await complain(process, error.message);
        await process.stderr.write(`Try '${name} --help' for more information.\n`);
        return spec.usageStatus ?? 1;
      }
      if (error instanceof Failure) {
        await complain(process, error.message);
        return error.status;
      }
      if (error instanceof FileError) {
        const named = args.find((arg) => arg === error.path || absolute(process, arg) === error.path);
        await complain(process, `${named ?? error.path}: ${error.message}`);
        return 1;
      }
      throw error;
    }
  };
}

/** Runs something for each operand; a refused operation is told and the next one goes on. Gives the exit status. */
export async function forEach(
  process: Process,
  operands: readonly string[],
  run: (operand: string) => Promise<void> | void,
  word: (error: FileError, operand: string) => string = (error, operand) => `${operand}: ${error.message}`,
): Promise<number> {
  let status = 0;
  for (const operand of operands) {
    try {
      await run(operand);
    } catch (error) {
      if (error instanceof FileError) await complain(process, word(error, operand));
      else if (error instanceof Failure) await complain(process, error.message);
      else throw error;
      status = 1;
    }
  }
  return status;
}

/** Tells that an operand is missing, as GNU programs do; status 1. */
export async function missingOperand(process: Process, what = 'missing operand'): Promise<number> {
  await complain(process, what);
  await process.stderr.write(`Try '${process.argv[0]} --help' for more information.\n`);
  return 1;
}
