import { commonPrefix } from './candidates.ts';
import type { LineBuffer } from './line-buffer.ts';
import { characters } from './width.ts';

/** What the word before the cursor may become. */
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

/** Completes the word before the cursor as readline's Tab does: as far as it is sure, then with a list. */
export class Completer {
  private readonly buffer: LineBuffer;
  private readonly find: (before: string) => Promise<Completion | undefined>;
  /** Whether the last Tab added something: the next one lists nothing yet. */
  private extended = false;

  constructor(buffer: LineBuffer, find: (before: string) => Promise<Completion | undefined>) {
    this.buffer = buffer;
    this.find = find;
  }

  /** What became of the word: a whole one, a part of several, nothing; or what to list, when Tab comes `again`. */
  async tab(again: boolean): Promise<'whole' | 'part' | 'nothing' | { labels: string[] }> {
    const { buffer } = this;
    const found = await this.find(buffer.before);
    if (!found || found.candidates.length === 0) return 'nothing';
    const { start, candidates, suffix } = found;
    const typed = characters(buffer.before).slice(start).join('');
    if (candidates.length === 1) {
      buffer.remove(start, buffer.cursor, false);
      buffer.insert(candidates[0]! + suffix);
      return 'whole';
    }
    const shared = commonPrefix(candidates);
    if (shared.length > typed.length) {
      buffer.remove(start, buffer.cursor, false);
      buffer.insert(shared);
      this.extended = true;
      return 'part';
    }
    const lists = again && !this.extended;
    this.extended = false;
    return lists ? { labels: found.labels ?? candidates } : 'nothing';
  }
}
