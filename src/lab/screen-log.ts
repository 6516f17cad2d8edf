/** Beyond this a terminal's past is forgotten from its start; some 5,000 lines fit. */
const LIMIT = 200_000;
const KEPT = 150_000;
/** `clear` ends with this: nothing before it can be seen again. */
const FORGET = '\x1b[3J';
/** More keys than this at one prompt are not worth repeating. */
const MOST_KEYS = 4_000;

/** A terminal as it is kept: the bytes that draw it at a width, and the keys typed since. */
export interface KeptScreen {
  columns: number;
  text: string;
  keys: string;
}

/**
 * What a terminal was sent, so that it can be drawn again. A shell that is opened again prints its prompt itself, so
 * what is kept ends where the last command did; keys pressed since then are kept as keys.
 */
export class ScreenLog {
  columns: number;
  private text: string;
  private end: number;
  private keys = '';

  constructor(screen: KeptScreen | undefined, columns: number) {
    this.text = screen?.text ?? '';
    this.end = this.text.length;
    this.columns = columns;
  }

  output(data: string): void {
    // What began in the piece before may end in this one.
    const from = Math.max(0, this.text.length - FORGET.length);
    this.text += data;
    const fresh = this.text.slice(from).lastIndexOf(FORGET);
    const forgotten = fresh === -1 ? -1 : from + fresh;
    if (forgotten !== -1) this.cut(forgotten + FORGET.length, '\x1b[H');
    if (this.text.length > LIMIT) this.cut(this.text.indexOf('\n', this.text.length - KEPT) + 1, '');
  }

  input(keys: string): void {
    this.keys += keys;
  }

  /** A command has ended: what is on the screen now is the past. */
  settle(): void {
    this.end = this.text.length;
    this.keys = '';
  }

  get kept(): KeptScreen {
    const { columns, text, end, keys } = this;
    return { columns, text: text.slice(0, end), keys: keys.length > MOST_KEYS ? '' : keys };
  }

  private cut(at: number, instead: string): void {
    this.text = instead + this.text.slice(at);
    this.end = Math.max(0, this.end - at) + instead.length;
  }
}
