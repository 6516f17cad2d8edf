/**
 * `.dockerignore`: the pattern language of the moby project's `patternmatcher`, which both the CLI (what it sends)
 * and the builder (what COPY sees) apply.
 */

/** Go's `filepath.Clean` for slash-separated paths. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  const absolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !absolute) parts.push(part);
  }
  const joined = parts.join('/');
  if (absolute) return `/${joined}`;
  return joined === '' ? '.' : joined;
}

/** Reads an ignore file: one pattern a line, comments and blank lines dropped, paths made relative. */
export function parseIgnoreFile(text: string): string[] {
  const patterns: string[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split('\n')) {
    if (line.startsWith('#')) continue;
    let pattern = line.trim();
    if (pattern === '') continue;
    const inverted = pattern.startsWith('!');
    if (inverted) pattern = pattern.slice(1).trim();
    if (pattern !== '') {
      pattern = cleanPath(pattern);
      if (pattern.length > 1 && pattern.startsWith('/')) pattern = pattern.slice(1);
    }
    patterns.push(inverted ? `!${pattern}` : pattern);
  }
  return patterns;
}

interface Pattern {
  exception: boolean;
  matches(path: string): boolean;
}

/** Tells which paths a list of patterns excludes; later patterns win, `!` makes an exception. */
export class IgnoreMatcher {
  /** Whether any pattern makes an exception: then an excluded directory must still be looked into. */
  readonly hasExceptions: boolean;
  private readonly patterns: Pattern[] = [];

  /** @throws Error `syntax error in pattern`, `illegal exclusion pattern: "!"` */
  constructor(patterns: readonly string[]) {
    for (const text of patterns) {
      let pattern = text.trim();
      if (pattern === '') continue;
      pattern = cleanPath(pattern);
      const exception = pattern.startsWith('!');
      if (exception) {
        if (pattern.length === 1) throw new Error('illegal exclusion pattern: "!"');
        pattern = pattern.slice(1);
      }
      const expression = compile(pattern);
      this.patterns.push({ exception, matches: (path) => expression.test(path) });
    }
    this.hasExceptions = this.patterns.some((p) => p.exception);
  }

  /** Whether a path, or a directory it is in, is excluded. */
  excludes(path: string): boolean {
    const parts = path.split('/');
    const paths = parts.map((_, i) => parts.slice(0, i + 1).join('/')).reverse();
    let excluded = false;
    for (const pattern of this.patterns) {
      if (pattern.exception !== excluded) continue;
      if (paths.some((p) => pattern.matches(p))) excluded = !pattern.exception;
    }
    return excluded;
  }
}

/**
 * A glob pattern (Go's `filepath.Match`, with `**` over any number of directories) as a regular expression.
 * @throws Error `syntax error in pattern`
 */
function compile(pattern: string): RegExp {
  let expression = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*' && pattern[i + 1] === '*') {
      i++;
      if (pattern[i + 1] === '/') i++;
      expression += i + 1 >= pattern.length ? '.*' : '(.*/)?';
    } else if (char === '*') expression += '[^/]*';
    else if (char === '?') expression += '[^/]';
    else if (char === '[') {
      const end = closingBracket(pattern, i);
      expression += characterClass(pattern.slice(i + 1, end));
      i = end;
    } else if (char === '\\') {
      if (i + 1 >= pattern.length) throw new Error('syntax error in pattern');
      expression += quoted(pattern[++i]!);
    } else expression += quoted(char);
  }
  return new RegExp(`^${expression}$`, 's');
}

/** A glob pattern without `**`, as COPY uses it: `*.txt`, `h?llo`, `[a-c]*`. */
export function globExpression(pattern: string): RegExp {
  return compile(pattern.replace(/\*+/g, '*'));
}

/** The bracket that ends a class. @throws Error where Go's `filepath.Match` sees no class */
function closingBracket(pattern: string, start: number): number {
  const bad = (): Error => new Error('syntax error in pattern');
  let i = start + 1;
  /** Reads a character of a range. */
  const character = (): void => {
    if (i >= pattern.length || pattern[i] === '-' || pattern[i] === ']') throw bad();
    if (pattern[i] === '\\') i++;
    i++;
    if (i >= pattern.length) throw bad();
  };
  if (pattern[i] === '^') i++;
  for (let first = true; first || pattern[i] !== ']'; first = false) {
    character();
    if (pattern[i] !== '-') continue;
    i++;
    character();
  }
  return i;
}

function characterClass(inner: string): string {
  return `[${inner.replace(/[[\]]/g, '\\$&')}]`;
}

const quoted = (char: string): string => char.replace(/[.+(){}|$^[\]*?\\/]/g, '\\$&');
