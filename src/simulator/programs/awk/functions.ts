import { parseDate } from '../support/date.ts';
import { formatTime } from '../support/strftime.ts';
import { find } from './regex.ts';
import { fromPlain, toPlain } from './values.ts';

/** The part of a text that begins at a place counted from 1, both rounded as mawk 1.3.4 does. */
export function substring(text: string, start: number, length?: number): string {
  if (text === '') return '';
  let from = Math.trunc(start);
  if (length === undefined) return text.slice(Math.max(0, from - 1));
  let count = Math.trunc(length);
  if (from < 1) {
    count -= Math.min(0, from);
    from = 1;
  }
  return count <= 0 ? '' : text.slice(from - 1, from - 1 + count);
}

/** What `sub` and `gsub` do: matches replaced, the first or all; `&` in the replacement is what matched. */
export function substitute(
  regex: RegExp,
  replacement: string,
  text: string,
  all: boolean,
): { text: string; count: number } {
  const pieces = replacement.match(/\\\\|\\&|&|[^\\&]+|\\/g) ?? [];
  const filled = (match: string) =>
    pieces
      .map((piece) => (piece === '&' ? match : piece === '\\&' ? '&' : piece === '\\\\' ? '\\' : piece))
      .join('');
  let out = '';
  let count = 0;
  let from = 0;
  let lastEnd = -1;
  for (let at = 0; at <= text.length; ) {
    const found = find(regex, text, at);
    if (!found) break;
    const end = found.at + found.length;
    // Nothing is no match where the one before has just ended.
    if (found.length > 0 || found.at !== lastEnd) {
      out += text.slice(from, found.at) + filled(text.slice(found.at, end));
      from = end;
      count++;
      if (!all) break;
    }
    lastEnd = end;
    at = found.length > 0 ? end : end + 1;
  }
  return { text: out + text.slice(from), count };
}

export const upper = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
export const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

export function timeText(format: string, seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? '' : fromPlain(formatTime(toPlain(format), date));
}

/** Seconds since the epoch of `YYYY MM DD HH MM SS`. */
export function timeOf(text: string): number {
  const [year, month, day, hour, minute, second] = text.trim().split(/\s+/);
  const date = parseDate(`${year}-${month}-${day} ${hour}:${minute}:${second}`, 0);
  return date ? date.getTime() / 1000 : -1;
}

/** Functions of one number. */
export const NUMERIC: Record<string, (n: number) => number> = {
  sin: Math.sin,
  cos: Math.cos,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  int: Math.trunc,
};
