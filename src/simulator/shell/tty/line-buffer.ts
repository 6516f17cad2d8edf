import { characters } from './width.ts';

const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);
const isBlank = (char: string | undefined): boolean => char !== undefined && /\s/.test(char);

/** The line being edited: text, cursor, what was killed, and how to undo it. */
export class LineBuffer {
  private characters: string[] = [];
  cursor = 0;
  private killed: string[] = [];
  private killing = false;
  private past: { characters: string[]; cursor: number }[] = [];

  get text(): string {
    return this.characters.join('');
  }

  get length(): number {
    return this.characters.length;
  }

  /** The text before the cursor. */
  get before(): string {
    return this.characters.slice(0, this.cursor).join('');
  }

  set(text: string, cursor?: number): void {
    this.characters = characters(text);
    this.cursor = cursor ?? this.characters.length;
  }

  /** Starts anew, with what was killed kept. */
  clear(): void {
    this.set('');
    this.past = [];
    this.killing = false;
  }

  insert(text: string): void {
    this.remember();
    const before = characters(this.before + text);
    this.characters.splice(0, this.cursor, ...before);
    this.cursor = before.length;
    this.killing = false;
  }

  /** Removes from `from` to `to`; killed text can be yanked, kills in a row make one text. */
  remove(from: number, to: number, kill: boolean): void {
    if (from >= to) return;
    this.remember();
    const removed = this.characters.splice(from, to - from).join('');
    const forward = this.cursor <= from;
    if (this.cursor > from) this.cursor = Math.max(from, this.cursor - (to - from));
    if (!kill) {
      this.killing = false;
      return;
    }
    if (this.killing) this.killed.push(forward ? this.killed.pop() + removed : removed + this.killed.pop());
    else this.killed.push(removed);
    this.killing = true;
  }

  yank(): void {
    const text = this.killed.at(-1);
    if (text) this.insert(text);
  }

  undo(): boolean {
    const before = this.past.pop();
    if (!before) return false;
    this.characters = before.characters;
    this.cursor = before.cursor;
    return true;
  }

  move(to: number): void {
    this.cursor = Math.max(0, Math.min(this.characters.length, to));
    this.killing = false;
  }

  wordRight(): number {
    let i = this.cursor;
    while (i < this.length && !isWord(this.characters[i])) i++;
    while (i < this.length && isWord(this.characters[i])) i++;
    return i;
  }

  wordLeft(): number {
    let i = this.cursor;
    while (i > 0 && !isWord(this.characters[i - 1])) i--;
    while (i > 0 && isWord(this.characters[i - 1])) i--;
    return i;
  }

  /** Start of the blank-separated word before the cursor (^W). */
  blankLeft(): number {
    let i = this.cursor;
    while (i > 0 && isBlank(this.characters[i - 1])) i--;
    while (i > 0 && !isBlank(this.characters[i - 1])) i--;
    return i;
  }

  /** ^T: swaps the two characters before the cursor, or around it. */
  transpose(): void {
    if (this.cursor === 0 || this.length < 2) return;
    this.remember();
    const at = Math.min(this.cursor, this.length - 1);
    const [a, b] = [this.characters[at - 1]!, this.characters[at]!];
    this.characters[at - 1] = b;
    this.characters[at] = a;
    this.cursor = at + 1;
  }

  /** M-t: swaps the word before the cursor, or at it, with the one before that. */
  transposeWords(): void {
    const secondEnd = this.wordRight();
    const here = this.cursor;
    this.cursor = secondEnd;
    const second = this.wordLeft();
    this.cursor = second;
    const first = this.wordLeft();
    this.cursor = first;
    const firstEnd = this.wordRight();
    this.cursor = here;
    if (first === second || firstEnd > second) return;
    this.remember();
    const part = (from: number, to: number) => this.characters.slice(from, to);
    this.characters.splice(
      first,
      secondEnd - first,
      ...part(second, secondEnd),
      ...part(firstEnd, second),
      ...part(first, firstEnd),
    );
    this.cursor = secondEnd;
  }

  /** M-u, M-l, M-c: changes the case of the word at the cursor. */
  changeCase(change: (word: string) => string): void {
    const end = this.wordRight();
    this.remember();
    const word = this.characters.slice(this.cursor, end).join('');
    this.characters.splice(this.cursor, end - this.cursor, ...change(word));
    this.cursor = end;
  }

  private remember(): void {
    this.past.push({ characters: [...this.characters], cursor: this.cursor });
    if (this.past.length > 200) this.past.shift();
  }
}
