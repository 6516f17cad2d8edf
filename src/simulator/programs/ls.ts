import { FileError, type Stat } from '../common/files.ts';
import type { Process, Program } from '../common/process.ts';
import { collation } from './support/collate.ts';
import { columnsOf } from './support/columns.ts';
import { humanSize } from './support/human.ts';
import {
  blocks,
  busyboxRows,
  decorated,
  type Entry,
  gnuRows,
  inode,
  type LongRows,
  longEntries,
} from './support/ls-long.ts';
import type { ParsedOptions } from './support/options.ts';
import { absolute, command, complain } from './support/program.ts';

/** ls(1), with a way to set out long lists and a status for what cannot be listed. */
const lister = (rows: LongRows, failure: number): Program =>
  command(
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
      usageStatus: failure,
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
          status = failure;
        }
      }
      if (files.length > 0) await print(process, options, sort(process, files, options), rows);
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
          await print(process, options, entries, rows);
          if (options.has('R')) {
            const inner = entries.filter(
              ({ name, stat }) => stat.type === 'directory' && name !== '.' && name !== '..',
            );
            queue.unshift(
              ...inner.map((entry) => ({
                ...entry,
                name: `${folder.name.replace(/\/$/, '')}/${entry.name}`,
              })),
            );
          }
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          await complain(process, `cannot open directory '${folder.name}': ${error.message}`);
          status = failure;
        }
      }
      return status;
    },
  );

/** GNU's ls(1). */
export const ls = lister(gnuRows, 2);
/** BusyBox's, whose long lists have columns of fixed widths. */
export const busyboxLs = lister(busyboxRows, 1);

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

function total(entries: Entry[], options: ParsedOptions): string {
  const sum = entries.reduce((all, entry) => all + blocks(entry), 0);
  return options.has('h') ? humanSize(sum * 1024) : String(sum);
}

async function print(
  process: Process,
  options: ParsedOptions,
  entries: Entry[],
  rows: LongRows,
): Promise<void> {
  if (entries.length === 0) return;
  const { stdout } = process;
  if (
    options.has('l') ||
    options.has('n') ||
    options.has('g') ||
    options.has('o') ||
    options.has('full-time')
  ) {
    await stdout.write(rows(longEntries(process, options, entries)));
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
