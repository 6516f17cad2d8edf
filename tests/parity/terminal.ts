import xterm from '@xterm/headless';
import type { Input, Output, SignalName, Tty } from '../../src/simulator/common/process.ts';
import { Terminal } from '../../src/simulator/shell/tty/terminal.ts';

/** Time for what a program printed to arrive before an answer is typed, in milliseconds. */
const THINKING = 5;

/** A terminal at which somebody types what was recorded, each time when a program waits for it. */
export class ScriptedTerminal implements Tty {
  readonly input: Input;
  readonly output: Output;
  private readonly line: Terminal;
  private readonly emulator: InstanceType<typeof xterm.Terminal>;
  /** Lines with their Enter, and control keys, each typed at once. */
  private readonly script: string[];

  constructor(columns: number, rows: number, script: string, deliver: (signal: SignalName) => void) {
    this.script = script.match(/[\x00-\x0c\x0e-\x1f]|[^\x00-\x1f]*\r|[^\x00-\x1f]+/g) ?? [];
    this.emulator = new xterm.Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
    this.line = new Terminal({ columns, rows, deliver, output: (text) => this.emulator.write(text) });
    this.output = this.line.output;
    this.input = {
      isTTY: true,
      read: async (signal) => {
        await new Promise((resolve) => setTimeout(resolve, THINKING));
        this.typeNext();
        return this.line.input.read(signal);
      },
    };
  }

  get columns(): number {
    return this.line.columns;
  }

  get rows(): number {
    return this.line.rows;
  }

  setEcho(on: boolean): void {
    this.line.setEcho(on);
  }

  setRaw(on: boolean): void {
    this.line.setRaw(on);
  }

  onResize(callback: () => void): () => void {
    return this.line.onResize(callback);
  }

  /** Types the next part of the script; `false` when all is typed. */
  typeNext(): boolean {
    const next = this.script.shift();
    if (next !== undefined) this.line.type(next);
    return next !== undefined;
  }

  /** What the terminal shows, with what scrolled away; lines that were wrapped are whole. */
  async screen(): Promise<string> {
    await new Promise<void>((resolve) => this.emulator.write('', resolve));
    const buffer = this.emulator.buffer.active;
    const lines: string[] = [];
    for (let i = 0; i < buffer.length; i++) {
      const row = buffer.getLine(i);
      const text = row?.translateToString(true) ?? '';
      if (row?.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
      else lines.push(text);
    }
    return lines.join('\n').replace(/\n+$/, '');
  }
}
