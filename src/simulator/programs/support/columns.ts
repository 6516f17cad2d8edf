/** The columns a cell takes, colours aside. */
const width = (cell: string): number => [...cell.replace(/\x1b\[[0-9;]*m/g, '')].length;

/** Lays cells out in as many columns as fit, filled from top to bottom. */
export function columnsOf(cells: readonly string[], screen: number): string {
  const widths = cells.map(width);
  for (let columns = Math.min(cells.length, Math.ceil(screen / 3)); columns >= 1; columns--) {
    const rows = Math.ceil(cells.length / columns);
    if (Math.ceil(cells.length / rows) !== columns) continue;
    const sizes = Array.from(
      { length: columns },
      (_, c) => Math.max(...widths.slice(c * rows, (c + 1) * rows)) + 2,
    );
    const size = sizes.reduce((sum, one) => sum + one, 0) - 2;
    if (size >= screen && columns > 1) continue;
    let text = '';
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const i = c * rows + r;
        if (i >= cells.length) break;
        const isLast = c === columns - 1 || i + rows >= cells.length;
        text += cells[i] + (isLast ? '' : ' '.repeat(sizes[c]! - widths[i]!));
      }
      text += '\n';
    }
    return text;
  }
  return '';
}
