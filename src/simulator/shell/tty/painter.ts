import type { Tty } from '../../common/process.ts';
import { characters, charWidth, textWidth, visible } from './width.ts';

/** Draws the prompt and the line, over as many rows as they need. */
export class Painter {
  private readonly tty: Tty;
  private prompt = '';
  /** The lines of the prompt before its last. */
  private lead = '';
  /** Column where the prompt begins. */
  private startColumn = 0;
  /** Row of the cursor, counted from the prompt's last line. */
  private row = 0;
  private shown = '';
  private shownCursor = 0;

  constructor(tty: Tty) {
    this.tty = tty;
  }

  async start(prompt: string): Promise<void> {
    const lines = prompt.split('\n');
    const last = lines.pop()!;
    const column = (this.tty as Tty & { column?: number }).column ?? 0;
    this.lead = lines.length > 0 ? `${clean(lines.join('\r\n'))}\r\n` : '';
    if (this.lead !== '') await this.write(this.lead);
    this.startColumn = lines.length > 0 ? 0 : column % this.tty.columns;
    this.prompt = last;
    this.row = 0;
    this.shown = '';
    this.shownCursor = 0;
    await this.write(clean(last));
    // A prompt that fills the row leaves the cursor beyond its end.
    this.row = this.place('').row;
  }

  /** Shows the line with the cursor after `cursor` characters. */
  async draw(text: string, cursor: number): Promise<void> {
    const typed = characters(text);
    const appended =
      text.startsWith(this.shown) &&
      this.shownCursor === characters(this.shown).length &&
      cursor === typed.length;
    const added = appended ? text.slice(this.shown.length) : undefined;
    if (added !== undefined && !added.includes('\n')) {
      const before = this.place(this.shown);
      if (before.column + textWidth(added) < this.tty.columns) {
        await this.write(added);
        this.shown = text;
        this.shownCursor = cursor;
        return;
      }
    }
    await this.redraw(text, cursor);
  }

  /** Draws all of it anew. */
  async redraw(text: string, cursor: number, prompt?: string): Promise<void> {
    if (prompt !== undefined) this.prompt = prompt;
    const typed = characters(text);
    const end = this.place(text);
    const at = this.place(typed.slice(0, cursor).join(''));
    let out = this.row > 0 ? `\x1b[${this.row}A` : '';
    out += this.startColumn > 0 ? `\r\x1b[${this.startColumn}C` : '\r';
    out += `\x1b[J${clean(this.prompt)}${text.replaceAll('\n', '\r\n')}`;
    // At the right edge the terminal waits with wrapping until the next character.
    if (end.column === 0 && end.row > 0 && !text.endsWith('\n')) out += ' \r';
    if (end.row > at.row) out += `\x1b[${end.row - at.row}A`;
    // Backwards by cells, as readline does: a terminal that thinks otherwise of an emoji's width stays in step.
    if (end.row === at.row) out += '\b'.repeat(end.column - at.column);
    else out += `\r${at.column > 0 ? `\x1b[${at.column}C` : ''}`;
    await this.write(out);
    this.row = at.row;
    this.shown = text;
    this.shownCursor = cursor;
  }

  /** Moves to below the line, so that output can follow. */
  async finish(text: string): Promise<void> {
    const end = this.place(text);
    const down = end.row - this.row;
    const isBelow = text.endsWith('\n') && end.column === 0;
    await this.write(`${down > 0 ? `\x1b[${down}B` : ''}\r${isBelow ? '' : '\n'}`);
    this.row = 0;
  }

  /** The screen was cleared. */
  async cleared(): Promise<void> {
    this.row = 0;
    this.startColumn = 0;
    if (this.lead !== '') await this.write(this.lead);
  }

  private place(text: string): { row: number; column: number } {
    const { columns } = this.tty;
    let row = 0;
    let column = this.startColumn;
    for (const char of visible(this.prompt) + text) {
      if (char === '\n') {
        row++;
        column = 0;
        continue;
      }
      const width = charWidth(char);
      if (column + width > columns) {
        row++;
        column = 0;
      }
      column += width;
      if (column === columns) {
        row++;
        column = 0;
      }
    }
    return { row, column };
  }

  private write(text: string): Promise<void> {
    return this.tty.output.write(text);
  }
}

/** A prompt without the marks of `\[` and `\]`. */
const clean = (prompt: string): string => prompt.replace(/[\x01\x02]/g, '');
