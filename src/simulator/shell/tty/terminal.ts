import { Breather } from '../../common/breathe.ts';
import type { Input, Output, SignalName, Tty } from '../../common/process.ts';
import { charWidth } from './width.ts';

const encoder = new TextEncoder();

interface TerminalOptions {
  columns: number;
  rows: number;
  /** Takes what appears on the screen. */
  output(text: string): void;
  /** Sends a signal to the foreground: `SIGINT`, `SIGQUIT`, `SIGWINCH`. */
  deliver(signal: SignalName): void;
}

/**
 * The terminal's line discipline (termios(3)): echo, erase, ^C and ^D while a line is typed, every key at once in raw
 * mode, newlines as carriage return and newline on the way out.
 */
export class Terminal implements Tty {
  columns: number;
  rows: number;
  /** The column in which the next character appears, as far as plain output tells. */
  column = 0;
  private readonly options: TerminalOptions;
  private readonly decoder = new TextDecoder();
  private readonly breather = new Breather(16_384);
  private readonly listeners = new Set<() => void>();
  private echo = true;
  private raw = false;
  /** The line being typed, in cooked mode. */
  private line = '';
  private queue: (Uint8Array | undefined)[] = [];
  private waiting: (() => void)[] = [];
  private closed = false;

  readonly input: Input = { isTTY: true, read: (signal) => this.read(signal) };
  readonly output: Output = { isTTY: true, write: (data) => this.write(data) };

  constructor(options: TerminalOptions) {
    this.options = options;
    this.columns = options.columns;
    this.rows = options.rows;
  }

  setEcho(on: boolean): void {
    this.echo = on;
  }

  setRaw(on: boolean): void {
    this.raw = on;
    if (on && this.line !== '') {
      this.push(encoder.encode(this.line));
      this.line = '';
    }
  }

  onResize(callback: () => void): () => void {
    this.listeners.add(callback);
    return () => this.listeners.delete(callback);
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    for (const listener of [...this.listeners]) listener();
    this.options.deliver('SIGWINCH');
  }

  /** Back to how a shell wants it: a program that died may have left anything. */
  reset(): void {
    this.raw = false;
    this.echo = true;
  }

  /** The window was closed: readers see the end. */
  close(): void {
    this.closed = true;
    this.wake();
  }

  /** What a line editor read too much: the next reader gets it, and it is not echoed again. */
  giveBack(data: string): void {
    this.queue.unshift(encoder.encode(data));
    this.wake();
  }

  /** Keys, as xterm gives them. */
  type(data: string): void {
    if (this.raw) this.push(encoder.encode(data));
    else for (const key of data) this.key(key);
  }

  private key(key: string): void {
    switch (key) {
      case '\x03':
        this.interrupt('^C', 'SIGINT');
        return;
      case '\x1a':
        this.interrupt('^Z', 'SIGTSTP');
        return;
      case '\x1c':
        this.interrupt('^\\', 'SIGQUIT');
        return;
      case '\x04':
        if (this.line === '') this.push(undefined);
        else this.flush();
        return;
      case '\r':
      case '\n':
        this.line += '\n';
        this.show('\r\n');
        this.flush();
        return;
      case '\x7f':
      case '\b':
        this.erase(1);
        return;
      case '\x15':
        this.erase(Number.POSITIVE_INFINITY);
        return;
      case '\x17':
        this.erase(/\S*\s*$/.exec(this.line)![0].length);
        return;
      default:
        this.line += key;
        this.show(key < ' ' && key !== '\t' ? `^${String.fromCharCode(key.charCodeAt(0) + 64)}` : key);
    }
  }

  private interrupt(mark: string, signal: SignalName): void {
    this.line = '';
    this.queue = [];
    this.show(mark);
    this.options.deliver(signal);
  }

  private erase(count: number): void {
    const characters = [...this.line];
    for (let i = 0; i < count && characters.length > 0; i++) {
      const last = characters.pop()!;
      const width = last < ' ' && last !== '\t' ? 2 : charWidth(last);
      this.show('\b \b'.repeat(width));
    }
    this.line = characters.join('');
  }

  private flush(): void {
    this.push(encoder.encode(this.line));
    this.line = '';
  }

  private push(bytes: Uint8Array | undefined): void {
    this.queue.push(bytes);
    this.wake();
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resume of waiting) resume();
  }

  private async read(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    for (;;) {
      signal?.throwIfAborted();
      if (this.queue.length > 0) return this.queue.shift();
      if (this.closed) return undefined;
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  private show(text: string): void {
    if (this.echo) this.print(text);
  }

  private print(text: string): void {
    this.track(text);
    this.options.output(text);
  }

  private async write(data: Uint8Array | string): Promise<void> {
    const text = typeof data === 'string' ? data : this.decoder.decode(data, { stream: true });
    this.print(this.raw ? text : text.replaceAll('\n', '\r\n'));
    await this.breather.spend(text.length);
  }

  /** Follows the cursor's column through plain text; control sequences that move it are not followed. */
  private track(text: string): void {
    const plain = text
      .slice(text.lastIndexOf('\r') + 1)
      .replace(/\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b./g, '');
    if (text.includes('\r')) this.column = 0;
    for (const char of plain) {
      if (char === '\b') this.column = Math.max(0, this.column - 1);
      else if (char === '\t') this.column = Math.min(this.columns - 1, (this.column | 7) + 1);
      else if (char >= ' ') {
        const width = charWidth(char);
        this.column = this.column + width > this.columns ? width : this.column + width;
      }
    }
  }
}
