import { type Content, contentBytes, FileError } from '../common/files.ts';
import { concat } from '../common/gzip.ts';
import type { Input, Process, Program } from '../common/process.ts';
import { openInput } from './support/input.ts';
import { parseMultiple } from './support/multiples.ts';
import { absolute, complain, Failure } from './support/program.ts';

/** As much as the simulated disk takes in one file. */
const MOST = 2 ** 31;

interface Job {
  input: string;
  output: string | undefined;
  inputBlock: number;
  outputBlock: number;
  count: number;
  skip: number;
  seek: number;
  conversions: Set<string>;
  /** Of `iflag` and `oflag` together: each that is heeded means something on one side alone. */
  flags: Set<string>;
  status: string;
}

function readOperands(args: readonly string[]): Job {
  const job: Job = {
    input: '-',
    output: undefined,
    inputBlock: 512,
    outputBlock: 512,
    count: Number.POSITIVE_INFINITY,
    skip: 0,
    seek: 0,
    conversions: new Set(),
    flags: new Set(),
    status: '',
  };
  for (const arg of args) {
    const [, name, value] = /^([a-z]+)=([\s\S]*)$/.exec(arg) ?? [];
    if (name === undefined || value === undefined) {
      throw new Failure(`unrecognized operand ‘${arg}’\nTry 'dd --help' for more information.`);
    }
    if (name === 'if') job.input = value;
    else if (name === 'of') job.output = value;
    else if (name === 'bs') job.inputBlock = job.outputBlock = blockSize(value);
    else if (name === 'ibs') job.inputBlock = blockSize(value);
    else if (name === 'obs') job.outputBlock = blockSize(value);
    else if (name === 'count') job.count = number(value);
    else if (name === 'skip' || name === 'iseek') job.skip = number(value);
    else if (name === 'seek' || name === 'oseek') job.seek = number(value);
    else if (name === 'conv') job.conversions = choices(value, CONVERSIONS, 'conversion');
    else if (name === 'status') {
      if (!/^(?:none|noxfer|progress)$/.test(value)) unknown(value, 'status level');
      job.status = value;
    } else if (name === 'iflag' || name === 'oflag') {
      for (const flag of choices(value, FLAGS, name === 'iflag' ? 'input flag' : 'output flag'))
        job.flags.add(flag);
    } else throw new Failure(`unrecognized operand ‘${arg}’\nTry 'dd --help' for more information.`);
  }
  return job;
}

const CONVERSIONS = 'notrunc nocreat excl fsync fdatasync sync noerror ucase lcase swab sparse'.split(' ');
const FLAGS =
  'direct sync dsync nonblock fullblock append nofollow count_bytes skip_bytes seek_bytes noatime'.split(' ');

function unknown(value: string, what: string): never {
  throw new Failure(`invalid ${what}: ‘${value}’\nTry 'dd --help' for more information.`);
}

function choices(value: string, known: string[], what: string): Set<string> {
  for (const one of value.split(',')) if (!known.includes(one)) unknown(one, what);
  return new Set(value.split(','));
}

/** A number with the suffixes of dd: besides the usual ones `c` and `w`; factors may have an `x` between. */
function number(text: string): number {
  const factors = text.split('x').map((part) => {
    const words = /^(\d+)([cw])$/.exec(part);
    return words ? Number(words[1]) * (words[2] === 'w' ? 2 : 1) : parseMultiple(part);
  });
  const product = factors.reduce((a, b) => (a === undefined || b === undefined ? undefined : a * b), 1);
  if (product === undefined) throw new Failure(`invalid number: ‘${text}’`);
  return product;
}

function blockSize(text: string): number {
  const size = number(text);
  if (size === 0) throw new Failure(`invalid number: ‘${text}’`);
  return size;
}

/** dd(1): what it reads is written at the end, and told of on the standard error. */
export const dd: Program = async (process) => {
  try {
    return await run(process, readOperands(process.argv.slice(1)));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await complain(process, error.message);
    return error.status;
  }
};

async function run(process: Process, job: Job): Promise<number> {
  const started = process.host.clock.now();
  if (job.input === '/dev/zero' && job.output !== undefined) return zeros(process, job);
  const source = open(process, job);
  const blocks = await readBlocks(process, source, job);
  const data = concat(blocks.map((block) => converted(block, job)));
  await write(process, job, data);
  const whole = blocks.filter((block) => block.length === job.inputBlock).length;
  const read = `${whole}+${blocks.length - whole}`;
  const written = records(data.length, job.outputBlock);
  const seconds = (process.host.clock.now() - started) / 1000;
  return tell(process, job, read, written, data.length, seconds);
}

const bytesToRead = ({ count, inputBlock, flags }: Job): number =>
  count * (flags.has('count_bytes') ? 1 : inputBlock);

/** How many whole blocks so many bytes are, and whether there is a part of one. */
const records = (size: number, block: number): string =>
  `${Math.floor(size / block)}+${size % block > 0 ? 1 : 0}`;

/** Zeros into a file: only their number is kept, so that gigabytes cost nothing. */
async function zeros(process: Process, job: Job): Promise<number> {
  const size = bytesToRead(job);
  if (!(size <= MOST)) throw new Failure(`error writing '${job.output}': No space left on device`);
  const before = job.seek > 0 || job.conversions.has('notrunc');
  await write(process, job, before ? new Uint8Array(size) : { head: new Uint8Array(), size });
  return tell(process, job, records(size, job.inputBlock), records(size, job.outputBlock), size, 0);
}

