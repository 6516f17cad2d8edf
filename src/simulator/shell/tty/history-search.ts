import { characters } from './width.ts';

/** A search backwards through the history (^R). */
export class HistorySearch {
  /** The line before the search began. */
  readonly saved: string;
  /** What was found last, and where in the history. */
  line = '';
  at: number;
  /** The character at which the match begins; `undefined` until something was found. */
  cursor: number | undefined;
  private readonly history: readonly string[];
  private text = '';
  private failed = false;

  constructor(history: readonly string[], saved: string) {
    this.history = history;
    this.saved = saved;
    this.at = history.length;
  }

  get prompt(): string {
    return `(${this.failed ? 'failed ' : ''}reverse-i-search)\`${this.text}': `;
  }

  add(text: string): void {
    this.text += text;
    this.refine();
  }

  again(): void {
    this.find(this.at - 1);
  }

  shorten(): void {
    this.text = characters(this.text).slice(0, -1).join('');
    this.refine();
  }

  /** Stays where it stands as long as the text is there, and else goes on from there. */
  private refine(): void {
    const here = characters(this.line).slice(this.cursor ?? 0);
    if (this.cursor !== undefined && here.join('').startsWith(this.text)) this.failed = false;
    else this.find(this.at);
  }

  private find(from: number): void {
    if (this.text === '') return;
    for (let i = Math.min(from, this.history.length - 1); i >= 0; i--) {
      const line = this.history[i]!;
      const at = line.lastIndexOf(this.text);
      if (at === -1) continue;
      this.at = i;
      this.line = line;
      this.cursor = characters(line.slice(0, at)).length;
      this.failed = false;
      return;
    }
    this.failed = true;
  }
}
