import { joinRawBytes } from '../../common/raw-bytes.ts';
import { Failure } from '../support/program.ts';
import { posixRegex, regexProblem } from '../support/regex.ts';
import { literal, parts } from './escapes.ts';

/** A piece of script: `-e expression #1`, or a file's name. */
export interface Source {
  text: string;
  file?: string;
}

/** Reads a script character by character, and tells where it is wrong as GNU sed does. */
export class Scanner {
  readonly text: string;
  at = 0;
  private readonly sources: readonly Source[];
  private readonly extended: boolean;

  constructor(sources: readonly Source[], extended: boolean) {
    this.sources = sources;
    this.extended = extended;
    this.text = sources.map(({ text }) => text).join('\n');
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  get next(): string {
    return this.text[this.at] ?? '';
  }

  take(): string {
    return this.done ? '' : this.text[this.at++]!;
  }

  skip(pattern: RegExp): string {
    const found = new RegExp(pattern.source, 'y');
    found.lastIndex = this.at;
    const match = found.exec(this.text)?.[0] ?? '';
    this.at += match.length;
    return match;
  }

  /** @throws Failure with the place, counted in characters read */
  fail(message: string, at = this.at): never {
    let start = 0;
    let expressions = 0;
    for (const { text, file } of this.sources) {
      if (file === undefined) expressions++;
      const end = start + text.length;
      if (at <= end) {
        const read = this.text.slice(start, at);
        const place =
          file === undefined
            ? `-e expression #${expressions}, char ${read.length}`
            : `file ${file} line ${read.split('\n').length}`;
        throw new Failure(`${place}: ${message}`);
      }
      start = end + 1;
    }
    throw new Failure(`-e expression #${expressions}, char 0: ${message}`);
  }

  /** Up to a delimiter, which is taken too; `undefined` when it does not come. An escaped delimiter is itself. */
  delimited(delimiter: string, regex: boolean): string | undefined {
    let out = '';
    let inBrackets = false;
    while (!this.done) {
      const c = this.take();
      if (c === '\\') {
        const after = this.take();
        if (after === delimiter && !inBrackets) out += regex || after !== '&' ? after : '\\&';
        else out += c + after;
        continue;
      }
      if (regex && c === '[' && !inBrackets) {
        inBrackets = true;
        out += c + this.skip(/\^?\]?/);
        continue;
      }
      if (inBrackets && c === '[' && /[:.=]/.test(this.next)) {
        out += c + this.skip(/([:.=]).*?\1\]/);
        continue;
      }
      if (c === ']') inBrackets = false;
      if (c === delimiter && !inBrackets) return out;
      if (c === '\n' && regex && delimiter === '\n') return undefined;
      out += c;
    }
    return undefined;
  }

  /** A regular expression; an empty one stands for the last that was used. */
  regex(source: string, flags: string): RegExp | undefined {
    if (source === '') return undefined;
    const pattern = [...parts(source)].map((part) =>
      'escaped' in part ? `\\${part.escaped}` : literal(part),
    );
    try {
      const built = posixRegex(joinRawBytes(pattern.join('')), this.extended).replaceAll('\n', '\\n');
      return new RegExp(built, `gs${flags}`);
    } catch (error) {
      return this.fail(regexProblem(error));
    }
  }
}