async function tell(
  process: Process,
  { status }: Job,
  read: string,
  written: string,
  size: number,
  measured: number,
): Promise<number> {
  if (status === 'none') return 0;
  // The world's clock stands still meanwhile: a plausible time for so many bytes.
  const seconds = Math.max(measured, size / 1.6e9 + 0.0001);
  await process.stderr.write(`${read} records in\n${written} records out\n`);
  if (status !== 'noxfer') await process.stderr.write(`${summary(size, seconds)}\n`);
  return 0;
}

function open(process: Process, job: Job): Input {
  try {
    return openInput(process, job.input);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === 'EISDIR') throw new Failure(`error reading '${job.input}': ${error.message}`);
    throw new Failure(`failed to open '${job.input}': ${error.message}`);
  }
}

/** Blocks as they were read: a pipe or a terminal may give less than a whole one. */
async function readBlocks(process: Process, input: Input, job: Job): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = [];
  let held: Uint8Array = new Uint8Array();
  let size = 0;
  let skip = job.skip * (job.flags.has('skip_bytes') ? 1 : job.inputBlock);
  let left = bytesToRead(job);
  for (let over = false; left > 0 && !(over && held.length === 0); ) {
    process.signal.throwIfAborted();
    while (held.length < job.inputBlock && !over) {
      const chunk = await input.read(process.signal);
      if (chunk) held = held.length === 0 ? chunk : concat([held, chunk]);
      over = chunk === undefined;
    }
    const passed = Math.min(skip, held.length);
    if (passed > 0) {
      skip -= passed;
      held = held.subarray(passed);
      continue;
    }
    const block = held.slice(0, Math.min(job.inputBlock, left));
    held = held.subarray(block.length);
    left -= block.length;
    if (block.length === 0) break;
    size += block.length;
    if (size > MOST)
      throw new Failure(`error writing '${job.output ?? 'standard output'}': No space left on device`);
    blocks.push(block);
  }
  if (skip > 0 && left > 0) {
    const name = job.input === '-' ? "'standard input'" : job.input;
    await complain(process, `${name}: cannot skip to specified offset`);
  }
  return blocks;
}

function converted(block: Uint8Array, { conversions, inputBlock }: Job): Uint8Array {
  const made = new Uint8Array(conversions.has('sync') ? inputBlock : block.length);
  made.set(block);
  if (conversions.has('ucase')) return made.map((byte) => (byte > 96 && byte < 123 ? byte - 32 : byte));
  if (conversions.has('lcase')) return made.map((byte) => (byte > 64 && byte < 91 ? byte + 32 : byte));
  // The last of an odd number of bytes has no other to change places with.
  if (conversions.has('swab')) return made.map((byte, i) => made[i % 2 === 0 ? i + 1 : i - 1] ?? byte);
  return made;
}

async function write(process: Process, job: Job, data: Content): Promise<void> {
  if (job.output === undefined) {
    await process.stdout.write(contentBytes(data));
    return;
  }
  if (/^\/dev\/(?:null|zero)$/.test(job.output)) return;
  const path = absolute(process, job.output);
  try {
    const exists = process.files.exists(path);
    if (!exists && job.conversions.has('nocreat')) throw new FileError('ENOENT', path);
    const seek = job.seek * (job.flags.has('seek_bytes') ? 1 : job.outputBlock);
    const before = exists && (seek > 0 || job.conversions.has('notrunc'));
    const kept = before ? contentBytes(process.files.content(path)) : new Uint8Array();
    const start = job.flags.has('append') ? kept.length : seek;
    process.files.write(path, before || start > 0 ? overlaid(kept, contentBytes(data), start, job) : data);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new Failure(`failed to open '${job.output}': ${error.message}`);
  }
}

/** What a file holds after a part of it was written over; what comes behind stays only with `conv=notrunc`. */
function overlaid(before: Uint8Array, data: Uint8Array, start: number, { conversions }: Job): Uint8Array {
  const kept = conversions.has('notrunc') ? before : before.subarray(0, start);
  if (start + data.length > MOST) throw new Failure('cannot seek: Invalid argument');
  const whole = new Uint8Array(Math.max(start + data.length, kept.length));
  whole.set(kept);
  whole.set(data, start);
  return whole;
}

/** `1048576 bytes (1.0 MB, 1.0 MiB) copied, 0.001 s, 1.0 GB/s` */
function summary(bytes: number, seconds: number): string {
  const scaled = (value: number, base: number, suffix: string): string => {
    let [rest, power] = [value, 0];
    for (; rest >= base && power < 6; power++) rest /= base;
    const shown = rest < 10 && power > 0 ? rest.toFixed(1) : String(Math.round(rest));
    return `${shown} ${['', base === 1000 ? 'k' : 'K', 'M', 'G', 'T', 'P', 'E'][power]}${power > 0 ? suffix : ''}B`;
  };
  const sizes = [bytes >= 1000 ? scaled(bytes, 1000, '') : '', bytes >= 1024 ? scaled(bytes, 1024, 'i') : ''];
  const shown = sizes.filter(Boolean).join(', ');
  const rate = scaled(bytes / seconds, 1000, '');
  return `${bytes} byte${bytes === 1 ? '' : 's'}${shown && ` (${shown})`} copied, ${Number(seconds.toPrecision(6))} s, ${rate}/s`;
}
