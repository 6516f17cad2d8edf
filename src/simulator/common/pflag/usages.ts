import { goQuote } from '../go-quote.ts';
import type { Flag } from './flag.ts';
import { bareValue } from './flag-set.ts';

/** pflag's list of flags, by name. `width` is that of the terminal; without it no line is broken. */
export function flagUsages(flags: readonly Flag[], width = Number.POSITIVE_INFINITY): string {
  const rows = [...flags]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => ({ head: flagHead(flag), text: flagDescription(flag) }));
  const longest = Math.max(...rows.map((row) => row.head.length));
  return rows
    .map(({ head, text }) => `${head.padEnd(longest)}   ${wrap(text, longest + 3, width - 1)}`)
    .join('\n')
    .replace(/[ \n]+$/, '');
}

function flagHead(flag: Flag): string {
  const names =
    flag.short && !flag.shortDeprecated ? `  -${flag.short}, --${flag.name}` : `      --${flag.name}`;
  const label = flag.label ?? (flag.type === 'bool' ? '' : flag.type);
  const bare = flag.type === 'bool' ? undefined : bareValue(flag);
  const optional = bare === undefined ? '' : flag.type === 'string' ? `[=${goQuote(bare)}]` : `[=${bare}]`;
  return names + (label === '' ? '' : ` ${label}`) + optional;
}

function flagDescription(flag: Flag): string {
  if (flag.default === undefined) return flag.usage;
  return `${flag.usage} (default ${flag.type === 'string' ? goQuote(flag.default) : flag.default})`;
}

/** A last line may be this much too long, rather than leave a single word over. */
const SLOP = 5;
const LEAST_WIDTH = 24;

/** pflag's wrapping: a block of text indented by `indent`, up to column `width`. The first line is in place. */
function wrap(text: string, indent: number, width: number): string {
  let margin = indent;
  let start = '';
  if (width - margin < LEAST_WIDTH) {
    margin = 16;
    start = `\n${' '.repeat(margin)}`;
  }
  if (width - margin < LEAST_WIDTH) return text.replaceAll('\n', start);
  const room = width - margin - SLOP;
  const lines: string[] = [];
  let rest = text;
  do {
    const [line, more] = cut(rest, room);
    lines.push(line);
    rest = more;
  } while (rest !== '');
  return start + lines.join('\n').replaceAll('\n', `\n${' '.repeat(margin)}`);
}

function cut(text: string, room: number): [line: string, rest: string] {
  if (room + SLOP > text.length) return [text, ''];
  const head = text.slice(0, room);
  const space = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\t'), head.lastIndexOf('\n'));
  if (space <= 0) return [text, ''];
  const newline = head.lastIndexOf('\n');
  const at = newline > 0 && newline < space ? newline : space;
  return [text.slice(0, at), text.slice(at + 1)];
}
