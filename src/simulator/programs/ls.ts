import { FileError, type Stat } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { groupName, modeText, userName } from './support/attributes.ts';
import { collation } from './support/collate.ts';
import { paint } from './support/colours.ts';
import { columnsOf } from './support/columns.ts';
import { humanSize } from './support/human.ts';
import type { ParsedOptions } from './support/options.ts';
import { absolute, command, complain } from './support/program.ts';
import { formatTime } from './support/strftime.ts';

interface Entry {
  /** As it is shown. */
  name: string;
  path: string;
  stat: Stat;
}

const SIX_MONTHS = 15_778_476_000;

/** ls(1). */
export const ls = command(
  {
    short: 'aAlhRrtS1dFipsnGgoQCxmNkBUXZ',
    long: {
      all: 'a',
      'almost-all': 'A',
      'human-readable': 'h',
      recursive: 'R',
      reverse: 'r',
      directory: 'd',
      classify: 'F',
      inode: 'i',
      'color?': 'color',
      'full-time': 'full-time',
      'time-style=': 'time-style',
      'group-directories-first': 'dirs-first',
    },
    usageStatus: 2,
  },
  async (process, options) => {
    const names = options.rest.length > 0 ? options.rest : ['.'];
    const files: Entry[] = [];
    const folders: Entry[] = [];
    let status = 0;
    for (const name of names) {
      try {
        const path = absolute(process, name);
        let stat =
          options.has('l') || options.has('d') ? process.files.lstat(path) : statOrLink(process, path);
        if (stat.type === 'symlink' && name.endsWith('/')) stat = process.files.stat(path);
        (stat.type === 'directory' && !options.has('d') ? folders : files).push({ name, path, stat });
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        await complain(process, `cannot access '${name}': ${error.message}`);
        status = 2;
      }
    }
    if (files.length > 0) await print(process, options, sort(process, files, options));
    let first = files.length === 0;
    const label = names.length > 1 || options.has('R');
    const queue = sort(process, folders, options);
    while (queue.length > 0) {
      const folder = queue.shift()!;
      if (label) await process.stdout.write(`${first ? '' : '\n'}${folder.name}:\n`);
      first = false;
      try {
        const entries = list(process, folder, options);
        if (options.has('l') || options.has('s'))
          await process.stdout.write(`total ${total(entries, options)}\n`);
        await print(process, options, entries);
        if (options.has('R')) {
          const inner = entries.filter(
            ({ name, stat }) => stat.type === 'directory' && name !== '.' && name !== '..',
          );
          queue.unshift(
            ...inner.map((entry) => ({ ...entry, name: `${folder.name.replace(/\/$/, '')}/${entry.name}` })),
          );
        }
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        await complain(process, `cannot open directory '${folder.name}': ${error.message}`);
        status = 2;
      }
    }
    return status;
  },
);

function statOrLink(process: Process, path: string): Stat {
  try {
    return process.files.stat(path);
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOENT') return process.files.lstat(path);
    throw error;
  }
}

function list(process: Process, folder: Entry, options: ParsedOptions): Entry[] {
  const names = process.files.list(folder.path);
  const shown = names.filter((name) => options.has('a') || options.has('A') || !name.startsWith('.'));
  const entries = shown.map((name) => {
    const path = `${folder.path.replace(/\/$/, '')}/${name}`;
    return { name, path, stat: process.files.lstat(path) };
  });
  if (options.has('a')) {
    for (const name of ['..', '.']) {
      const path = absolute(process, `${folder.path}/${name}`);
      entries.unshift({ name, path, stat: process.files.stat(path) });
    }
  }
  return sort(process, entries, options);
}

function sort(process: Process, entries: Entry[], options: ParsedOptions): Entry[] {
  const compare = collation(process.env);
  const sorted = [...entries];
  if (!options.has('U')) {
    sorted.sort((a, b) => compare(a.name, b.name));
    if (options.has('t')) sorted.sort((a, b) => b.stat.mtime - a.stat.mtime);
    if (options.has('S')) sorted.sort((a, b) => b.stat.size - a.stat.size);
    if (options.has('X')) {
      const extension = (name: string) => /\.[^.]*$/.exec(name)?.[0] ?? '';
      sorted.sort((a, b) =>
        extension(a.name) < extension(b.name) ? -1 : extension(a.name) > extension(b.name) ? 1 : 0,
      );
    }
  }
  if (options.has('r')) sorted.reverse();
  if (options.has('dirs-first')) {
    sorted.sort((a, b) => Number(b.stat.type === 'directory') - Number(a.stat.type === 'directory'));
  }
  return sorted;
}

const blocks = ({ stat }: Entry): number => (stat.type === 'symlink' ? 0 : Math.ceil(stat.size / 4096) * 4);

function total(entries: Entry[], options: ParsedOptions): string {
  const sum = entries.reduce((all, entry) => all + blocks(entry), 0);
  return options.has('h') ? humanSize(sum * 1024) : String(sum);
}

