import type { Tty } from '../../common/process.ts';
import { type Key, KeyReader } from './keys.ts';
import { LineBuffer } from './line-buffer.ts';
import { Painter } from './painter.ts';

export interface Completion {
  /** Where the completed word begins, in characters of the text before the cursor. */
  start: number;
  /** Whole words, as they go into the line. */
  candidates: string[];
  /** What follows a single candidate. */
  suffix: string;
  /** As they are listed. */
  labels?: string[];
}

export interface EditorOptions {
  history(): readonly string[];
  complete(before: string): Promise<Completion | undefined>;
}

export type Typed = { line: string } | 'end' | 'interrupt';

const decoder = new TextDecoder();

/** Line editing as readline does it by default (emacs keys), on a terminal in raw mode. */
export class LineEditor {
  private readonly tty: Tty;
  private readonly options: EditorOptions;
  private readonly keys = new KeyReader();
  private readonly buffer = new LineBuffer();
  private readonly painter: Painter;
  private typed: string[] = [];
  private prompt = '';
  /** Position in the history; its length is the new line. */
  private at = 0;
  /** Lines of the history as edited, until one is entered. */
  private edited = new Map<number, string>();
  private search: { text: string; at: number; found: string; saved: string } | undefined;
  private lastKey = '';
  private lastArgument = 0;

  constructor(tty: Tty, options: EditorOptions) {
    this.tty = tty;
    this.options = options;
    this.painter = new Painter(tty);
  }

  /** Reads one line. */
  async read(prompt: string): Promise<Typed> {
    const { tty } = this;
    this.prompt = prompt;
    this.buffer.clear();
    this.at = this.options.history().length;
    this.edited.clear();
    this.search = undefined;
    tty.setRaw(true);
    const stopResizing = tty.onResize(() => {
      this.painter.resized();
      void this.painter.redraw(this.buffer.text, this.buffer.cursor);
    });
    try {
      await tty.output.write('\x1b[?2004h');
      await this.painter.start(prompt);
      for (;;) {
        const data = this.typed.shift() ?? (await this.more());
        if (data === undefined) return 'end';
        const result = await this.feed(data);
        if (result) return result;
      }
    } finally {
      stopResizing();
      await tty.output.write('\x1b[?2004l');
      tty.setRaw(false);
      this.giveBack();
    }
  }

  private async more(): Promise<string | undefined> {
    const bytes = await this.tty.input.read();
    return bytes && decoder.decode(bytes, { stream: true });
  }

  /** What was typed beyond the line belongs to the terminal again: a program may read it. */
  private giveBack(): void {
    const rest = this.keys.take();
    if (rest === '') return;
    const terminal = this.tty as Tty & { type?: (data: string) => void };
    if (terminal.type) terminal.type(rest);
    else this.typed.push(rest);
  }

  private async feed(data: string): Promise<Typed | undefined> {
    for (const key of this.keys.feed(data)) {
      const result = this.search ? await this.searchKey(key) : await this.handle(key);
      if (result) return result;
    }
    return undefined;
  }

  private async handle(key: Key): Promise<Typed | undefined> {
    if (key.type !== 'key') {
      const text = key.type === 'paste' ? key.text.replace(/\r\n?/g, '\n') : key.text;
      this.buffer.insert(text);
      this.lastKey = '';
      await this.draw();
      return undefined;
    }
    const result = await this.command(key.name);
    this.lastKey = key.name;
    return result;
  }

