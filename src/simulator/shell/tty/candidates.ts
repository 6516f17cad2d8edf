import { textWidth } from './width.ts';

/** What all the words begin with. */
export function commonPrefix(texts: readonly string[]): string {
  let prefix = texts[0]!;
  for (const text of texts) while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}

/** Possible completions as readline lists them: in columns, downwards. */
export function inColumns(labels: readonly string[], columns: number): string {
  const width = Math.max(...labels.map(textWidth)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(labels.length / perRow);
  let text = '';
  for (let row = 0; row < rows; row++) {
    for (let i = row; i < labels.length; i += rows) {
      text += labels[i]! + ' '.repeat(perRow === 1 ? 0 : width - textWidth(labels[i]!));
    }
    text += '\r\n';
  }
  return text;
}
