/** What Python's `json` module says of a text that is no JSON; `undefined` of one that is. */
export function jsonError(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return new Scanner(text).fault();
  }
}

const SCALAR = /null|true|false|NaN|-?Infinity|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
/** Nobody types more brackets in brackets. */
const DEEPEST = 500;

class Fault extends Error {}

/** Goes through the text as Python's scanner does, to where it stops. */
class Scanner {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  fault(): string {
    try {
      this.space();
      this.value(0);
      this.space();
      // Python takes NaN and Infinity, which are no JSON.
      if (this.peek() === '') return 'Out of range float values are not JSON compliant';
      throw this.stop('Extra data');
    } catch (error) {
      if (error instanceof Fault) return error.message;
      throw error;
    }
  }

  private stop(reason: string, at = this.at): Fault {
    const before = this.text.slice(0, at).split('\n');
    return new Fault(`${reason}: line ${before.length} column ${before.at(-1)!.length + 1} (char ${at})`);
  }

  private peek(): string {
    return this.text[this.at] ?? '';
  }

  private space(): void {
    while (this.peek() !== '' && ' \t\n\r'.includes(this.peek())) this.at++;
  }

  private value(depth: number): void {
    const first = this.peek();
    if (first === '"') this.string();
    else if (first === '{' && depth < DEEPEST) this.object(depth);
    else if (first === '[' && depth < DEEPEST) this.array(depth);
    else this.scalar();
  }

  private scalar(): void {
    SCALAR.lastIndex = this.at;
    const [scalar] = SCALAR.exec(this.text) ?? [];
    if (scalar === undefined) throw this.stop('Expecting value');
    this.at += scalar.length;
  }

  private object(depth: number): void {
    if (this.isEmpty('}')) return;
    for (;;) {
      if (this.peek() !== '"') throw this.stop('Expecting property name enclosed in double quotes');
      this.string();
      this.space();
      if (this.peek() !== ':') throw this.stop("Expecting ':' delimiter");
      this.at++;
      this.space();
      this.value(depth + 1);
      if (this.ends('}')) return;
    }
  }

  private array(depth: number): void {
    if (this.isEmpty(']')) return;
    do this.value(depth + 1);
    while (!this.ends(']'));
  }

  /** Takes an opening bracket, and the closing one where nothing is between. */
  private isEmpty(end: string): boolean {
    this.at++;
    this.space();
    if (this.peek() !== end) return false;
    this.at++;
    return true;
  }

  /** Takes a comma, or the end. */
  private ends(end: string): boolean {
    this.space();
    if (this.peek() !== end && this.peek() !== ',') throw this.stop("Expecting ',' delimiter");
    const over = this.peek() === end;
    this.at++;
    if (!over) this.space();
    return over;
  }

  private string(): void {
    const start = this.at++;
    while (this.peek() !== '"') {
      if (this.peek() === '') throw this.stop('Unterminated string starting at', start);
      if (this.peek() < ' ') throw this.stop('Invalid control character at');
      if (this.peek() !== '\\') {
        this.at++;
        continue;
      }
      ESCAPE.lastIndex = this.at;
      const [sequence] = ESCAPE.exec(this.text) ?? [];
      const letter = this.text[this.at + 1];
      if (sequence === undefined && letter === undefined)
        throw this.stop('Unterminated string starting at', start);
      if (sequence === undefined && letter === 'u') throw this.stop('Invalid \\uXXXX escape', this.at + 1);
      if (sequence === undefined) throw this.stop('Invalid \\escape');
      this.at += sequence.length;
    }
    this.at++;
  }
}
