import { breathe } from '../common/breathe.ts';
import { contentBytes, FileError } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { openInput, readAll } from './support/input.ts';
import { parseMultiple } from './support/multiples.ts';
import { absolute, command, complain, Failure } from './support/program.ts';

interface Amount {
  count: number;
  /** `-n -5` of head, `-n +5` of tail. */
  sign: '' | '-' | '+';
}

function parseAmount(text: string, what: string): Amount {
  const [, sign, number = ''] = /^([-+]?)(.*)$/s.exec(text)!;
  const count = parseMultiple(number);
  if (count === undefined) throw new Failure(`invalid number of ${what}: ‘${text}’`);
  return { count, sign: sign as Amount['sign'] };
}

/** `-5` is `-n 5`. */
const modern = (process: Process): Process => ({
  ...process,
  argv: process.argv.map((arg, i) =>
    i > 0 && /^-\d+$/.test(arg) && !/^-[nc]$/.test(process.argv[i - 1]!) ? `-n${arg.slice(1)}` : arg,
  ),
});

async function title(process: Process, names: string[], i: number, show: boolean): Promise<void> {
  if (!show) return;
  const name = names[i] === '-' ? 'standard input' : names[i];
  await process.stdout.write(`${i > 0 ? '\n' : ''}==> ${name} <==\n`);
}

const headCommand = command(
  { short: 'n:c:qvz', long: { 'lines=': 'n', 'bytes=': 'c', quiet: 'q', verbose: 'v' } },
  async (process, options) => {
    const bytes = options.get('c');
    const amount = parseAmount(bytes ?? options.get('n') ?? '10', bytes === undefined ? 'lines' : 'bytes');
    const names = options.rest.length > 0 ? options.rest : ['-'];
    const titles = options.has('v') || (names.length > 1 && !options.has('q'));
    let status = 0;
    for (const [i, name] of names.entries()) {
      try {
        const input = openInput(process, name);
        await title(process, names, i, titles);
        if (amount.sign === '-') {
          const all = await readAll(input, process.signal);
          const size =
            bytes === undefined ? lineOffset(all, -amount.count) : Math.max(0, all.length - amount.count);
          await process.stdout.write(all.subarray(0, size));
          continue;
        }
        let left = amount.count;
        while (left > 0) {
          const chunk = await input.read(process.signal);
          if (!chunk) break;
          const part =
            bytes === undefined
              ? firstLines(chunk, left)
              : { end: Math.min(left, chunk.length), used: Math.min(left, chunk.length) };
          left -= part.used;
          await process.stdout.write(chunk.subarray(0, part.end));
        }
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        await complain(
          process,
          error.code === 'EISDIR'
            ? `error reading '${name}': ${error.message}`
            : `cannot open '${name}' for reading: ${error.message}`,
        );
        status = 1;
      }
    }
    return status;
  },
);

/** head(1). */
export const head = (process: Process) => headCommand(modern(process));

/** How far the first `count` lines of a chunk go, and how many there were. */
function firstLines(chunk: Uint8Array, count: number): { end: number; used: number } {
  let at = -1;
  for (let used = 0; used < count; used++) {
    at = chunk.indexOf(10, at + 1);
    if (at === -1) return { end: chunk.length, used };
  }
  return { end: at + 1, used: count };
}

/** Where the last `-count` lines begin. */
function lineOffset(bytes: Uint8Array, count: number): number {
  let at = bytes.at(-1) === 10 ? bytes.length - 1 : bytes.length;
  for (let i = 0; i < -count; i++) {
    at = at <= 0 ? -1 : bytes.lastIndexOf(10, at - 1);
    if (at === -1) return 0;
  }
  return at + 1;
}

/** Where line `number` begins, counted from 1. */
function lineStart(bytes: Uint8Array, number: number): number {
  let at = 0;
  for (let i = 1; i < number; i++) {
    const end = bytes.indexOf(10, at);
    if (end === -1) return bytes.length;
    at = end + 1;
  }
  return at;
}

const tailCommand = command(
  {
    short: 'n:c:fFqvs:z',
    long: {
      'lines=': 'n',
      'bytes=': 'c',
      'follow?': 'f',
      quiet: 'q',
      verbose: 'v',
      retry: 'retry',
      'pid=': 'pid',
    },
  },
  async (process, options) => {
    const byteText = options.get('c');
    const text = byteText ?? options.get('n') ?? '10';
    const amount = parseAmount(text, byteText === undefined ? 'lines' : 'bytes');
    const names = options.rest.length > 0 ? options.rest : ['-'];
    const titles = options.has('v') || (names.length > 1 && !options.has('q'));
    const followed: { name: string; size: number }[] = [];
    let status = 0;
    for (const [i, name] of names.entries()) {
      try {
        const bytes = await readAll(openInput(process, name), process.signal);
        await title(process, names, i, titles);
        let from: number;
        if (byteText !== undefined)
          from = amount.sign === '+' ? amount.count - 1 : Math.max(0, bytes.length - amount.count);
        else
          from =
            amount.sign === '+'
              ? lineStart(bytes, amount.count)
              : amount.count === 0
                ? bytes.length
                : lineOffset(bytes, -amount.count);
        await process.stdout.write(bytes.subarray(from));
        if (name !== '-') followed.push({ name, size: bytes.length });
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        await complain(
          process,
          error.code === 'EISDIR'
            ? `error reading '${name}': ${error.message}`
            : `cannot open '${name}' for reading: ${error.message}`,
        );
        status = 1;
      }
    }
    if ((options.has('f') || options.has('F')) && followed.length > 0)
      await follow(process, followed, titles);
    return status;
  },
);

/** tail(1). */
export const tail = (process: Process) => tailCommand(modern(process));

/** `-f`: looks every second for what was added, until it is told to end. */
async function follow(
  process: Process,
  followed: { name: string; size: number }[],
  titles: boolean,
): Promise<void> {
  const { clock } = process.host;
  let last = followed.at(-1)!.name;
  for (;;) {
    if (process.background) await clock.until(clock.now() + 500, process.signal);
    else await clock.pass(500, process.signal);
    await breathe();
    for (const file of followed) {
      const path = absolute(process, file.name);
      if (!process.files.isFile(path)) continue;
      const bytes = contentBytes(process.files.content(path));
      if (bytes.length < file.size) {
        await complain(process, `${file.name}: file truncated`);
        file.size = 0;
      }
      if (bytes.length === file.size) continue;
      if (titles && last !== file.name) await process.stdout.write(`\n==> ${file.name} <==\n`);
      last = file.name;
      await process.stdout.write(bytes.subarray(file.size));
      file.size = bytes.length;
    }
  }
}
