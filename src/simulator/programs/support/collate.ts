/** As the en_US locale sorts: letters whatever their case, punctuation looked past. */
export function compareNames(a: string, b: string): number {
  const key = (name: string) => name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  const [ka, kb] = [key(a), key(b)];
  if (ka !== kb) return ka < kb ? -1 : 1;
  // The first difference in case decides: lower before upper.
  const swap = (text: string) =>
    text.replace(/\p{L}/gu, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
  const [sa, sb] = [swap(a), swap(b)];
  return sa < sb ? -1 : sa > sb ? 1 : 0;
}
