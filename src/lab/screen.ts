import { FitAddon } from '@xterm/addon-fit';
import { type ITheme, Terminal } from '@xterm/xterm';

const THEME: ITheme = {
  background: '#0b1620',
  foreground: '#d5dfe5',
  cursor: '#ef6f43',
  cursorAccent: '#0b1620',
  selectionBackground: '#2b5468',
  black: '#1c2d3a',
  red: '#f07f6b',
  green: '#6cc9a9',
  yellow: '#e8c069',
  blue: '#74b3e6',
  magenta: '#c89be0',
  cyan: '#63c5cc',
  white: '#d5dfe5',
  brightBlack: '#7f95a3',
  brightRed: '#ff9c8a',
  brightGreen: '#8fe0c2',
  brightYellow: '#f6d68b',
  brightBlue: '#9bcbf2',
  brightMagenta: '#dcb8ee',
  brightCyan: '#8bdde2',
  brightWhite: '#f6f2ea',
};

interface ScreenEvents {
  input(data: string): void;
  resize(columns: number, rows: number): void;
}

/** One machine's terminal. Only the one in front is in the page; the others go on without being drawn. */
export class MachineScreen {
  readonly element = document.createElement('div');
  private readonly terminal: Terminal;
  private readonly machine: string;
  private readonly fitting = new FitAddon();
  private escaped = false;

  constructor(machine: string, events: ScreenEvents) {
    this.machine = machine;
    this.element.className = 'machine';
    this.terminal = new Terminal({
      allowProposedApi: false,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--term-font'),
      fontSize: matchMedia('(max-width: 40rem)').matches ? 12.5 : 14,
      lineHeight: 1.25,
      minimumContrastRatio: 4.5,
      scrollback: 5000,
      theme: THEME,
    });
    this.terminal.loadAddon(this.fitting);
    this.terminal.attachCustomKeyEventHandler((event) => this.key(event));
    // `writeNow` asks for what a key gets by an empty one.
    this.terminal.onData((data) => data && events.input(data));
    this.terminal.onResize(({ cols, rows }) => events.resize(cols, rows));
  }

  /** Puts the terminal into the page. */
  show(parent: HTMLElement): void {
    parent.replaceChildren(this.element);
    if (!this.terminal.element) {
      this.terminal.open(this.element);
      this.terminal.textarea?.setAttribute('aria-label', `Terminal of the ${this.machine}`);
      this.terminal.textarea?.setAttribute('aria-describedby', 'lab-leave');
    }
    this.fit();
  }

  get size(): { columns: number; rows: number } {
    return { columns: this.terminal.cols, rows: this.terminal.rows };
  }

  fit(): void {
    if (this.element.isConnected) this.fitting.fit();
  }

  focus(): void {
    this.terminal.focus();
  }

  /** The cursor appears with the first focus only; a learner should see from the start where typing will go. */
  showCursor(): void {
    if (document.activeElement !== document.body || matchMedia('(pointer: coarse)').matches) return;
    this.terminal.focus();
    this.terminal.blur();
  }

  write(data: string, done?: () => void): void {
    this.terminal.write(data, done);
  }

  /** Writes in this task, as the terminal does with what follows a key, and not in one that may come after a frame. */
  writeNow(data: string, done?: () => void): void {
    this.terminal.input('');
    this.terminal.write(data, done);
  }

  /** Draws a kept screen at the width it had, then lets it flow into today's. */
  replace(text: string, columns: number): void {
    this.terminal.reset();
    if (columns > 0) this.terminal.resize(columns, this.terminal.rows);
    this.terminal.write(text, () => this.fit());
  }

  /** The text from a row on, counted from the top of all that can be scrolled to. */
  textFrom(row: number): string {
    const buffer = this.terminal.buffer.active;
    const lines: string[] = [];
    for (let y = Math.max(row, 0); y <= buffer.baseY + buffer.cursorY; y += 1) {
      lines.push(buffer.getLine(y)?.translateToString(true) ?? '');
    }
    return lines.join('\n').trim();
  }

  /** The row the cursor is in, counted the same way. */
  get row(): number {
    const buffer = this.terminal.buffer.active;
    return buffer.baseY + buffer.cursorY;
  }

  /**
   * Tab belongs to the shell, so there must be another way out for the keyboard: Esc, then Tab forwards, or
   * Shift-Tab backwards (WCAG 2.1.2).
   */
  private key(event: KeyboardEvent): boolean {
    // What is typed goes to the shell: in the terminal's hidden text field, too, it would ask for a frame of its own.
    if (event.type === 'keypress') event.preventDefault();
    if (event.type !== 'keydown') return true;
    // Left to the browser, which pastes: who learns here has Ctrl-V for that, and no terminal of their own yet.
    if (event.ctrlKey && event.key === 'v') return false;
    const leave = event.key === 'Tab' && (event.shiftKey || this.escaped);
    this.escaped = event.key === 'Escape';
    return !leave;
  }
}
