import { quotePattern } from './pattern.ts';

/** A field under construction: its text, and the same as a pattern in which quoted characters are escaped. */
export interface Field {
  text: string;
  pattern: string;
  /** Whether an unquoted pattern character is in it. */
  glob: boolean;
}

/** Collects fields while a word's parts are expanded. */
export class Fields {
  readonly done: Field[] = [];
  private current: Field | undefined;
  private readonly ifs: string;

  constructor(ifs: string) {
    this.ifs = ifs;
  }

  /** Adds text to the current field; quoted text makes a field even when empty. */
  append(text: string, quoted: boolean): void {
    if (text === '' && !quoted) return;
    this.current ??= { text: '', pattern: '', glob: false };
    this.current.text += text;
    if (quoted) this.current.pattern += quotePattern(text);
    else {
      this.current.pattern += text;
      if (/[*?[]|[+@!]\(/.test(text)) this.current.glob = true;
    }
  }

  /** A pattern group such as `@(a|b)`: literal as text, special as pattern. */
  appendPattern(text: string): void {
    this.append(text, false);
    if (this.current) this.current.glob = true;
  }

  /** Adds the result of an unquoted expansion: split by IFS. */
  split(text: string): void {
    if (this.ifs === '') {
      this.appendResult(text);
      return;
    }
    const blank = (c: string | undefined) => c !== undefined && /[ \t\n]/.test(c) && this.ifs.includes(c);
    let i = 0;
    while (i < text.length) {
      let end = i;
      while (end < text.length && !this.ifs.includes(text[end]!)) end++;
      if (end > i) {
        this.appendResult(text.slice(i, end));
        i = end;
        continue;
      }
      while (blank(text[i])) i++;
      if (i < text.length && this.ifs.includes(text[i]!)) {
        this.current ??= { text: '', pattern: '', glob: false };
        i++;
        while (blank(text[i])) i++;
      }
      this.finish();
    }
  }

  private appendResult(text: string): void {
    this.append(text, false);
    if (this.current && text.includes('\\')) {
      // A backslash that came out of a variable is a character like any other.
      this.current.pattern = this.current.pattern.slice(0, -text.length) + text.replace(/\\/g, '\\\\');
    }
  }

  /** Ends the current field, if there is one. */
  finish(): void {
    if (this.current) this.done.push(this.current);
    this.current = undefined;
  }
}
