/** Lines of `a` replaced by lines of `b`. */
export interface Edit {
  a: number;
  aCount: number;
  b: number;
  bCount: number;
}

/** Edits near each other, with the lines around them. */
export interface Hunk {
  changes: Edit[];
  aStart: number;
  aEnd: number;
  bStart: number;
  bEnd: number;
}

/** The shortest list of edits from `a` to `b` (Myers, "An O(ND) difference algorithm and its variations"). */
export function edits(a: readonly string[], b: readonly string[]): Edit[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (
    tail < a.length - start &&
    tail < b.length - start &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail++;
  const x = a.slice(start, a.length - tail);
  const y = b.slice(start, b.length - tail);
  const kept = matches(x, y);
  const out: Edit[] = [];
  let [i, j] = [0, 0];
  for (const [p, q] of [...kept, [x.length, y.length] as const]) {
    if (p > i || q > j) out.push({ a: start + i, aCount: p - i, b: start + j, bCount: q - j });
    [i, j] = [p + 1, q + 1];
  }
  return out;
}

/** Pairs of equal lines on the shortest way. */
function matches(x: readonly string[], y: readonly string[]): (readonly [number, number])[] {
  const [n, m] = [x.length, y.length];
  const trace: Map<number, number>[] = [];
  let best = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= n + m; d++) {
    trace.push(new Map(best));
    const next = new Map(best);
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (best.get(k - 1) ?? -1) < (best.get(k + 1) ?? -1));
      let i = down ? (best.get(k + 1) ?? 0) : (best.get(k - 1) ?? 0) + 1;
      let j = i - k;
      while (i < n && j < m && x[i] === y[j]) {
        i++;
        j++;
      }
      next.set(k, i);
      if (i >= n && j >= m) return backtrack(trace, n, m, d);
    }
    best = next;
  }
  return [];
}

function backtrack(
  trace: Map<number, number>[],
  n: number,
  m: number,
  depth: number,
): (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  let [i, j] = [n, m];
  for (let d = depth; d >= 0; d--) {
    const best = trace[d]!;
    const k = i - j;
    const down = k === -d || (k !== d && (best.get(k - 1) ?? -1) < (best.get(k + 1) ?? -1));
    const before = down ? k + 1 : k - 1;
    const from = d === 0 ? 0 : (best.get(before) ?? 0);
    const fromJ = d === 0 ? 0 : from - before;
    while (i > from && j > fromJ && i > 0 && j > 0) {
      const isDiagonal = i - 1 >= (down ? from : from + 1) || d === 0;
      if (!isDiagonal) break;
      i--;
      j--;
      pairs.unshift([i, j]);
    }
    [i, j] = [from, fromJ];
  }
  return pairs;
}

/** Joins edits that share context. */
export function hunks(changes: readonly Edit[], context: number, length: number): Hunk[] {
  const out: Hunk[] = [];
  for (const change of changes) {
    const last = out.at(-1);
    const aStart = Math.max(0, change.a - context);
    const end = change.a + change.aCount;
    const aEnd = Math.min(length, end + context);
    const shift = change.b + change.bCount - end;
    if (last && aStart <= last.aEnd) {
      last.changes.push(change);
      last.aEnd = aEnd;
      last.bEnd = aEnd + shift;
    } else
      out.push({
        changes: [change],
        aStart,
        aEnd,
        bStart: change.b - (change.a - aStart),
        bEnd: aEnd + shift,
      });
  }
  return out;
}
