/** Columns as Go's text/tabwriter aligns them, with docker's settings: at least 10 wide, 3 spaces between. */

export interface TabOptions {
  /** The least width of a column, its gap included. */
  minWidth?: number;
  padding?: number;
}

/**
 * Aligns tab-separated cells. A column is a run of lines that all have a tab there; the last cell of a line belongs
 * to none.
 */
export function alignColumns(text: string, { minWidth = 10, padding = 3 }: TabOptions = {}): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const sizes = lines.map((cells) => cells.map(displayWidth));
  const widths: number[] = [];
  let out = '';

  const write = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const cells = lines[i]!;
      for (let j = 0; j < cells.length; j++) {
        out += cells[j];
        if (j < widths.length) out += ' '.repeat(widths[j]! - sizes[i]![j]!);
      }
      if (i < lines.length - 1) out += '\n';
    }
  };

  const format = (from: number, to: number): void => {
    const column = widths.length;
    let written = from;
    for (let i = from; i < to; i++) {
      if (column >= lines[i]!.length - 1) continue;
      write(written, i);
      const start = i;
      let width = minWidth;
      for (; i < to && column < lines[i]!.length - 1; i++) {
        width = Math.max(width, sizes[i]![column]! + padding);
      }
      widths.push(width);
      format(start, i);
      widths.pop();
      written = i;
      i--;
    }
    write(written, to);
  };

  format(0, lines.length);
  return out;
}

const WIDE =
  /[\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

const NARROW = /^[\x20-\x7e]*$/;

/** Columns a text takes on a terminal: East Asian wide characters take two. */
function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const c of text) width += WIDE.test(c) ? 2 : 1;
  return width;
}
