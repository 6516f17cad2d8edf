import type { LineBuffer } from './line-buffer.ts';

/**
 * Moves in the line or changes it as readline's key does; `refused` where that key has nothing to work on, and
 * `undefined` for a key that is about something else.
 */
export function editByKey(buffer: LineBuffer, key: string): 'edited' | 'refused' | undefined {
  switch (key) {
    case 'C-d':
      buffer.remove(buffer.cursor, buffer.cursor + 1, false);
      break;
    case 'delete':
      buffer.remove(buffer.cursor, Math.min(buffer.length, buffer.cursor + 1), false);
      break;
    case 'backspace':
      if (buffer.cursor === 0) return 'refused';
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
    case 'M-t':
      buffer.transposeWords();
      break;
    case 'C-_':
    case 'C-\x7f':
      if (!buffer.undo()) return 'refused';
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
    default:
      return undefined;
  }
  return 'edited';
}
