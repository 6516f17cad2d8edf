type Compare = (a: string, b: string) => number;

/** How the locale of an environment sorts: the C locale by code point. */
export function collation(env: Record<string, string>): Compare {
  const locale = env.LC_ALL || env.LC_COLLATE || env.LANG || 'C';
  return /^(?:C|POSIX)/.test(locale) ? (a, b) => (a < b ? -1 : a > b ? 1 : 0) : compareNames;
}

/** As the en_US locale sorts: letters whatever their case, punctuation looked past. */
function compareNames(a: string, b: string): number {
  const key = (name: string) => name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  const [ka, kb] = [key(a), key(b)];
  if (ka !== kb) return ka < kb ? -1 : 1;
  // The first difference in case decides: lower before upper.
  const swap = (text: string) =>
    text.replace(/\p{L}/gu, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
  const [sa, sb] = [swap(a), swap(b)];
  return sa < sb ? -1 : sa > sb ? 1 : 0;
}
