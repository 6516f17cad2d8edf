import { editDistance } from '../../../common/edit-distance.ts';

/** The edit distance within which a word is taken for a mistyped one. */
const CLOSE = 3;

/** The word of a list that somebody probably meant; nothing when the word itself is in it. */
export function suggest(word: string, options: Iterable<string>, caseSensitive = true): string | undefined {
  const wanted = caseSensitive ? word : word.toLowerCase();
  let match: string | undefined;
  let best = CLOSE;
  for (const candidate of options) {
    const option = caseSensitive ? candidate : candidate.toLowerCase();
    if (option === wanted) return undefined;
    const d = editDistance(wanted, option);
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
