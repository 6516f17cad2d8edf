import type { Input, Output, SignalName, Tty } from '../../src/simulator/common/process.ts';
import { Terminal } from '../../src/simulator/shell/tty/terminal.ts';
import { keystrokes, Screen } from './screen.ts';

/** Time for what a program printed to arrive before an answer is typed, in milliseconds. */
const THINKING = 5;

/** A terminal at which somebody types what was recorded, each time when a program waits for it. */
export class ScriptedTerminal implements Tty {
  readonly input: Input;
  readonly output: Output;
  private readonly line: Terminal;
  private readonly shown: Screen;
  /** Lines with their Enter, and control keys, each typed at once. */
  private readonly script: string[];

  constructor(columns: number, rows: number, script: string, deliver: (signal: SignalName) => void) {
    this.script = keystrokes(script);
    this.shown = new Screen(columns, rows);
    this.line = new Terminal({ columns, rows, deliver, output: (text) => this.shown.write(text) });
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
  screen(): Promise<string> {
    return this.shown.text();
  }
}
