/** Order in which numbers inside texts count as numbers: `web2` before `web10`. */
export function naturalCompare(a: string, b: string): number {
  const [x, y] = [chunks(a), chunks(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [p, q] = [x[i]!, y[i]!];
    if (p === q) continue;
    const numeric = /^\d/.test(p) && /^\d/.test(q);
    if (numeric && Number(p) !== Number(q)) return Number(p) - Number(q);
    if (numeric) return p.length - q.length;
    return p < q ? -1 : 1;
  }
  return x.length - y.length;
}

const chunks = (text: string): string[] => text.match(/\d+|\D/g) ?? [];
