import { CurlError } from './errors.ts';

/** curl's URL patterns: `{a,b}`, `[1-9]`, `[a-z]`, each perhaps with a step as in `[0-100:10]`. */

/** More URLs than this are not made of one pattern. */
const MOST = 10_000;

interface Expanded {
  url: string;
  /** What each of its patterns stands for. */
  globs: string[];
}

/** All URLs of a pattern. @throws CurlError with the place that makes no sense */
export function expandGlobs(pattern: string): Expanded[] {
  let urls: Expanded[] = [{ url: '', globs: [] }];
  const append = (parts: string[]): void => {
    if (urls.length * parts.length > MOST) throw fault(pattern, 'range overflow', pattern.length);
    urls = urls.flatMap(({ url, globs }) =>
      parts.map((part) => ({ url: url + part, globs: [...globs, part] })),
    );
  };
  for (let i = 0; i < pattern.length; ) {
    const rest = pattern.slice(i);
    const literal = /^(?:\[[0-9a-f:.]*:[0-9a-f:.]*(?:%[^\]]*)?\]|\\[{}[\]]|[^{}[\]\\]+|\\)/i.exec(rest);
    if (literal) {
      const text = literal[0].replace(/^\\(?=.)/, '');
      urls = urls.map(({ url, globs }) => ({ url: url + text, globs }));
      i += literal[0].length;
    } else if (rest[0] === '{') {
      const end = rest.indexOf('}');
      if (end === -1) throw fault(pattern, 'unmatched brace', i);
      const inner = rest.slice(1, end);
      if (inner.includes('{')) throw fault(pattern, 'nested brace', i + 1 + inner.indexOf('{'));
      if (inner === '') throw fault(pattern, 'empty string within braces', i + 1);
      append(inner.split(','));
      i += end + 1;
    } else if (rest[0] === '[') {
      const { parts, length } = readRange(pattern, i);
      append(parts);
      i += length;
    } else throw fault(pattern, 'unmatched close brace/bracket', i);
  }
  return urls;
}

function readRange(pattern: string, at: number): { parts: string[]; length: number } {
  const rest = pattern.slice(at);
  const match = /^\[(?:([a-zA-Z])-([a-zA-Z])|(\d{1,15})-(\d{1,15}))(?::(\d{1,15}))?\]/.exec(rest);
  if (!match)
    throw fault(
      pattern,
      /^\[(?:[a-z]$|[a-z][^\]])/i.test(rest) ? 'bad range' : 'bad range specification',
      at + 1,
    );
  const [whole, from, to, first, last, by = '1'] = match;
  const low = from === undefined ? Number(first) : from.charCodeAt(0);
  const high = to === undefined ? Number(last) : to.charCodeAt(0);
  const step = Number(by);
  if (high < low || step === 0 || (step > high - low && high > low))
    throw fault(pattern, 'bad range', at + whole.length);
  if ((high - low) / step > MOST) throw fault(pattern, 'range overflow', at + whole.length);
  const width = first?.startsWith('0') ? first.length : 0;
  const parts: string[] = [];
  for (let value = low; value <= high; value += step)
    parts.push(from === undefined ? String(value).padStart(width, '0') : String.fromCharCode(value));
  return { parts, length: whole.length };
}

/** The place is counted from one and shown below the pattern. */
function fault(pattern: string, what: string, at: number): CurlError {
  return new CurlError(3, `${what} in URL position ${at + 1}:\n${pattern}\n${' '.repeat(at)}^`);
}
