/** Brace expansion on a word's source text: `a{b,c}d` is `abd acd`, `{1..3}` is `1 2 3`. */
export function expandBraces(text: string): string[] {
  const found = firstBrace(text);
  if (!found) return [text];
  const { start, end, parts } = found;
  const before = text.slice(0, start);
  const middle = parts.length > 1 ? parts.flatMap(expandBraces) : sequence(parts[0]!);
  const tails = expandBraces(text.slice(end));
  if (!middle) return tails.map((tail) => text.slice(0, end) + tail);
  return middle.flatMap((item) => tails.map((tail) => before + item + tail));
}

function firstBrace(text: string): { start: number; end: number; parts: string[] } | undefined {
  for (let start = 0; start < text.length; start++) {
    start = skipQuoted(text, start);
    if (text[start] === '$' && text[start + 1] === '{') {
      start = closing(text, start + 1);
      continue;
    }
    if (text[start] !== '{') continue;
    const found = readBrace(text, start);
    if (found && (found.parts.length > 1 || sequence(found.parts[0]!))) return { start, ...found };
  }
  return undefined;
}

function readBrace(text: string, start: number): { end: number; parts: string[] } | undefined {
  const parts: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let i = start; i < text.length; i++) {
    i = skipQuoted(text, i);
    const c = text[i];
    if (c === '$' && text[i + 1] === '{') i = closing(text, i + 1);
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) {
      parts.push(text.slice(from, i));
      return { end: i + 1, parts };
    } else if (c === ',' && depth === 1) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return undefined;
}

/** The offset of the next unquoted character at or after `i`. */
function skipQuoted(text: string, i: number): number {
  for (let at = i; ; ) {
    const end = unitEnd(text, at);
    if (end === at) return at;
    at = end;
  }
}

/** Where the escape, quotation or command substitution that begins at `i` ends; `i` itself when none begins there. */
function unitEnd(text: string, i: number): number {
  const c = text[i];
  if (c === '\\') return i + 2;
  if (c === "'") return Math.max(text.indexOf("'", i + 1), i) + 1;
  if (c === '"' || c === '`') {
    let j = i + 1;
    // Quotes within a substitution do not end the ones around it.
    while (j < text.length && text[j] !== c) {
      const nests = text[j] === '\\' || (c === '"' && (text[j] === '`' || text.startsWith('$(', j)));
      j = nests ? unitEnd(text, j) : j + 1;
    }
    return j + 1;
  }
  if (c !== '$' || text[i + 1] !== '(') return i;
  let depth = 0;
  for (let j = i + 1; j < text.length; ) {
    if (text[j] === '(') depth++;
    else if (text[j] === ')' && --depth === 0) return j + 1;
    j = Math.max(unitEnd(text, j), j + 1);
  }
  return text.length;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return text.length;
}

function sequence(text: string): string[] | undefined {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  if (numbers) {
    const [, from, to, by] = numbers as unknown as [string, string, string, string | undefined];
    const padded = /^-?0\d/.test(from) || /^-?0\d/.test(to);
    const width = padded ? Math.max(from.length, to.length) : 0;
    return range(Number(from), Number(to), Number(by ?? 1)).map((n) =>
      n < 0 ? `-${String(-n).padStart(width - 1, '0')}` : String(n).padStart(width, '0'),
    );
  }
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(text);
  if (!letters) return undefined;
  const [, from, to, by] = letters as unknown as [string, string, string, string | undefined];
  return range(from.charCodeAt(0), to.charCodeAt(0), Number(by ?? 1)).map((n) => {
    const c = String.fromCharCode(n);
    return /[A-Za-z]/.test(c) ? c : `\\${c}`;
  });
}

function range(from: number, to: number, by: number): number[] {
  const step = Math.max(1, Math.abs(by));
  const numbers: number[] = [];
  for (let n = from; from <= to ? n <= to : n >= to; n += from <= to ? step : -step) {
    numbers.push(n);
    if (numbers.length > 100_000) break;
  }
  return numbers;
}
