import type { Tty } from '../../common/process.ts';
import { inColumns } from './candidates.ts';
import { Completer, type Completion } from './completer.ts';
import { editByKey } from './edit-keys.ts';
import { HistorySearch } from './history-search.ts';
import { type Key, KeyReader } from './keys.ts';
import { LineBuffer } from './line-buffer.ts';
import { Painter } from './painter.ts';

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
  private readonly completer: Completer;
  private typed: string[] = [];
  private prompt = '';
  /** Position in the history; its length is the new line. */
  private at = 0;
  /** Lines of the history as edited, until one is entered. */
  private edited = new Map<number, string>();
  private search: HistorySearch | undefined;
  private lastKey = '';
  private lastArgument = 0;

  constructor(tty: Tty, options: EditorOptions) {
    this.tty = tty;
    this.options = options;
    this.painter = new Painter(tty);
    this.completer = new Completer(this.buffer, options.complete);
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
    const terminal = this.tty as Tty & { giveBack?: (data: string) => void };
    if (terminal.giveBack) terminal.giveBack(rest);
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
        return buffer.length === 0 ? 'end' : this.edit(name);
      case 'C-l':
        await this.tty.output.write('\x1b[H\x1b[2J');
        await this.painter.cleared();
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
        await this.draw();
        return undefined;
      case 'C-r':
        this.search = new HistorySearch(this.options.history(), buffer.text);
        await this.painter.redraw(buffer.text, buffer.cursor, this.search.prompt);
        return undefined;
      case 'tab':
        return this.complete();
      default:
        return this.edit(name);
    }
  }

  private async edit(key: string): Promise<undefined> {
    const outcome = editByKey(this.buffer, key);
    if (outcome === 'refused') return this.bell();
    if (outcome === 'edited') await this.draw();
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
    const outcome = await this.completer.tab(this.lastKey === 'tab');
    if (typeof outcome === 'object') return this.list(outcome.labels);
    if (outcome !== 'nothing') await this.draw();
    if (outcome !== 'whole') return this.bell();
  }

  private async list(labels: string[]): Promise<undefined> {
    await this.painter.finish(this.buffer.text);
    if (labels.length > 100) {
      await this.tty.output.write(`Display all ${labels.length} possibilities? (y or n)`);
      const answer = await this.more();
      await this.tty.output.write('\r\n');
      if (!answer || !/^[yY ]/.test(answer)) return this.again();
    }
    await this.tty.output.write(inColumns(labels, this.tty.columns));
    return this.again();
  }

  private async again(): Promise<undefined> {
    await this.painter.start(this.prompt);
    await this.painter.redraw(this.buffer.text, this.buffer.cursor);
  }

  /** Keys while a search backwards (^R) goes on. */
  private async searchKey(key: Key): Promise<Typed | undefined> {
    const search = this.search!;
    if (key.type !== 'key') search.add(key.text);
    else if (key.name === 'C-r') search.again();
    else if (key.name === 'backspace') search.shorten();
    else return this.endSearch(search, key);
    if (search.cursor !== undefined) this.buffer.set(search.line, search.cursor);
    await this.painter.redraw(this.buffer.text, this.buffer.cursor, search.prompt);
    return undefined;
  }

  private async endSearch(
    search: HistorySearch,
    key: Extract<Key, { type: 'key' }>,
  ): Promise<Typed | undefined> {
    this.search = undefined;
    if (key.name === 'C-c') {
      await this.tty.output.write('^C');
      await this.painter.finish(this.buffer.text);
      return 'interrupt';
    }
    if (key.name === 'C-g') this.buffer.set(search.saved);
    else if (search.cursor !== undefined) this.at = search.at;
    await this.painter.redraw(this.buffer.text, this.buffer.cursor, this.prompt.split('\n').at(-1)!);
    // Escape, and ^J of emacs, only end the search.
    return key.name === 'C-g' || key.name === 'C-j' ? undefined : this.handle(key);
  }
}
