import xterm from '@xterm/headless';

/** What a real terminal shows of a program's output. */
export class Screen {
  private readonly emulator: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number) {
    this.emulator = new xterm.Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  }

  write(output: string | Uint8Array): void {
    this.emulator.write(output);
  }

  /** All lines, with what scrolled away; lines that were wrapped are whole. */
  async text(): Promise<string> {
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

/** What is typed, in pieces: lines with their Enter, and control keys. */
export function keystrokes(script: string): string[] {
  return script.match(/[\x00-\x0c\x0e-\x1f]|[^\x00-\x1f]*\r|[^\x00-\x1f]+/g) ?? [];
}
