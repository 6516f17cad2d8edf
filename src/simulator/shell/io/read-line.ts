import { decodeText, encodeText } from '../../common/raw-bytes.ts';
import { orAborted } from './breathe.ts';
import type { OpenFile } from './open-file.ts';

export interface Line {
  text: string;
  /** The input ended before the delimiter. */
  ended: boolean;
}

/** Reads up to a delimiter (or `limit` characters), and leaves the rest to the next reader. */
export async function readLine(
  file: OpenFile | undefined,
  signal: AbortSignal,
  delimiter = 10,
  limit = Number.POSITIVE_INFINITY,
): Promise<Line> {
  if (!file) return { text: '', ended: true };
  let held = new Uint8Array(0);
  for (;;) {
    const at = held.indexOf(delimiter);
    const text = at === -1 ? undefined : decodeText(held.subarray(0, at));
    if (text !== undefined && text.length <= limit) {
      file.unread(held.slice(at + 1));
      return { text, ended: false };
    }
    if (held.length >= limit) {
      const characters = [...decodeText(held)];
      if (characters.length >= limit) {
        const taken = characters.slice(0, limit).join('');
        file.unread(held.slice(encodeText(taken).length));
        return { text: taken, ended: false };
      }
    }
    const chunk = await orAborted(file.read(signal), signal);
    if (!chunk) return { text: decodeText(held), ended: true };
    const joined = new Uint8Array(held.length + chunk.length);
    joined.set(held);
    joined.set(chunk, held.length);
    held = joined;
  }
}
