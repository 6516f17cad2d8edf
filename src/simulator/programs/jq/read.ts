import type { Json, JsonObject } from './value.ts';

/** A text that is no JSON; the message names the place. */
export class ReadError extends Error {}

interface Reading {
  value: Json;
  /** Lines read until the value was whole. */
  line: number;
}

const LITERALS: Record<string, Json> = { true: true, false: false, null: null, nan: Number.NaN };
const DEEPEST = 256;

type Frame = { kind: 'array'; items: Json[] } | { kind: 'object'; members: JsonObject; key?: string };

/** Reads the JSON values of a text one after the other, with the words and places of jq's own reader. */
export class Reader {
  private readonly text: string;
  private at = 0;
  private line = 1;
  private column = 0;
  private stack: Frame[] = [];
  private next: Json | undefined;
  private literal = '';

  constructor(text: string) {
    this.text = text;
  }

  /** The next value; `undefined` at the end. @throws ReadError */
  read(): Reading | undefined {
    while (this.at < this.text.length) {
      const char = this.text[this.at++]!;
      if (char === '\n') {
        this.line++;
        this.column = 0;
      } else this.column += 1;
      if (char === '"') {
        this.endLiteral();
        if (this.next === undefined && this.done()) return this.give();
        if (this.next !== undefined && this.stack.length > 0) this.fail('Expected separator between values');
        const before = this.next;
        this.next = undefined;
        const string = this.string();
        if (before !== undefined) {
          const given: Reading = { value: before, line: this.linesRead() };
          this.next = string;
          return given;
        }
        this.next = string;
      } else if (/[[\]{},:]/.test(char)) {
        this.endLiteral();
        this.structure(char);
      } else if (/\s/.test(char)) this.endLiteral();
      else {
        this.literal += char;
        continue;
      }
      if (this.done()) return this.give();
    }
    this.endLiteral(true);
    if (this.stack.length > 0) this.fail('Unfinished JSON term', true);
    return this.done() ? this.give() : undefined;
  }

  /** Lines are read whole: the one that the value ends in counts when it has an end. */
  private linesRead(): number {
    const isWhole = this.column > 0 && this.text.includes('\n', this.at);
    return this.line - 1 + (isWhole ? 1 : 0);
  }

  private done(): boolean {
    return this.stack.length === 0 && this.next !== undefined;
  }

  private give(): Reading {
    const value = this.next!;
    this.next = undefined;
    return { value, line: this.linesRead() };
  }

  private fail(message: string, atEnd = false): never {
    this.stack = [];
    this.at = this.text.length;
    throw new ReadError(`${message} at ${atEnd ? 'EOF at ' : ''}line ${this.line}, column ${this.column}`);
  }

  private put(value: Json, atEnd = false): void {
    if (this.next !== undefined) this.fail('Expected separator between values', atEnd);
    this.next = value;
  }

  private endLiteral(atEnd = false): void {
    const { literal } = this;
    if (literal === '') return;
    this.literal = '';
    if (/^[tfn]/.test(literal)) {
      if (!Object.hasOwn(LITERALS, literal)) this.fail('Invalid literal', atEnd);
      this.put(LITERALS[literal]!, atEnd);
      return;
    }
    if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(literal))
      this.fail('Invalid numeric literal', atEnd);
    this.put(Number(literal), atEnd);
  }

  private string(): string {
    const sequence = /\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))/y;
    let text = '';
    let wrong = false;
    for (;;) {
      const char = this.text[this.at++];
      if (char === undefined) {
        this.at = this.text.length;
        return this.fail('Unfinished string', true);
      }
      if (char === '\n') {
        this.line++;
        this.column = 0;
      } else this.column++;
      if (char === '"') break;
      if (char !== '\\') {
        text += char;
        continue;
      }
      sequence.lastIndex = this.at - 1;
      const found = sequence.exec(this.text)?.[0];
      if (!found) wrong = true;
      text += found ? (JSON.parse(`"${found}"`) as string) : '';
      const skipped = (found?.length ?? 2) - 1;
      this.at += skipped;
      this.column += skipped;
    }
    if (wrong) this.fail('Invalid escape');
    return text;
  }

  private structure(char: string): void {
    const top = this.stack.at(-1);
    switch (char) {
      case '[':
      case '{':
        if (this.next !== undefined) this.fail('Expected separator between values');
        if (this.stack.length >= DEEPEST) this.fail('Exceeds depth limit for parsing');
        this.stack.push(char === '[' ? { kind: 'array', items: [] } : { kind: 'object', members: new Map() });
        return;
      case ':':
        if (this.next === undefined) this.fail("Expected string key before ':'");
        if (top?.kind !== 'object' || top.key !== undefined) this.fail("':' not as part of an object");
        if (typeof this.next !== 'string') this.fail('Object keys must be strings');
        top.key = this.next;
        this.next = undefined;
        return;
      case ',':
        if (this.next === undefined) this.fail("Expected value before ','");
        if (!top) this.fail("',' not as part of an object or array");
        this.store(top);
        return;
      case ']':
        if (top?.kind !== 'array') this.fail("Unmatched ']'");
        if (this.next !== undefined) this.store(top);
        else if (top.items.length > 0) this.fail('Expected another array element');
        this.stack.pop();
        this.next = top.items;
        return;
      case '}':
        if (top?.kind !== 'object') this.fail("Unmatched '}'");
        if (this.next !== undefined) this.store(top);
        else if (top.key !== undefined) this.fail("Unmatched '}'");
        else if (top.members.size > 0) this.fail('Expected another key-value pair');
        this.stack.pop();
        this.next = top.members;
        return;
    }
  }

  private store(top: Frame): void {
    const value = this.next!;
    this.next = undefined;
    if (top.kind === 'array') {
      top.items.push(value);
      return;
    }
    if (top.key === undefined) this.fail('Objects must consist of key:value pairs');
    top.members.set(top.key, value);
    delete top.key;
  }
}

/** The one value of a text. @throws ReadError */
export function readOne(text: string): Json | undefined {
  const reader = new Reader(text);
  const first = reader.read();
  if (reader.read()) throw new ReadError('Unexpected extra JSON values');
  return first?.value;
}
