/** Order in which numbers inside texts count as numbers, and come before all else: `web2` before `web10` before `web.`. */
export function naturalCompare(a: string, b: string): number {
  const [x, y] = [chunks(a), chunks(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [p, q] = [x[i]!, y[i]!];
    if (p === q) continue;
    const [pIsNumber, qIsNumber] = [/^\d/.test(p), /^\d/.test(q)];
    if (pIsNumber !== qIsNumber) return pIsNumber ? -1 : 1;
    if (!pIsNumber) return p < q ? -1 : 1;
    return Number(p) - Number(q) || p.length - q.length;
  }
  return x.length - y.length;
}

const chunks = (text: string): string[] => text.match(/\d+|\D/g) ?? [];
