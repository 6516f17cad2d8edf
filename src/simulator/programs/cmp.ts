import { FileError } from '../common/files.ts';
import { openInput, readAll } from './support/input.ts';
import { command, complain, Failure } from './support/program.ts';

/** A byte as cmp -b shows it. */
function visible(byte: number): string {
  if (byte > 127) return `M-${visible(byte - 128)}`;
  return byte < 32 ? `^${String.fromCharCode(byte + 64)}` : byte === 127 ? '^?' : String.fromCharCode(byte);
}

/** cmp(1): 0 when two files are the same, 1 when they differ. */
export const cmp = command(
  {
    short: 'blsn:i:',
    long: {
      'print-bytes': 'b',
      verbose: 'l',
      quiet: 's',
      silent: 's',
      'bytes=': 'n',
      'ignore-initial=': 'i',
    },
    usageStatus: 2,
  },
  async (process, options) => {
    const [left, right = '-', , , extra] = options.rest;
    if (left === undefined)
      throw new Failure(`missing operand after 'cmp'\ncmp: Try 'cmp --help' for more information.`, 2);
    if (extra !== undefined)
      throw new Failure(`extra operand '${extra}'\ncmp: Try 'cmp --help' for more information.`, 2);
    const skip = Number(options.get('i') ?? 0) || 0;
    const most = options.has('n') ? skip + (Number(options.get('n')) || 0) : undefined;
    const sides: Uint8Array[] = [];
    for (const name of [left, right]) {
      try {
        sides.push((await readAll(openInput(process, name), process.signal)).slice(skip, most));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        if (!options.has('s')) await complain(process, `${name}: ${error.message}`);
        return 2;
      }
    }
    const [a, b] = sides as [Uint8Array, Uint8Array];
    const common = Math.min(a.length, b.length);
    const differences: number[] = [];
    for (let i = 0; i < common; i++) if (a[i] !== b[i]) differences.push(i);
    if (differences.length === 0 && a.length === b.length) return 0;
    if (options.has('s')) return 1;
    const octal = (byte: number) => byte.toString(8).padStart(3);
    const lineAt = (at: number) => a.subarray(0, at).filter((byte) => byte === 10).length + 1;
    if (options.has('l')) {
      const width = String(Math.max(a.length, b.length)).length;
      for (const at of differences) {
        const bytes = [a[at]!, b[at]!].map((byte) =>
          options.has('b') ? `${octal(byte)} ${visible(byte).padEnd(4)}` : octal(byte),
        );
        await process.stdout.write(`${String(at + 1).padStart(width)} ${bytes.join(' ').trimEnd()}\n`);
      }
    } else if (differences.length > 0) {
      const at = differences[0]!;
      const bytes = options.has('b')
        ? ` is ${octal(a[at]!)} ${visible(a[at]!)} ${octal(b[at]!)} ${visible(b[at]!)}`
        : '';
      await process.stdout.write(`${left} ${right} differ: byte ${at + 1}, line ${lineAt(at)}${bytes}\n`);
      return 1;
    }
    if (a.length !== b.length) {
      const short = a.length < b.length ? left : right;
      const where = common === 0 ? 'which is empty' : `after byte ${common}`;
      const line = common === 0 || options.has('l') ? '' : `, ${whichLine(a, common)}`;
      await complain(process, `EOF on ${short} ${where}${line}`);
    }
    return 1;
  },
);

/** The line that the shorter file ends in, or with. */
function whichLine(bytes: Uint8Array, end: number): string {
  const newlines = bytes.subarray(0, end).filter((byte) => byte === 10).length;
  return bytes[end - 1] === 10 ? `line ${newlines}` : `in line ${newlines + 1}`;
}
