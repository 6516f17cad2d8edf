/** The edit distance within which a word is taken for a mistyped one. */
const CLOSE = 3;

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, substitution));
    }
    previous = row;
  }
  return previous[b.length]!;
}

/** The word of a list that somebody probably meant; nothing when the word itself is in it. */
export function suggest(word: string, options: Iterable<string>, caseSensitive = true): string | undefined {
  const wanted = caseSensitive ? word : word.toLowerCase();
  let match: string | undefined;
  let best = CLOSE;
  for (const candidate of options) {
    const option = caseSensitive ? candidate : candidate.toLowerCase();
    if (option === wanted) return undefined;
    const d = distance(wanted, option);
    if (d < best) {
      best = d;
      match = caseSensitive ? option : likeCase(option, word);
    }
  }
  return match;
}

/** An error message with `(did you mean …?)` where a suggestion can be made. */
export function withSuggestion(
  message: string,
  word: string,
  options: Iterable<string>,
  caseSensitive = true,
): string {
  const match = suggest(word, options, caseSensitive);
  return match === undefined ? message : `${message} (did you mean ${match}?)`;
}

function likeCase(option: string, original: string): string {
  if (original === original.toLowerCase()) return option.toLowerCase();
  if (original === original.toUpperCase()) return option.toUpperCase();
  return option;
}