  private async command(name: string): Promise<Typed | undefined> {
    const { buffer } = this;
    switch (name) {
      case 'enter':
        return this.enter();
      case 'C-c':
        buffer.move(buffer.length);
        await this.draw();
        await this.tty.output.write('^C');
        await this.painter.finish(`${buffer.text}^C`);
        return 'interrupt';
      case 'C-d':
        if (buffer.length === 0) return 'end';
        buffer.remove(buffer.cursor, buffer.cursor + 1, false);
        break;
      case 'delete':
        buffer.remove(buffer.cursor, Math.min(buffer.length, buffer.cursor + 1), false);
        break;
      case 'backspace':
        if (buffer.cursor === 0) return this.bell();
        buffer.remove(buffer.cursor - 1, buffer.cursor, false);
        break;
      case 'C-a':
      case 'home':
        buffer.move(0);
        break;
      case 'C-e':
      case 'end':
        buffer.move(buffer.length);
        break;
      case 'C-b':
      case 'left':
        buffer.move(buffer.cursor - 1);
        break;
      case 'C-f':
      case 'right':
        buffer.move(buffer.cursor + 1);
        break;
      case 'M-b':
      case 'C-left':
      case 'M-left':
        buffer.move(buffer.wordLeft());
        break;
      case 'M-f':
      case 'C-right':
      case 'M-right':
        buffer.move(buffer.wordRight());
        break;
      case 'C-k':
        buffer.remove(buffer.cursor, buffer.length, true);
        break;
      case 'C-u':
        buffer.remove(0, buffer.cursor, true);
        break;
      case 'C-w':
        buffer.remove(buffer.blankLeft(), buffer.cursor, true);
        break;
      case 'M-d':
        buffer.remove(buffer.cursor, buffer.wordRight(), true);
        break;
      case 'M-backspace':
        buffer.remove(buffer.wordLeft(), buffer.cursor, true);
        break;
      case 'C-y':
        buffer.yank();
        break;
      case 'C-t':
        buffer.transpose();
        break;
      case 'C-_':
      case 'C-\x7f':
        if (!buffer.undo()) return this.bell();
        break;
      case 'M-u':
        buffer.changeCase((word) => word.toUpperCase());
        break;
      case 'M-l':
        buffer.changeCase((word) => word.toLowerCase());
        break;
      case 'M-c':
        buffer.changeCase((word) => word.toLowerCase().replace(/[\p{L}]/u, (c) => c.toUpperCase()));
        break;
      case 'C-l':
        await this.tty.output.write('\x1b[H\x1b[2J');
        this.painter.cleared();
        await this.painter.redraw(buffer.text, buffer.cursor);
        return undefined;
      case 'up':
      case 'C-p':
        return this.browse(this.at - 1);
      case 'down':
      case 'C-n':
        return this.browse(this.at + 1);
      case 'M-<':
        return this.browse(0);
      case 'M->':
        return this.browse(this.options.history().length);
      case 'M-.':
      case 'M-_':
        this.insertLastArgument();
        break;
      case 'C-r':
        this.search = { text: '', at: this.options.history().length, found: '', saved: buffer.text };
        await this.drawSearch();
        return undefined;
      case 'tab':
        return this.complete();
      default:
        return undefined;
    }
    await this.draw();
    return undefined;
  }

  private async enter(): Promise<Typed> {
    const { buffer } = this;
    buffer.move(buffer.length);
    await this.painter.draw(buffer.text, buffer.cursor);
    await this.painter.finish(buffer.text);
    return { line: buffer.text };
  }

  private async bell(): Promise<undefined> {
    await this.tty.output.write('\x07');
  }

  private draw(): Promise<void> {
    return this.painter.draw(this.buffer.text, this.buffer.cursor);
  }

  private async browse(to: number): Promise<undefined> {
    const history = this.options.history();
    if (to < 0 || to > history.length) return this.bell();
    this.edited.set(this.at, this.buffer.text);
    this.at = to;
    this.buffer.set(this.edited.get(to) ?? history[to] ?? '');
    await this.draw();
  }

  /** M-. puts in the last word of the line before; again, of the one before that. */
  private insertLastArgument(): void {
    const history = this.options.history();
    const again = this.lastKey === 'M-.' || this.lastKey === 'M-_';
    if (again) this.buffer.undo();
    this.lastArgument = again ? this.lastArgument - 1 : history.length - 1;
    const word = history[this.lastArgument]?.trim().split(/\s+/).at(-1);
    if (word) this.buffer.insert(word);
  }

