/**
 * The AWS CLI's shorthand for structures (docs.aws.amazon.com/cli, "Using shorthand syntax"): `imageTag=1.0`,
 * `key=a,b`, `key=[a,b]`, `key={inner=a}`, with quotes around what holds a comma.
 */

export type Shorthand = string | Shorthand[] | { [key: string]: Shorthand };

/** Where and why a text is no shorthand, in the words of the CLI. */
export class ShorthandError extends Error {}

const KEY = /[\w.#/:-]*/y;
const FIRST = /(?:(?:\\,|[!#-&(-+\--<>-Z\\-z|-\uffff])(?:\\,|[\s!#-&(-+\--\\^-|~-\uffff])*)?/y;
const SECOND = /(?:\\,|[!#-&(-+\--<>-Z\\-z|-\uffff])(?:\\,|[\s!#-&(-+\--<>-\uffff])*/y;
const QUOTED: Record<string, { name: string; pattern: RegExp }> = {
  "'": { name: 'singled quoted', pattern: /'(?:\\'|[^'])*'/y },
  '"': { name: 'double quoted', pattern: /"(?:\\"|[^"])*"/y },
};
/** Nobody types more brackets in brackets. */
const DEEPEST = 100;

/** Reads `key=value` pairs. @throws ShorthandError */
export const readShorthand = (text: string): { [key: string]: Shorthand } => new Reader(text).pairs();

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  pairs(): { [key: string]: Shorthand } {
    const found = new Map<string, Shorthand>();
    for (;;) {
      const start = this.at;
      const key = this.key();
      const value = this.values();
      if (found.has(key)) {
        throw new ShorthandError(
          `Second instance of key "${key}" encountered for input:\n${this.marked(start)}\nThis is often because there is a preceding "," instead of a space.`,
        );
      }
      found.set(key, value);
      if (this.peek() === '') return Object.fromEntries(found);
      this.take(',', true);
    }
  }

  private peek(): string {
    return this.text[this.at] ?? '';
  }

  /** The text with a mark under a place in it. */
  private marked(at: number): string {
    const newline = this.text.indexOf('\n', at);
    const end = newline === -1 ? this.text.length : newline;
    const column = at - (this.text.lastIndexOf('\n', at - 1) + 1);
    return `${this.text.slice(0, end)}\n${' '.repeat(column)}^${this.text.slice(end)}`;
  }

  private expected(what: string, received: string): ShorthandError {
    return new ShorthandError(
      `Expected: '${what}', received: '${received}' for input:\n ${this.marked(this.at)}`,
    );
  }

  private space(): void {
    while (/\s/.test(this.peek())) this.at++;
  }

  private take(letter: string, spaced = false): void {
    if (spaced) this.space();
    if (this.peek() !== letter) throw this.expected(letter, this.peek() || 'EOF');
    this.at++;
    if (spaced) this.space();
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    this.at += found?.length ?? 0;
    return found;
  }

  private key(): string {
    const key = this.match(KEY) ?? '';
    this.take('=', true);
    return key;
  }

  /** What stands after `=`: a list or structure in brackets, a value, or values with commas between. */
  private values(): Shorthand {
    if (this.peek() === '[' || this.peek() === '{') return this.inner(0);
    const first = this.value();
    this.space();
    const list: string[] = [first];
    while (this.peek() === ',') {
      const comma = this.at;
      this.take(',', true);
      if (this.peek() === '') throw this.expected('<second>', '<none>');
      const quoted = this.quoted();
      const value = quoted ?? this.match(SECOND);
      this.space();
      // What is followed by an equals sign is the next pair's key.
      if (value === undefined || (this.peek() !== '' && this.peek() !== ',')) {
        this.at = comma;
        break;
      }
      list.push(quoted ?? plain(value));
    }
    return list.length === 1 ? first : list;
  }

  private value(): string {
    return this.quoted() ?? plain(this.match(FIRST) ?? '');
  }

  private quoted(): string | undefined {
    const quote = QUOTED[this.peek()];
    if (!quote) return undefined;
    const mark = this.peek();
    const found = this.match(quote.pattern);
    if (found === undefined) throw this.expected(`<${quote.name}>`, '<none>');
    return found.slice(1, -1).replaceAll(`\\${mark}`, mark).replaceAll('\\\\', '\\');
  }

  private inner(depth: number): Shorthand {
    if (depth > DEEPEST) throw this.expected(']', this.peek());
    if (this.peek() === '[') return this.list(depth + 1);
    return this.peek() === '{' ? this.structure(depth + 1) : this.value();
  }

  private list(depth: number): Shorthand[] {
    const items: Shorthand[] = [];
    this.take('[', true);
    while (this.peek() !== ']') {
      items.push(this.inner(depth));
      this.separator(']');
    }
    this.take(']');
    return items;
  }

  private structure(depth: number): Shorthand {
    const pairs = new Map<string, Shorthand>();
    this.take('{', true);
    while (this.peek() !== '}') {
      const key = this.key();
      pairs.set(key, this.inner(depth));
      this.separator('}');
    }
    this.take('}');
    return Object.fromEntries(pairs);
  }

  private separator(end: string): void {
    this.space();
    if (this.peek() === end) return;
    this.take(',');
    this.space();
  }
}

/** A value outside quotes, where only a comma is escaped. */
const plain = (text: string): string => text.replaceAll('\\,', ',').trimEnd();
