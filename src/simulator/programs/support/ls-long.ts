import type { Stat } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';
import { groupName, modeText, userName } from './attributes.ts';
import { paint } from './colours.ts';
import { busyboxSize, humanSize } from './human.ts';
import type { ParsedOptions } from './options.ts';
import { formatTime } from './strftime.ts';

/** What ls(1) shows of a file, and its long lists. */

export interface Entry {
  /** As it is shown. */
  name: string;
  path: string;
  stat: Stat;
}

/** What is told of a file, each as text. */
interface LongEntry {
  inode: string;
  blocks: string;
  mode: string;
  links: string;
  user: string;
  group: string;
  /** In bytes, or the numbers of a device. */
  size: string;
  bytes: number;
  human: boolean;
  time: string;
  name: string;
}

/** Sets out a list's columns. */
export type LongRows = (entries: readonly LongEntry[]) => string;

/** Milliseconds of half a Gregorian year: older files are shown with their year instead of their time. */
const SIX_MONTHS = 15_778_476_000;

/** The kilobytes that a file takes on its disk, in blocks of four. */
export const blocks = ({ stat }: Entry): number =>
  stat.type === 'symlink' ? 0 : Math.ceil(stat.size / 4096) * 4;

/** A number for a path: files here have no inodes. */
export function inode(path: string): number {
  let hash = 7;
  for (const c of path) hash = (hash * 31 + c.codePointAt(0)!) % 16_777_213;
  return 131_072 + hash;
}

/** What a long list tells of each entry. */
export function longEntries(process: Process, options: ParsedOptions, entries: Entry[]): LongEntry[] {
  return entries.map((entry) => {
    const { stat } = entry;
    const numeric = options.has('n');
    return {
      inode: options.has('i') ? `${inode(entry.path)} ` : '',
      blocks: options.has('s') ? `${blocks(entry)} ` : '',
      mode: modeText(stat),
      links: String(stat.type === 'directory' ? links(process, entry) : 1),
      user: options.has('g') ? '' : numeric ? String(stat.uid) : userName(process, stat.uid),
      group:
        options.has('o') || options.has('G') ? '' : numeric ? String(stat.gid) : groupName(process, stat.gid),
      size: stat.type === 'device' ? deviceNumbers(stat.device) : String(stat.size),
      bytes: stat.size,
      human: stat.type !== 'device' && options.has('h'),
      time: time(process, options, stat.mtime),
      name: decorated(process, entry, options) + (stat.type === 'symlink' ? ` -> ${stat.target}` : ''),
    };
  });
}

/** GNU's columns, as wide as their widest entry. */
export const gnuRows: LongRows = (entries) => {
  const rows = entries.map((entry) => ({
    ...entry,
    size: entry.human ? humanSize(entry.bytes) : entry.size,
  }));
  const width = (key: 'links' | 'user' | 'group' | 'size') => Math.max(...rows.map((row) => row[key].length));
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
};

/** BusyBox's columns, of fixed widths. */
export const busyboxRows: LongRows = (entries) =>
  entries
    .map((entry) => {
      const { inode: number, mode, links: count, user, group, size } = entry;
      const told = entry.human ? busyboxSize(entry.bytes).padStart(7) : size.padStart(9);
      const owner = [user, group].map((name) => `${name.slice(0, 8).padEnd(8)} `).join('');
      return `${number}${entry.blocks}${mode} ${count.padStart(4)} ${owner}${told} ${entry.time} ${entry.name}\n`;
    })
    .join('');

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

/** A name as a list shows it: coloured, quoted and marked. */
export function decorated(process: Process, entry: Entry, options: ParsedOptions): string {
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
