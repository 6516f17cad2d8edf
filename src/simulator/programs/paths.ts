import { FileError } from '../common/files.ts';
import type { Program } from '../common/process.ts';
import { UsageError } from './support/options.ts';
import { absolute, command, complain } from './support/program.ts';

const needOperand = async (process: Parameters<Program>[0]): Promise<number> => {
  await complain(process, 'missing operand');
  await process.stderr.write(`Try '${process.argv[0]} --help' for more information.\n`);
  return 1;
};

/** pwd(1). */
export const pwd: Program = async (process) => {
  await process.stdout.write(`${process.cwd}\n`);
  return 0;
};

/** basename(1). */
export const basename = command(
  { short: 'as:z', long: { multiple: 'a', 'suffix=': 's' } },
  async (process, options) => {
    const { rest } = options;
    if (rest.length === 0) return needOperand(process);
    const many = options.has('a') || options.has('s');
    if (!many && rest[2] !== undefined) throw new UsageError(`extra operand ‘${rest[2]}’`);
    const suffix = options.get('s') ?? (many ? '' : (rest[1] ?? ''));
    for (const path of many ? rest : rest.slice(0, 1)) {
      const name = path.replace(/(?<=.)\/+$/, '').replace(/^.*\/(?=.)/, '');
      await process.stdout.write(
        `${suffix && name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name}\n`,
      );
    }
    return 0;
  },
);

/** dirname(1). */
export const dirname = command({ short: 'z' }, async (process, options) => {
  if (options.rest.length === 0) return needOperand(process);
  for (const path of options.rest) {
    const trimmed = path.replace(/(?<=.)\/+$/, '');
    const at = trimmed.lastIndexOf('/');
    const folder = at === -1 ? '.' : trimmed.slice(0, at).replace(/\/+$/, '') || '/';
    await process.stdout.write(`${folder}\n`);
  }
  return 0;
});

/** readlink(1). */
export const readlink = command(
  {
    short: 'fenmqvsz',
    long: {
      canonicalize: 'f',
      'canonicalize-existing': 'e',
      'canonicalize-missing': 'm',
      'no-newline': 'n',
      quiet: 'q',
      verbose: 'v',
    },
  },
  async (process, options) => {
    if (options.rest.length === 0) return needOperand(process);
    let status = 0;
    for (const name of options.rest) {
      try {
        const path = absolute(process, name);
        let target: string;
        if (options.has('f') || options.has('e') || options.has('m')) {
          target = process.files.exists(path) ? process.files.realpath(path) : path.replace(/(?<=.)\/$/, '');
          if (options.has('e') && !process.files.exists(path)) throw new FileError('ENOENT', name);
        } else target = process.files.readlink(path);
        await process.stdout.write(target + (options.has('n') ? '' : '\n'));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        if (options.has('v')) await complain(process, `${name}: ${error.message}`);
        status = 1;
      }
    }
    return status;
  },
);

/** realpath(1). */
export const realpath = command(
  {
    short: 'emsqzLP',
    long: {
      'canonicalize-existing': 'e',
      'canonicalize-missing': 'm',
      strip: 's',
      'no-symlinks': 's',
      quiet: 'q',
      zero: 'z',
      'relative-to=': 'relative',
      'relative-base=': 'base',
    },
  },
  async (process, options) => {
    if (options.rest.length === 0) return needOperand(process);
    let status = 0;
    const to = options.get('relative');
    const print = async (path: string) => {
      const shown = to === undefined ? path : relative(absolute(process, to), path);
      await process.stdout.write(`${shown}${options.has('z') ? '\0' : '\n'}`);
    };
    for (const name of options.rest) {
      const path = absolute(process, name);
      if (options.has('s')) await print(path);
      else if (process.files.exists(path)) await print(process.files.realpath(path));
      else {
        const parent = path.replace(/\/[^/]*$/, '') || '/';
        if (!options.has('e') && (options.has('m') || process.files.isDirectory(parent))) {
          const real = options.has('m')
            ? path
            : `${process.files.realpath(parent).replace(/\/$/, '')}/${path.replace(/^.*\//, '')}`;
          await print(real);
          continue;
        }
        if (!options.has('q')) await complain(process, `${name}: No such file or directory`);
        status = 1;
      }
    }
    return status;
  },
);

/** A path as it is reached from a folder. */
function relative(from: string, to: string): string {
  const [a, b] = [from, to].map((path) => path.split('/').filter(Boolean)) as [string[], string[]];
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/') || '.';
}

/** which(1). */
export const which = command({ short: 'a' }, async (process, options) => {
  let status = 0;
  for (const name of options.rest) {
    const places = name.includes('/')
      ? [name]
      : (process.env.PATH ?? '').split(':').map((folder) => `${folder}/${name}`);
    const found = places.filter((place) => {
      const path = absolute(process, place);
      return process.files.isFile(path) && process.files.may(path, 1);
    });
    if (found.length === 0) status = 1;
    for (const path of options.has('a') ? found : found.slice(0, 1)) await process.stdout.write(`${path}\n`);
  }
  return options.rest.length === 0 ? 1 : status;
});
