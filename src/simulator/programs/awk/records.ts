import type { Input } from '../../common/process.ts';
import { awkRegex, find } from './regex.ts';
import { bytesText } from './values.ts';

/** Splits an input into records, as they come. */
export class RecordReader {
  private held = '';
  private over = false;
  private readonly input: Input;
  private readonly signal: AbortSignal;

  constructor(input: Input, signal: AbortSignal) {
    this.input = input;
    this.signal = signal;
  }

  /** The next record by a separator (RS): a character, an expression, or "" for paragraphs. */
  async next(separator: string): Promise<string | undefined> {
    for (;;) {
      if (separator === '') this.held = this.held.replace(/^\n+/, '');
      const end = this.end(separator);
      if (end) {
        const record = this.held.slice(0, end.at);
        this.held = this.held.slice(end.at + end.length);
        return record;
      }
      if (this.over) {
        const rest = separator === '' ? this.held.replace(/\n+$/, '') : this.held;
        this.held = '';
        return rest === '' ? undefined : rest;
      }
      await this.more();
    }
  }

  private end(separator: string): { at: number; length: number } | undefined {
    if (separator.length === 1) {
      const at = this.held.indexOf(separator);
      return at === -1 ? undefined : { at, length: 1 };
    }
    const found = find(separator === '' ? /\n\n+/g : awkRegex(separator), this.held);
    // One that reaches the end may go on in what is still to come.
    if (!found || found.length === 0) return undefined;
    return found.at + found.length === this.held.length && !this.over ? undefined : found;
  }

  private async more(): Promise<void> {
    const chunk = await this.input.read(this.signal);
    if (chunk) this.held += bytesText(chunk);
    else this.over = true;
  }
}

/** Fields by a separator (FS): a blank for runs of blanks, a character, or an expression. */
export function splitFields(text: string, separator: string, paragraph = false): string[] {
  if (text === '') return [];
  if (separator === ' ') {
    const trimmed = text.replace(/^[ \t\n]+|[ \t\n]+$/g, '');
    return trimmed === '' ? [] : trimmed.split(/[ \t\n]+/);
  }
  if (separator === '') return [...text];
  const special = separator.length > 1 || separator === '\\';
  if (!special && !paragraph) return text.split(separator);
  const source = special ? separator : `[${separator}]`;
  return splitBy(text, awkRegex(paragraph ? `(${source})|\n` : source));
}

/** Pieces between matches that are not empty. */
function splitBy(text: string, regex: RegExp): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; ) {
    const found = find(regex, text, at);
    if (!found) break;
    if (found.length === 0) {
      at = found.at + 1;
      continue;
    }
    pieces.push(text.slice(from, found.at));
    from = found.at + found.length;
    at = from;
  }
  return [...pieces, text.slice(from)];
}
