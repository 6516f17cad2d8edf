/** Python's `difflib.get_close_matches`, with which its programs guess at misspelled words. */

/** The length of the matching blocks of two texts: the longest run in common, and so on at both sides of it. */
function matched(a: string, b: string): number {
  let best = { length: 0, a: 0, b: 0 };
  let runs = new Map<number, number>();
  for (let i = 0; i < a.length; i++) {
    const next = new Map<number, number>();
    for (let j = 0; j < b.length; j++) {
      if (a[i] !== b[j]) continue;
      const length = (runs.get(j - 1) ?? 0) + 1;
      next.set(j, length);
      if (length > best.length) best = { length, a: i - length + 1, b: j - length + 1 };
    }
    runs = next;
  }
  if (best.length === 0) return 0;
  return (
    best.length +
    matched(a.slice(0, best.a), b.slice(0, best.b)) +
    matched(a.slice(best.a + best.length), b.slice(best.b + best.length))
  );
}

/** The words longer than this are not looked at: none that is meant is. */
const LONGEST = 100;

/** Up to three of the words that are most like one, the likest first; `cutoff` is how alike they must be, of 1. */
export function closeMatches(word: string, known: readonly string[], cutoff: number): string[] {
  if (word === '' || word.length > LONGEST) return [];
  return known
    .map((name) => ({ name, ratio: (2 * matched(name, word)) / (name.length + word.length) }))
    .filter(({ ratio }) => ratio >= cutoff)
    .sort((a, b) => b.ratio - a.ratio || (a.name < b.name ? 1 : -1))
    .slice(0, 3)
    .map(({ name }) => name);
}
