/** What Go's `encoding/json` says of a text that is no JSON. */
class GoJsonError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GoJsonError';
  }
}

/** Where a text ends in the midst of a value. */
class CutShort extends GoJsonError {
  constructor() {
    super('unexpected EOF');
  }
}

/**
 * The first JSON value of a text, as Go's `json.Decoder` reads it; what follows it is not looked at.
 * @throws Error in its words: `EOF`, `invalid character '}' looking for beginning of object key string`
 */
export function decodeGoJson(text: string): unknown {
  const scanner = new Scanner(text);
  if (scanner.atEnd()) throw new GoJsonError('EOF');
  scanner.value();
  return JSON.parse(text.slice(0, scanner.position));
}

/**
 * The JSON value that a text is, as Go's `json.Unmarshal` reads it.
 * @throws Error in its words: `unexpected end of JSON input`
 */
export function unmarshalGoJson(text: string): unknown {
  const scanner = new Scanner(text);
  try {
    scanner.value();
    if (!scanner.atEnd()) scanner.fail('after top-level value');
  } catch (error) {
    if (error instanceof CutShort) throw new GoJsonError('unexpected end of JSON input');
    throw error;
  }
  return JSON.parse(text);
}

class Scanner {
  position = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  atEnd(): boolean {
    this.skipSpace();
    return this.position >= this.text.length;
  }

  value(): void {
    const first = this.peek();
    if (first === '{') this.object();
    else if (first === '[') this.array();
    else if (first === '"') this.string();
    else if (first === '-' || (first >= '0' && first <= '9')) this.number();
    else if (first === 't') this.literal('true');
    else if (first === 'f') this.literal('false');
    else if (first === 'n') this.literal('null');
    else this.fail('looking for beginning of value');
  }

  private object(): void {
    this.position++;
    if (this.peek() === '}') {
      this.position++;
      return;
    }
    for (;;) {
      if (this.peek() !== '"') this.fail('looking for beginning of object key string');
      this.string();
      if (this.peek() !== ':') this.fail('after object key');
      this.position++;
      this.peek();
      this.value();
      const after = this.peek();
      this.position++;
      if (after === '}') return;
      if (after !== ',') {
        this.position--;
        this.fail('after object key:value pair');
      }
    }
  }

  private array(): void {
    this.position++;
    if (this.peek() === ']') {
      this.position++;
      return;
    }
    for (;;) {
      this.peek();
      this.value();
      const after = this.peek();
      this.position++;
      if (after === ']') return;
      if (after !== ',') {
        this.position--;
        this.fail('after array element');
      }
    }
  }

  private string(): void {
    this.position++;
    for (;;) {
      const character = this.here();
      if (character === '"') {
        this.position++;
        return;
      }
      if (character < ' ') this.fail('in string literal');
      this.position++;
      if (character === '\\') this.escape();
    }
  }

  private escape(): void {
    const character = this.here();
    if (character === 'u') {
      this.position++;
      for (let i = 0; i < 4; i++, this.position++) {
        if (!/[0-9a-fA-F]/.test(this.here())) this.fail('in \\u hexadecimal character escape');
      }
    } else if ('bfnrt\\/"'.includes(character)) this.position++;
    else this.fail('in string escape code');
  }

  private number(): void {
    if (this.here() === '-') {
      this.position++;
      if (!this.isDigit()) this.fail('in numeric literal');
    }
    if (this.here() === '0') this.position++;
    else this.digits();
    if (this.text[this.position] === '.') {
      this.position++;
      if (!this.isDigit()) this.fail('after decimal point in numeric literal');
      this.digits();
    }
    if (/[eE]/.test(this.text[this.position] ?? '')) {
      this.position++;
      if (/[+-]/.test(this.here())) this.position++;
      if (!this.isDigit()) this.fail('in exponent of numeric literal');
      this.digits();
    }
  }

  private isDigit(): boolean {
    return /[0-9]/.test(this.here());
  }

  private digits(): void {
    while (/[0-9]/.test(this.text[this.position] ?? '')) this.position++;
  }

  private literal(word: string): void {
    for (const expected of word) {
      if (this.here() !== expected) this.fail(`in literal ${word} (expecting '${expected}')`);
      this.position++;
    }
  }

  /** The next character that is not space. */
  private peek(): string {
    this.skipSpace();
    return this.here();
  }

  private skipSpace(): void {
    while (' \t\r\n'.includes(this.text[this.position] ?? 'x')) this.position++;
  }

  private here(): string {
    const character = this.text[this.position];
    if (character === undefined) throw new CutShort();
    return character;
  }

  fail(where: string): never {
    const character = this.here();
    const shown =
      character === "'" ? "'\\''" : character === '"' ? `'"'` : `'${JSON.stringify(character).slice(1, -1)}'`;
    throw new GoJsonError(`invalid character ${shown} ${where}`);
  }
}

/**
 * JSON as Go's `encoding/json` writes it: `<`, `>` and `&` are escaped, so that the bytes, and their digest, agree.
 * @param indent as `JSON.stringify` takes it
 */
export function encodeGoJson(value: unknown, indent?: number | string): string {
  return JSON.stringify(value, null, indent).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