  private async complete(): Promise<undefined> {
    const { buffer } = this;
    const found = await this.options.complete(buffer.before);
    if (!found || found.candidates.length === 0) return this.bell();
    const { start, candidates, suffix } = found;
    const typed = [...buffer.before].slice(start).join('');
    if (candidates.length === 1) {
      buffer.remove(start, buffer.cursor, false);
      buffer.insert(candidates[0]! + suffix);
      await this.draw();
      return undefined;
    }
    const shared = commonPrefix(candidates);
    if (shared.length > typed.length) {
      buffer.remove(start, buffer.cursor, false);
      buffer.insert(shared);
      await this.draw();
      return this.bell();
    }
    if (this.lastKey !== 'tab') return this.bell();
    await this.list(found.labels ?? candidates);
    return undefined;
  }

  private async list(labels: string[]): Promise<void> {
    await this.painter.finish(this.buffer.text);
    if (labels.length > 100) {
      await this.tty.output.write(`Display all ${labels.length} possibilities? (y or n)`);
      const answer = await this.more();
      await this.tty.output.write('\r\n');
      if (!answer || !/^[yY ]/.test(answer)) return this.again();
    }
    const width = Math.max(...labels.map((label) => [...label].length)) + 2;
    const perRow = Math.max(1, Math.floor(this.tty.columns / width));
    const rows = Math.ceil(labels.length / perRow);
    let text = '';
    for (let row = 0; row < rows; row++) {
      const cells: string[] = [];
      for (let i = row; i < labels.length; i += rows) cells.push(labels[i]!.padEnd(width));
      text += `${cells.join('').trimEnd()}\r\n`;
    }
    await this.tty.output.write(text);
    await this.again();
  }

  private async again(): Promise<void> {
    await this.painter.start(this.prompt);
    await this.painter.redraw(this.buffer.text, this.buffer.cursor);
  }

  /** Keys while a search backwards (^R) goes on. */
  private async searchKey(key: Key): Promise<Typed | undefined> {
    const search = this.search!;
    if (key.type !== 'key') {
      search.text += key.text;
      this.find(search.at);
      await this.drawSearch();
      return undefined;
    }
    switch (key.name) {
      case 'C-r':
        this.find(search.at - 1);
        await this.drawSearch();
        return undefined;
      case 'backspace':
        search.text = [...search.text].slice(0, -1).join('');
        search.at = this.options.history().length;
        this.find(search.at);
        await this.drawSearch();
        return undefined;
      case 'C-g':
        this.buffer.set(search.saved);
        break;
      case 'C-c':
        this.buffer.set(search.saved);
        break;
      default:
    }
    this.search = undefined;
    if (search.found !== '') this.at = search.at;
    const plain = this.prompt.split('\n').at(-1)!;
    await this.painter.redraw(this.buffer.text, this.buffer.cursor, plain);
    return key.name === 'C-g' ? undefined : this.handle(key);
  }

  private find(from: number): void {
    const search = this.search!;
    const history = this.options.history();
    for (let i = Math.min(from, history.length - 1); i >= 0 && search.text !== ''; i--) {
      const at = history[i]!.lastIndexOf(search.text);
      if (at === -1) continue;
      search.at = i;
      search.found = history[i]!;
      this.buffer.set(history[i]!, [...history[i]!.slice(0, at)].length);
      return;
    }
    if (search.text !== '') search.found = search.found.includes(search.text) ? search.found : '';
  }

  private async drawSearch(): Promise<void> {
    const { text, found } = this.search!;
    const failed = text !== '' && found === '' ? 'failed ' : '';
    await this.painter.redraw(
      this.buffer.text,
      this.buffer.cursor,
      `(${failed}reverse-i-search)\`${text}': `,
    );
  }
}

function commonPrefix(texts: readonly string[]): string {
  let prefix = texts[0]!;
  for (const text of texts) while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}
