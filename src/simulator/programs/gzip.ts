import { concat, isGzip, gzip as pack, gunzip as unpack } from '../common/gzip.ts';
import { openInput, readAll } from './support/input.ts';
import { absolute, command, Failure, forEach } from './support/program.ts';

/** The bytes of a gzip file. */
export async function inflate(data: Uint8Array): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  await unpack(data, (chunk) => chunks.push(chunk));
  return concat(chunks);
}

/** gzip(1), gunzip(1), zcat(1). */
export const gzip = command(
  { short: 'cdfkvln123456789r', long: { stdout: 'c', decompress: 'd', force: 'f', keep: 'k', verbose: 'v' } },
  async (process, options) => {
    const name = process.argv[0]!.replace(/^.*\//, '');
    const decompress = options.has('d') || name === 'gunzip' || name === 'zcat';
    const toOutput = options.has('c') || name === 'zcat';
    const convert = async (data: Uint8Array, label: string) => {
      if (!decompress) return pack([data]);
      if (!isGzip(data)) throw new Failure(`${label}: not in gzip format`);
      return inflate(data).catch(() => {
        throw new Failure(`${label}: unexpected end of file`);
      });
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
    return forEach({ ...process, argv: ['gzip'] }, options.rest, async (given) => {
      const known = process.files.exists(absolute(process, given));
      const file = decompress && !known ? `${given.replace(/\.gz$/, '')}.gz` : given;
      if (!process.files.exists(absolute(process, file)))
        throw new Failure(`${file}: No such file or directory`);
      if (process.files.isDirectory(absolute(process, file)))
        throw new Failure(`${file} is a directory -- ignored`);
      if (decompress && !toOutput && !/\.(?:gz|tgz)$/.test(file))
        throw new Failure(`${file}: unknown suffix -- ignored`);
      if (!decompress && file.endsWith('.gz'))
        throw new Failure(`${file} already has .gz suffix -- unchanged`);
      const data = await convert(await readAll(openInput(process, file), process.signal), file);
      if (toOutput) {
        await process.stdout.write(data);
        return;
      }
      const target = decompress ? file.replace(/\.tgz$/, '.tar').replace(/\.gz$/, '') : `${file}.gz`;
      const { mode, mtime } = process.files.stat(absolute(process, file));
      process.files.write(absolute(process, target), data, mode);
      process.files.utimes(absolute(process, target), mtime);
      if (!options.has('k')) process.files.remove(absolute(process, file));
    });
  },
);
