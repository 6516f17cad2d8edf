import type { Edit } from './support/edits.ts';

const TAB = 8;
const GUTTER = 3;

/** A side's lines, and whether the last one lacks its newline. */
interface Lines {
  lines: readonly string[];
  open: boolean;
}

/** Blanks from a column to another, by tabs where they reach. */
function advance(from: number, to: number): string {
  let out = '';
  let at = from;
  for (let stop = at + TAB - (at % TAB); stop <= to; stop += TAB) {
    out += '\t';
    at = stop;
  }
  return out + ' '.repeat(Math.max(0, to - at));
}

/** As much of a line as half the width takes, and the column where it ends. */
function half(line: string, start: number, width: number): { text: string; column: number } {
  let text = '';
  let [read, column] = [0, 0];
  for (const c of line) {
    if (c !== '\t') {
      if (read++ >= width) continue;
      column = read;
      text += c;
      continue;
    }
    const room = TAB - (read % TAB);
    if (read === column && column + room < width) {
      column += room;
      text += '\t';
    }
    read += room;
  }
  return { text, column: start + column };
}

/** `diff -y`: both files beside each other, with a mark between lines that differ. */
export function sideBySide(
  a: Lines,
  b: Lines,
  changes: readonly Edit[],
  width: number,
  onlyChanges: boolean,
): string {
  const second = Math.floor((width + TAB + GUTTER) / (2 * TAB)) * TAB;
  const room = Math.max(0, Math.min(second - GUTTER, width - second));
  const gutter = room > 0 ? second : width;
  let out = '';
  const row = (left: string | undefined, mark: string, right: string | undefined) => {
    const first = half(left ?? '', 0, room);
    let text = first.text;
    let { column } = first;
    if (mark !== ' ') {
      const middle = Math.floor((room + gutter - 1) / 2);
      text += advance(column, middle) + mark;
      column = Math.max(column, middle) + 1;
    }
    if (right) text += advance(column, gutter) + half(right, gutter, room).text;
    out += `${text}\n`;
  };
  let [i, j] = [0, 0];
  for (const change of [...changes, { a: a.lines.length, aCount: 0, b: b.lines.length, bCount: 0 }]) {
    for (; i < change.a; i++, j++) if (!onlyChanges) row(a.lines[i], ' ', b.lines[j]);
    [i, j] = [change.a, change.b];
    for (let k = 0; k < Math.max(change.aCount, change.bCount); k++) {
      const [left, right] = [
        k < change.aCount ? a.lines[i + k] : undefined,
        k < change.bCount ? b.lines[j + k] : undefined,
      ];
      row(left, left === undefined ? '>' : right === undefined ? '<' : '|', right);
    }
    i += change.aCount;
    j += change.bCount;
  }
  return out;
}
