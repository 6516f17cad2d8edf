import type { Piece, Substitution } from './script.ts';

/** Carries out `s`: the new text, or `undefined` when nothing matched. */
export function substitute(
  text: string,
  regex: RegExp,
  { replacement, global, nth }: Substitution,
): string | undefined {
  let out = '';
  let from = 0;
  let count = 0;
  let changed = false;
  let ended = -1;
  regex.lastIndex = 0;
  for (let match = regex.exec(text); match; match = regex.exec(text)) {
    const end = match.index + match[0].length;
    if (match[0] === '') {
      regex.lastIndex++;
      // Where a match ended, an empty one does not begin.
      if (end === ended) continue;
    }
    ended = end;
    if (++count < nth) continue;
    out += text.slice(from, match.index) + fill(replacement, match);
    from = end;
    changed = true;
    if (!global) break;
  }
  return changed ? out + text.slice(from) : undefined;
}

/** A replacement with the match's groups in it, and their case changed as it says. */
function fill(pieces: readonly Piece[], match: RegExpExecArray): string {
  let out = '';
  let lasting: 'U' | 'L' | 'E' = 'E';
  let once: 'u' | 'l' | undefined;
  for (const piece of pieces) {
    if (typeof piece === 'object' && 'change' in piece) {
      if (piece.change === 'u' || piece.change === 'l') once = piece.change;
      else lasting = piece.change;
      continue;
    }
    let text = typeof piece === 'string' ? piece : (match[piece.group] ?? '');
    if (text === '') continue;
    if (lasting !== 'E') text = lasting === 'U' ? text.toUpperCase() : text.toLowerCase();
    if (once) {
      const [first = '', ...rest] = text;
      text = (once === 'u' ? first.toUpperCase() : first.toLowerCase()) + rest.join('');
      once = undefined;
    }
    out += text;
  }
  return out;
}
