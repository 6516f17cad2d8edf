import type { Input, Output, Tty } from '../../common/process.ts';
import { Pipe } from './streams.ts';

/** What the kernel's terminal does between the client's keyboard and the process (termios(3)). */

const CTRL_C = 3;
const CTRL_D = 4;
const BACKSPACE = 8;
const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const CTRL_U = 21;
const CTRL_W = 23;
const CTRL_BACKSLASH = 28;
const ESCAPE = 27;
const DELETE = 127;

const encoder = new TextEncoder();

/** Writes each newline as carriage return and newline, as a terminal's output processing does (ONLCR). */
function withReturns(data: Uint8Array): Uint8Array {
  const extra = data.reduce((sum, byte) => sum + (byte === NEWLINE ? 1 : 0), 0);
  if (extra === 0) return data;
  const result = new Uint8Array(data.length + extra);
  let at = 0;
  for (const byte of data) {
    if (byte === NEWLINE) result[at++] = RETURN;
    result[at++] = byte;
  }
  return result;
}

/** The terminal of a container's process, or of one that `exec` started. */
export class Pty implements Tty {
  columns: number;
  rows: number;
  readonly output: Output;
  private readonly screen: (data: Uint8Array) => Promise<void>;
  private readonly deliver: (signal: string) => void;
  private readonly typed = new Pipe(true);
  private readonly listeners = new Set<() => void>();
  private line: number[] = [];
  private echo = true;
  private raw = false;

  constructor(
    size: { columns: number; rows: number },
    screen: (data: Uint8Array) => Promise<void>,
    deliver: (signal: string) => void,
  ) {
    this.columns = size.columns;
    this.rows = size.rows;
    this.screen = screen;
    this.deliver = deliver;
    this.output = {
      isTTY: true,
      write: (data) => screen(withReturns(typeof data === 'string' ? encoder.encode(data) : data)),
    };
  }

  get input(): Input {
    return this.typed;
  }

  setEcho(on: boolean): void {
    this.echo = on;
  }

  setRaw(on: boolean): void {
    this.raw = on;
    if (on && this.line.length > 0) this.flush();
  }

  onResize(callback: () => void): () => void {
    this.listeners.add(callback);
    return () => this.listeners.delete(callback);
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    for (const listener of this.listeners) listener();
    this.deliver('SIGWINCH');
  }

  /** Keys from the client. */
  type(data: Uint8Array): void {
    if (this.raw) this.typed.push(data);
    else for (const byte of data) this.key(byte);
  }

  private key(byte: number): void {
    const special = this.special(byte);
    if (special) special();
    else {
      this.line.push(byte);
      if (byte >= 32 || byte === TAB) this.show(Uint8Array.of(byte));
      else this.show(byte === ESCAPE ? '^[' : `^${String.fromCharCode(byte + 64)}`);
    }
  }

  /** What a key does that is more than a character. */
  private special(byte: number): (() => void) | undefined {
    switch (byte) {
      case CTRL_C:
        return () => this.interrupt('^C', 'SIGINT');
      case CTRL_BACKSLASH:
        return () => this.interrupt('^\\', 'SIGQUIT');
      case CTRL_D:
        return () => (this.line.length > 0 ? this.flush() : this.typed.pause());
      case RETURN:
      case NEWLINE:
        return () => {
          this.line.push(NEWLINE);
          this.show('\r\n');
          this.flush();
        };
      case DELETE:
      case BACKSPACE:
        return () => this.erase(1);
      case CTRL_U:
        return () => this.erase(this.line.length);
      case CTRL_W:
        return () => this.erase(this.wordLength());
      default:
        return undefined;
    }
  }

  private interrupt(mark: string, signal: string): void {
    this.line = [];
    this.show(mark);
    this.deliver(signal);
  }

  private flush(): void {
    this.typed.push(Uint8Array.from(this.line));
    this.line = [];
  }

  /** Takes back characters, each with all of its UTF-8 bytes. */
  private erase(count: number): void {
    for (let i = 0; i < count && this.line.length > 0; i++) {
      let byte = this.line.pop()!;
      while (byte >= 0x80 && byte < 0xc0 && this.line.length > 0) byte = this.line.pop()!;
      this.show(byte < 32 ? '\b \b\b \b' : '\b \b');
    }
  }

  private wordLength(): number {
    const text = String.fromCharCode(...this.line);
    return /(\S*\s*)$/.exec(text)?.[1]?.length ?? 0;
  }

  private show(data: Uint8Array | string): void {
    if (this.echo) void this.screen(typeof data === 'string' ? encoder.encode(data) : data);
  }
}
