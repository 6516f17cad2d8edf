import { FileError } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { sideBySide } from './diff-columns.ts';
import { edits, type Hunk, hunks } from './support/edits.ts';
import { openInput, readAll } from './support/input.ts';
import { absolute, command, complain, Failure } from './support/program.ts';
import { formatTime } from './support/strftime.ts';

const TIME = '%Y-%m-%d %H:%M:%S.%N %z';

interface Side {
  name: string;
  lines: string[];
  /** The last line lacks its newline. */
  open: boolean;
  time: string;
}

/** diff(1). */
export const diff = command(
  {
    short: 'uqrabBcwiNsyU:C:W:tZE',
    long: {
      unified: 'u',
      brief: 'q',
      recursive: 'r',
      'ignore-space-change': 'b',
      'ignore-all-space': 'w',
      'ignore-case': 'i',
      'new-file': 'N',
      'report-identical-files': 's',
      'color?': 'color',
      'ignore-blank-lines': 'B',
      'ignore-trailing-space': 'Z',
      text: 'a',
      context: 'c',
      'side-by-side': 'y',
      'width=': 'W',
      'suppress-common-lines': 'suppress',
      'label=': 'label',
    },
    usageStatus: 2,
  },
  async (process, options) => {
    const [left, right, extra] = options.rest;
    if (left === undefined || right === undefined) {
      throw new Failure(
        `missing operand${left === undefined ? '' : ` after '${left}'`}\n${process.argv[0]}: Try '${process.argv[0]} --help' for more information.`,
        2,
      );
    }
    if (extra !== undefined) throw new Failure(`extra operand '${extra}'`, 2);
    const isFolder = (name: string) => name !== '-' && process.files.isDirectory(absolute(process, name));
    const settings: Settings = {
      style: styleOf(options),
      context: Number(options.get('U') ?? options.get('C') ?? 3) || 0,
      width: Number(options.get('W') ?? 130) || 130,
      onlyChanges: options.has('suppress'),
      skipBlank: options.has('B'),
      newFiles: options.has('N'),
      brief: options.has('q'),
      tellSame: options.has('s'),
      labels: options.all('label'),
      normalise: normaliser(options),
    };
    try {
      if (isFolder(left) && isFolder(right))
        return await folders(process, left, right, settings, options.has('r'));
      const name = (path: string) => path.replace(/^.*\//, '');
      const a = isFolder(left) ? `${left}/${name(right)}` : left;
      const b = isFolder(right) ? `${right}/${name(left)}` : right;
      return await compare(process, a, b, settings);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const shown = [left, right].find((one) => absolute(process, one) === error.path) ?? error.path;
      await complain(process, `${shown}: ${error.message}`);
      return 2;
    }
  },
);

type Style = 'normal' | 'unified' | 'context' | 'columns';

function styleOf(options: { has(name: string): boolean }): Style {
  if (options.has('y')) return 'columns';
  if (options.has('u') || options.has('U')) return 'unified';
  return options.has('c') || options.has('C') ? 'context' : 'normal';
}

interface Settings {
  style: Style;
  /** Lines around a difference. */
  context: number;
  /** Of `-y`, in columns. */
  width: number;
  onlyChanges: boolean;
  /** Differences of empty lines alone do not count. */
  skipBlank: boolean;
  /** A file that is not there is as an empty one. */
  newFiles: boolean;
  brief: boolean;
  tellSame: boolean;
  labels: string[];
  /** What is printed before a difference: which files of two folders it is in. */
  before?: string;
  normalise(line: string): string;
}

function normaliser(options: { has(name: string): boolean }): (line: string) => string {
  return (line) => {
    let text = line;
    if (options.has('w')) text = text.replace(/\s+/g, '');
    else if (options.has('b')) text = text.replace(/\s+/g, ' ').trimEnd();
    return options.has('i') ? text.toLowerCase() : text;
  };
}

async function read(process: Process, name: string, { newFiles }: Settings): Promise<Side> {
  if (newFiles && name !== '-' && !process.files.exists(absolute(process, name))) {
    return { name, lines: [], open: false, time: formatTime(TIME, new Date(0)) };
  }
  const text = new TextDecoder().decode(await readAll(openInput(process, name), process.signal));
  const lines = text.split('\n');
  const open = lines.at(-1) !== '';
  if (!open) lines.pop();
  const mtime = name === '-' ? process.host.clock.now() : process.files.stat(absolute(process, name)).mtime;
  return { name, lines, open, time: formatTime(TIME, new Date(mtime)) };
}

async function compare(process: Process, left: string, right: string, settings: Settings): Promise<number> {
  const a = await read(process, left, settings);
  const b = await read(process, right, settings);
  const all = edits(a.lines.map(settings.normalise), b.lines.map(settings.normalise));
  const isBlank = ({ a: i, aCount, b: j, bCount }: Change) =>
    [...a.lines.slice(i, i + aCount), ...b.lines.slice(j, j + bCount)].every((line) => line === '');
  const changes = settings.skipBlank ? all.filter((change) => !isBlank(change)) : all;
  const sameEnd = a.open === b.open || a.lines.length === 0 || b.lines.length === 0;
  if (changes.length === 0 && sameEnd) {
    if (settings.style === 'columns')
      await process.stdout.write(sideBySide(a, b, [], settings.width, settings.onlyChanges));
    if (settings.tellSame) await process.stdout.write(`Files ${left} and ${right} are identical\n`);
    return 0;
  }
  if (changes.length === 0)
    changes.push({ a: a.lines.length - 1, aCount: 1, b: b.lines.length - 1, bCount: 1 });
  if (settings.brief) {
    await process.stdout.write(`Files ${left} and ${right} differ\n`);
    return 1;
  }
  await process.stdout.write(settings.before ?? '');
  await process.stdout.write(inStyle(a, b, changes, settings));
  return 1;
}

function inStyle(a: Side, b: Side, changes: Change[], settings: Settings): string {
  if (settings.style === 'normal') return normal(a, b, changes);
  if (settings.style === 'columns') return sideBySide(a, b, changes, settings.width, settings.onlyChanges);
  const groups = hunks(changes, settings.context, a.lines.length);
  return settings.style === 'unified' ? unified(a, b, groups, settings) : inContext(a, b, groups, settings);
}

const NO_NEWLINE = '\\ No newline at end of file\n';

function line(side: Side, i: number, mark: string): string {
  return `${mark}${side.lines[i]}\n${side.open && i === side.lines.length - 1 ? NO_NEWLINE : ''}`;
}

type Change = ReturnType<typeof edits>[number];

function normal(a: Side, b: Side, changes: Change[]): string {
  const range = (start: number, count: number) =>
    count === 0 ? String(start) : count === 1 ? String(start + 1) : `${start + 1},${start + count}`;
  let text = '';
  for (const change of changes) {
    const letter = change.aCount === 0 ? 'a' : change.bCount === 0 ? 'd' : 'c';
    text += `${range(change.a, change.aCount)}${letter}${range(change.b, change.bCount)}\n`;
    for (let i = 0; i < change.aCount; i++) text += line(a, change.a + i, '< ');
    if (letter === 'c') text += '---\n';
    for (let i = 0; i < change.bCount; i++) text += line(b, change.b + i, '> ');
  }
  return text;
}

function unified(a: Side, b: Side, groups: Hunk[], settings: Settings): string {
  const head = (side: Side, i: number) => settings.labels[i] ?? `${side.name}\t${side.time}`;
  let text = `--- ${head(a, 0)}\n+++ ${head(b, 1)}\n`;
  for (const { changes, aStart, aEnd, bStart, bEnd } of groups) {
    const range = (start: number, end: number) =>
      end - start === 1 ? `${start + 1}` : `${end === start ? start : start + 1},${end - start}`;
    text += `@@ -${range(aStart, aEnd)} +${range(bStart, bEnd)} @@\n`;
    let at = aStart;
    for (const change of changes) {
      for (; at < change.a; at++) text += line(a, at, ' ');
      for (let i = 0; i < change.aCount; i++) text += line(a, change.a + i, '-');
      for (let i = 0; i < change.bCount; i++) text += line(b, change.b + i, '+');
      at += change.aCount;
    }
    for (; at < aEnd; at++) text += line(a, at, ' ');
  }
  return text;
}

/** `diff -c`: each side's lines with marks, one after the other. */
function inContext(a: Side, b: Side, groups: Hunk[], settings: Settings): string {
  const head = (side: Side, i: number) => settings.labels[i] ?? `${side.name}\t${side.time}`;
  let text = `*** ${head(a, 0)}\n--- ${head(b, 1)}\n`;
  const range = (start: number, end: number) => (end - start > 1 ? `${start + 1},${end}` : `${end}`);
  for (const { changes, aStart, aEnd, bStart, bEnd } of groups) {
    const body = (side: Side, start: number, end: number, mark: string) => {
      let lines = '';
      let at = start;
      for (const change of changes) {
        const [from, count, other] =
          side === a ? [change.a, change.aCount, change.bCount] : [change.b, change.bCount, change.aCount];
        for (; at < from; at++) lines += line(side, at, '  ');
        for (; at < from + count; at++) lines += line(side, at, other > 0 ? '! ' : mark);
      }
      for (; at < end; at++) lines += line(side, at, '  ');
      return lines;
    };
    const removes = changes.some(({ aCount }) => aCount > 0);
    const adds = changes.some(({ bCount }) => bCount > 0);
    text += `***************\n*** ${range(aStart, aEnd)} ****\n${removes ? body(a, aStart, aEnd, '- ') : ''}`;
    text += `--- ${range(bStart, bEnd)} ----\n${adds ? body(b, bStart, bEnd, '+ ') : ''}`;
  }
  return text;
}

async function folders(
  process: Process,
  left: string,
  right: string,
  settings: Settings,
  recursive: boolean,
): Promise<number> {
  const list = (folder: string) => process.files.list(absolute(process, folder));
  const [a, b] = [list(left), list(right)];
  let status = 0;
  for (const name of [...new Set([...a, ...b])].sort()) {
    const [x, y] = [`${left.replace(/\/$/, '')}/${name}`, `${right.replace(/\/$/, '')}/${name}`];
    if (!a.includes(name) || !b.includes(name)) {
      await process.stdout.write(`Only in ${a.includes(name) ? left : right}: ${name}\n`);
      status = 1;
      continue;
    }
    const both = [x, y].map((path) => process.files.isDirectory(absolute(process, path)));
    if (both[0] && both[1]) {
      if (recursive) status = Math.max(status, await folders(process, x, y, settings, true));
      else await process.stdout.write(`Common subdirectories: ${x} and ${y}\n`);
    } else {
      const before = settings.brief
        ? ''
        : `diff ${process.argv.slice(1, -2).join(' ')} ${x} ${y}\n`.replace(/ +/g, ' ');
      status = Math.max(status, await compare(process, x, y, { ...settings, before }));
    }
  }
  return status;
}
