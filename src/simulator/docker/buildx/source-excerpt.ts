import type { LineRange, SourceExcerpt } from './progress/status.ts';

/** The lines of a Dockerfile that an error or a warning is about, with some around them. */
export function excerpt({ filename, data, ranges }: SourceExcerpt): string {
  const lines = data.split('\n');
  const first = Math.min(...ranges.map((range) => range.start));
  const last = Math.max(...ranges.map((range) => Math.max(range.start, range.end)));
  if (ranges.length === 0 || first < 1 || first > lines.length) return '';
  let start = first;
  let end = Math.min(last, lines.length);
  const padding = end === start ? 4 : 2;
  for (let added = 0; added < padding; added++) {
    if (start > 1) {
      start--;
      added++;
    }
    if (end !== lines.length) {
      end++;
      added++;
    }
  }
  const isMeant = (line: number): boolean =>
    ranges.some((range: LineRange) => range.start <= line && Math.max(range.start, range.end) >= line);
  let text = `${filename}:${first}\n--------------------\n`;
  for (let line = start; line <= end; line++) {
    text += ` ${String(line).padStart(3)} | ${isMeant(line) ? '>>>' : '   '} ${lines[line - 1]}\n`;
  }
  return `${text}--------------------\n`;
}
