import { FileError, type Stat } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { groupName, modeText, userName } from './support/attributes.ts';
import { humanSize } from './support/human.ts';
import { absolute, command, complain, forEach } from './support/program.ts';
import { formatTime } from './support/strftime.ts';

const KINDS = {
  file: 'regular file',
  directory: 'directory',
  symlink: 'symbolic link',
  device: 'character special file',
};

/** stat(1). */
export const stat = command(
  { short: 'c:Lft', long: { 'format=': 'c', 'printf=': 'printf', dereference: 'L' } },
  async (process, options) => {
    if (options.rest.length === 0) {
      await complain(process, 'missing operand');
      return 1;
    }
    return forEach(
      process,
      options.rest,
      async (name) => {
        const path = absolute(process, name);
        const found = options.has('L') ? process.files.stat(path) : process.files.lstat(path);
        const format = options.get('c') ?? options.get('printf');
        await process.stdout.write(
          format === undefined
            ? describe(process, name, found)
            : fill(process, format, name, found) + (options.has('printf') ? '' : '\n'),
        );
      },
      (error, name) => `cannot statx '${name}': ${error.message}`,
    );
  },
);

function describe(process: Process, name: string, found: Stat): string {
  const time = formatTime('%Y-%m-%d %H:%M:%S.%N %z', new Date(found.mtime));
  const kind = found.type === 'file' && found.size === 0 ? 'regular empty file' : KINDS[found.type];
  const mode = (found.mode & 0o7777).toString(8).padStart(4, '0');
  const shown = found.target === undefined ? name : `${name} -> ${found.target}`;
  const size = String(found.size).padEnd(10);
  const blocks = String(Math.ceil(found.size / 4096) * 8).padEnd(10);
  const uid = `${String(found.uid).padStart(5)}/${userName(process, found.uid).padStart(8)}`;
  const gid = `${String(found.gid).padStart(5)}/${groupName(process, found.gid).padStart(8)}`;
  return [
    `  File: ${shown}`,
    `  Size: ${size}\tBlocks: ${blocks} IO Block: 4096   ${kind}`,
    `Device: 8,1\tInode: 131072      Links: 1`,
    `Access: (${mode}/${modeText(found)})  Uid: (${uid})   Gid: (${gid})`,
    `Access: ${time}`,
    `Modify: ${time}`,
    `Change: ${time}`,
    ` Birth: ${time}`,
    '',
  ].join('\n');
}

function fill(process: Process, format: string, name: string, found: Stat): string {
  const values: Record<string, () => string> = {
    n: () => name,
    N: () => `'${name}'${found.target === undefined ? '' : ` -> '${found.target}'`}`,
    s: () => String(found.size),
    a: () => (found.mode & 0o7777).toString(8),
    A: () => modeText(found),
    F: () => (found.type === 'file' && found.size === 0 ? 'regular empty file' : KINDS[found.type]),
    u: () => String(found.uid),
    U: () => userName(process, found.uid),
    g: () => String(found.gid),
    G: () => groupName(process, found.gid),
    y: () => formatTime('%Y-%m-%d %H:%M:%S.%N %z', new Date(found.mtime)),
    Y: () => String(Math.floor(found.mtime / 1000)),
    h: () => '1',
    b: () => String(Math.ceil(found.size / 4096) * 8),
    '%': () => '%',
  };
  return format
    .replace(/%([a-zA-Z%])/g, (whole, letter: string) => values[letter]?.() ?? whole)
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t');
}

/** du(1). */
export const du = command(
  {
    short: 'hsackbd:mx',
    long: {
      'human-readable': 'h',
      summarize: 's',
      all: 'a',
      total: 'c',
      'max-depth=': 'd',
      bytes: 'b',
      'apparent-size': 'ap',
    },
  },
  async (process, options) => {
    const deepest = options.has('s') ? 0 : Number(options.get('d') ?? Number.POSITIVE_INFINITY);
    const apparent = options.has('b') || options.has('ap');
    const show = (bytes: number) =>
      options.has('h')
        ? humanSize(bytes)
        : options.has('b')
          ? String(bytes)
          : String(Math.ceil(bytes / (options.has('m') ? 1024 ** 2 : 1024)));
    let total = 0;
    const visit = async (path: string, depth: number): Promise<number> => {
      const full = absolute(process, path);
      const found = process.files.lstat(full);
      let size = apparent ? found.size : found.type === 'symlink' ? 0 : Math.ceil(found.size / 4096) * 4096;
      const isFolder = found.type === 'directory';
      if (isFolder) {
        try {
          for (const name of process.files.list(full))
            size += await visit(`${path.replace(/\/$/, '')}/${name}`, depth + 1);
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          await complain(process, `cannot read directory '${path}': ${error.message}`);
        }
      }
      if (depth <= deepest && (isFolder || options.has('a') || depth === 0))
        await process.stdout.write(`${show(size)}\t${path}\n`);
      return size;
    };
    const status = await forEach(
      process,
      options.rest.length > 0 ? options.rest : ['.'],
      async (name) => {
        total += await visit(name, 0);
      },
      (error, name) => `cannot access '${name}': ${error.message}`,
    );
    if (options.has('c')) await process.stdout.write(`${show(total)}\ttotal\n`);
    return status;
  },
);

/** The size of a machine's one disk, and what of it is in use. */
export const DISK = 62 * 1024 ** 3;
export const USED = 14 * 1024 ** 3;

/** df(1): one disk, of a plausible size. */
export const df = command(
  { short: 'hTkPia', long: { 'human-readable': 'h', 'print-type': 'T' } },
  async (process, options) => {
    const show = (bytes: number) => (options.has('h') ? humanSize(bytes) : String(Math.floor(bytes / 1024)));
    const type = options.has('T') ? ['Type', 'ext4'] : [];
    const header = [
      'Filesystem',
      ...type.slice(0, 1),
      options.has('h') ? 'Size' : '1K-blocks',
      'Used',
      options.has('h') ? 'Avail' : 'Available',
      'Use%',
      'Mounted on',
    ];
    const row = [
      '/dev/sda1',
      ...type.slice(1),
      show(DISK),
      show(USED),
      show(DISK - USED),
      `${Math.ceil((USED / DISK) * 100)}%`,
      '/',
    ];
    const widths = header.map((text, i) => Math.max(text.length, row[i]!.length));
    const line = (cells: string[]) =>
      cells
        .map((text, i) =>
          i === cells.length - 1
            ? text
            : i === 0 || text === 'Type' || text === 'ext4'
              ? text.padEnd(widths[i]!)
              : text.padStart(widths[i]!),
        )
        .join(' ');
    await process.stdout.write(`${line(header)}\n${line(row)}\n`);
    return 0;
  },
);
