import xterm from '@xterm/headless';
import type { Host } from '../../../src/simulator/common/process.ts';
import {
  createSession,
  type Session,
  type SessionOptions,
  type SessionState,
} from '../../../src/simulator/shell/index.ts';
import { makeHost, USER } from './host.ts';

/** What the shell asks with in the home directory. */
export const PROMPT = 'jsingh@laptop:~$ ';

/** A session on a real terminal emulator: what is typed, and what is seen. */
export class Screen {
  readonly session: Session;
  readonly commands: { line: string; status: number }[] = [];
  private readonly terminal: xterm.Terminal;
  private prompts = 0;
  private seen = 0;

  constructor(host: Host, options: { columns?: number; rows?: number; state?: SessionState } = {}) {
    const { columns = 60, rows = 12, state } = options;
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const settings: SessionOptions = {
      user: USER,
      columns,
      rows,
      output: (text) => this.terminal.write(text),
      onCommand: (command) => this.commands.push(command),
      onPrompt: () => this.prompts++,
      ...(state && { state }),
    };
    this.session = createSession(host, settings);
    this.terminal.onData((data) => this.session.input(data));
  }

  /** Types keys and waits until the screen rests. */
  async type(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.session.input(key);
      await this.rest();
    }
  }

  /** Types a command and waits for the next prompt. */
  async run(line: string): Promise<void> {
    this.session.input(line);
    await this.rest();
    this.seen = this.prompts;
    this.session.input('\r');
    while (this.prompts === this.seen) await new Promise((resolve) => setTimeout(resolve, 2));
    await this.rest();
  }

  /** Waits until nothing is written any more. */
  async rest(): Promise<void> {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setTimeout(resolve, 2));
    await new Promise<void>((resolve) => this.terminal.write('', resolve));
  }

  /** Waits until the screen shows a text; the test's own time limit ends a vain wait. */
  async shows(text: string): Promise<void> {
    while (!this.text().includes(text)) await this.rest();
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    this.session.resize(columns, rows);
  }

  /** The lines on the screen, without the empty ones at its end. */
  text(): string {
    const { active } = this.terminal.buffer;
    const lines: string[] = [];
    for (let i = 0; i < active.length; i++) lines.push(active.getLine(i)?.translateToString(true) ?? '');
    return lines.join('\n').trimEnd();
  }

  /** The last line, and the cursor's column. */
  get last(): string {
    return this.text().split('\n').at(-1) ?? '';
  }

  get cursor(): number {
    return this.terminal.buffer.active.cursorX;
  }
}

/** A terminal of a fresh machine, at its first prompt. */
export async function openScreen(options: ConstructorParameters<typeof Screen>[1] = {}): Promise<Screen> {
  const screen = new Screen(makeHost(), options);
  await screen.rest();
  return screen;
}
