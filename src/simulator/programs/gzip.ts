import { concat, isGzip, gzip as pack, gunzip as unpack } from '../common/gzip.ts';
import type { Process } from '../common/process.ts';
import { openInput, readAll } from './support/input.ts';
import type { ParsedOptions } from './support/options.ts';
import { absolute, command, Failure, forEach } from './support/program.ts';

/** The bytes of a gzip file. */
export async function inflate(data: Uint8Array): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  await unpack(data, (chunk) => chunks.push(chunk));
  return concat(chunks);
}

/** gzip(1), gunzip(1), zcat(1). */
export const gzip = command(
  {
    short: 'cdfkvltqnN123456789r',
    long: {
      stdout: 'c',
      'to-stdout': 'c',
      decompress: 'd',
      uncompress: 'd',
      force: 'f',
      keep: 'k',
      verbose: 'v',
      list: 'l',
      test: 't',
      quiet: 'q',
      fast: '1',
      best: '9',
      'no-name': 'n',
      name: 'N',
    },
  },
  async (process, options) => {
    const name = process.argv[0]!.replace(/^.*\//, '');
    const looks = options.has('l') || options.has('t');
    const decompress = looks || options.has('d') || name === 'gunzip' || name === 'zcat';
    const toOutput = options.has('c') || name === 'zcat';
    const convert = async (data: Uint8Array, label: string) => {
      if (decompress) return unpacked(process, data, label);
      return options.has('n') || label === 'stdin' ? pack([data]) : named(pack([data]), label);
    };
    let warned = false;
    const warn = (message: string): never => {
      warned = true;
      throw new Failure(message);
    };
    if (options.rest.length === 0 || options.rest[0] === '-') {
      if (!decompress && process.stdout.isTTY && !options.has('f')) {
        throw new Failure(
          'compressed data not written to a terminal. Use -f to force compression.\nFor help, type: gzip -h',
        );
      }
      await process.stdout.write(await convert(await readAll(process.stdin, process.signal), 'stdin'));
      return 0;
    }
    const status = await forEach({ ...process, argv: ['gzip'] }, options.rest, async (given) => {
      const known = process.files.exists(absolute(process, given));
      const file = decompress && !known ? `${given.replace(/\.gz$/, '')}.gz` : given;
      if (!process.files.exists(absolute(process, file)))
        throw new Failure(`${file}: No such file or directory`);
      if (process.files.isDirectory(absolute(process, file)))
        return warn(`${file} is a directory -- ignored`);
      if (decompress && !toOutput && !/\.(?:gz|tgz)$/.test(file))
        return warn(`${file}: unknown suffix -- ignored`);
      if (!decompress && file.endsWith('.gz')) return warn(`${file} already has .gz suffix -- unchanged`);
      if (looks) {
        await look(process, file, options);
        return;
      }
      const original = await readAll(openInput(process, file), process.signal);
      const data = await convert(original, file);
      if (toOutput) {
        await process.stdout.write(data);
        return;
      }
      const target = decompress ? file.replace(/\.tgz$/, '.tar').replace(/\.gz$/, '') : `${file}.gz`;
      if (process.files.exists(absolute(process, target)) && !options.has('f'))
        return warn(`${target} already exists;\tnot overwritten`);
      const { mode, mtime, size } = process.files.stat(absolute(process, file));
      process.files.write(absolute(process, target), data, mode);
      process.files.utimes(absolute(process, target), mtime);
      if (!options.has('k')) process.files.remove(absolute(process, file));
      if (!options.has('v')) return;
      const [packed, plain] = decompress ? [size, data.length] : [data.length, size];
      const head = headerSize(decompress ? original : data);
      const done = options.has('k') ? 'created' : 'replaced with';
      await process.stderr.write(`${file}:\t${ratio(packed - head, plain)} -- ${done} ${target}\n`);
    });
    return warned ? 2 : status;
  },
);

/** How much smaller a file became, without header and trailer. */
function ratio(packed: number, plain: number): string {
  const share = plain === 0 ? 0 : ((plain - packed) / plain) * 100;
  return `${share.toFixed(1).padStart(5)}%`;
}

const FIXED_HEADER = 10;
const TRAILER = 8;
const HAS_NAME = 8;

/** With the file's name in the header (RFC 1952, section 2.3.1). */
function named(data: Uint8Array, name: string): Uint8Array {
  const head = data.slice(0, FIXED_HEADER);
  head[3]! |= HAS_NAME;
  const text = new TextEncoder().encode(`${name.replace(/^.*\//, '')}\0`);
  return concat([head, text, data.subarray(FIXED_HEADER)]);
}

/** What of a gzip file is not its data. */
function headerSize(data: Uint8Array): number {
  const name = data[3]! & HAS_NAME ? data.indexOf(0, FIXED_HEADER) + 1 - FIXED_HEADER : 0;
  return FIXED_HEADER + name + TRAILER;
}

/** gzip puts a blank line before what it says of damaged data. */
async function unpacked(process: Process, data: Uint8Array, label: string): Promise<Uint8Array> {
  const plain = isGzip(data) ? await inflate(data).catch(() => undefined) : undefined;
  if (plain) return plain;
  await process.stderr.write('\n');
  throw new Failure(`${label}: ${isGzip(data) ? 'unexpected end of file' : 'not in gzip format'}`);
}

/** `-t`: whether it can be unpacked; `-l`: how large it is, packed and unpacked. */
async function look(process: Process, file: string, options: ParsedOptions): Promise<void> {
  const packed = await readAll(openInput(process, file), process.signal);
  const plain = await unpacked(process, packed, file);
  if (options.has('l')) {
    const columns = [packed.length, plain.length].map((size) => String(size).padStart(19)).join(' ');
    if (!options.has('q'))
      await process.stdout.write('         compressed        uncompressed  ratio uncompressed_name\n');
    await process.stdout.write(
      `${columns} ${ratio(packed.length - headerSize(packed), plain.length)} ${file.replace(/\.gz$/, '')}\n`,
    );
  } else if (options.has('v')) await process.stderr.write(`${file}:\t OK\n`);
}