function decorated(process: Process, entry: Entry, options: ParsedOptions): string {
  const { name, stat } = entry;
  const when = options.get('color');
  const coloured = when === 'always' || (when !== 'never' && process.stdout.isTTY);
  const shown = process.stdout.isTTY && /[\s'"$&*;|<>()\\]/.test(name) ? quote(name) : name;
  const mark =
    options.has('F') || options.has('p')
      ? stat.type === 'directory'
        ? '/'
        : !options.has('F')
          ? ''
          : stat.type === 'symlink'
            ? options.has('l')
              ? ''
              : '@'
            : stat.type === 'file' && stat.mode & 0o111
              ? '*'
              : ''
      : '';
  return (coloured ? paint(shown, stat, process.files.exists(entry.path)) : shown) + mark;
}

const quote = (name: string): string => (name.includes("'") ? `"${name}"` : `'${name}'`);

async function print(process: Process, options: ParsedOptions, entries: Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const { stdout } = process;
  if (
    options.has('l') ||
    options.has('n') ||
    options.has('g') ||
    options.has('o') ||
    options.has('full-time')
  ) {
    await stdout.write(long(process, options, entries));
    return;
  }
  const prefix = ({ path, ...entry }: Entry) =>
    (options.has('i') ? `${inode(path)} ` : '') + (options.has('s') ? `${blocks({ path, ...entry })} ` : '');
  const cells = entries.map((entry) => prefix(entry) + decorated(process, entry, options));
  if (options.has('m')) await stdout.write(`${cells.join(', ')}\n`);
  else if (!options.has('1') && (stdout.isTTY || options.has('C') || options.has('x'))) {
    await stdout.write(columnsOf(cells, process.tty?.columns ?? 80));
  } else await stdout.write(cells.map((cell) => `${cell}\n`).join(''));
}

/** A number for a path: files here have no inodes. */
function inode(path: string): number {
  let hash = 7;
  for (const c of path) hash = (hash * 31 + c.codePointAt(0)!) % 16_777_213;
  return 131_072 + hash;
}

function long(process: Process, options: ParsedOptions, entries: Entry[]): string {
  const rows = entries.map((entry) => {
    const { stat } = entry;
    const size =
      stat.type === 'device'
        ? deviceNumbers(stat.device)
        : options.has('h')
          ? humanSize(stat.size)
          : String(stat.size);
    const numeric = options.has('n');
    return {
      inode: options.has('i') ? `${inode(entry.path)} ` : '',
      blocks: options.has('s') ? `${blocks(entry)} ` : '',
      mode: modeText(stat),
      links: String(stat.type === 'directory' ? links(process, entry) : 1),
      user: options.has('g') ? '' : numeric ? String(stat.uid) : userName(process, stat.uid),
      group:
        options.has('o') || options.has('G') ? '' : numeric ? String(stat.gid) : groupName(process, stat.gid),
      size,
      time: time(process, options, stat.mtime),
      name: decorated(process, entry, options) + (stat.type === 'symlink' ? ` -> ${stat.target}` : ''),
    };
  });
  const width = (key: keyof (typeof rows)[number]) => Math.max(...rows.map((row) => row[key].length));
  const [links_, user, group, size] = [width('links'), width('user'), width('group'), width('size')];
  return rows
    .map((row) => {
      const fields = [
        `${row.inode}${row.blocks}${row.mode}`,
        row.links.padStart(links_),
        ...(user > 0 ? [row.user.padEnd(user)] : []),
        ...(group > 0 ? [row.group.padEnd(group)] : []),
        row.size.padStart(size),
        row.time,
        row.name,
      ];
      return `${fields.join(' ')}\n`;
    })
    .join('');
}

function links(process: Process, entry: Entry): number {
  try {
    const inside = process.files.list(entry.path);
    return (
      2 + inside.filter((name) => process.files.lstat(`${entry.path}/${name}`).type === 'directory').length
    );
  } catch {
    return 2;
  }
}

const DEVICES: Record<string, string> = {
  null: '1, 3',
  zero: '1, 5',
  full: '1, 7',
  random: '1, 8',
  urandom: '1, 9',
  tty: '5, 0',
};

const deviceNumbers = (device = ''): string => DEVICES[device] ?? '0';

function time(process: Process, options: ParsedOptions, mtime: number): string {
  const date = new Date(mtime);
  const style = options.get('time-style') ?? (options.has('full-time') ? 'full-iso' : '');
  if (style === 'full-iso') return formatTime('%Y-%m-%d %H:%M:%S.%N %z', date);
  if (style === 'long-iso') return formatTime('%Y-%m-%d %H:%M', date);
  if (style.startsWith('+')) return formatTime(style.slice(1), date);
  const age = process.host.clock.now() - mtime;
  const recent = age < SIX_MONTHS && age > -3_600_000;
  return formatTime(recent ? '%b %e %H:%M' : '%b %e  %Y', date);
}
