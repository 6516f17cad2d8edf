const CLASSES: Record<string, string> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
  print: '\\x20-\\x7e\\u{a0}-\\u{10ffff}',
  graph: '\\x21-\\x7e\\u{a1}-\\u{10ffff}',
  word: '\\p{L}\\p{N}_',
};

const escapeText = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const escapeInSet = (text: string): string => text.replace(/[\\^[\]/-]/g, '\\$&');

/** A shell pattern (a backslash quotes) as a regular expression's source; extended patterns included. */
export function patternSource(pattern: string): string {
  let out = '';
  for (let i = 0; i < pattern.length; ) {
    const c = String.fromCodePoint(pattern.codePointAt(i)!);
    if (/[?*+@!]/.test(c) && pattern[i + 1] === '(') {
      const group = extended(pattern, i);
      if (group) {
        if (c === '!') {
          const rest = patternSource(pattern.slice(group.end));
          return `${out}(?:(?!(?:${group.source})${rest}$)[^]*)${rest}`;
        }
        out += `(?:${group.source})${c === '@' ? '' : c}`;
        i = group.end;
        continue;
      }
    }
    if (c === '\\') {
      const next = pattern.slice(i + 1, i + 2);
      out += escapeText(next || '\\');
      i += 2;
    } else if (c === '*') {
      out += '[^]*';
      i++;
    } else if (c === '?') {
      out += '[^]';
      i++;
    } else if (c === '[') {
      const set = bracket(pattern, i);
      out += set ? set.source : '\\[';
      i = set ? set.end : i + 1;
    } else {
      out += escapeText(c);
      i += c.length;
    }
  }
  return out;
}

function extended(pattern: string, start: number): { source: string; end: number } | undefined {
  const parts: string[] = [];
  let depth = 0;
  let from = start + 2;
  for (let i = start + 1; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === '(') depth++;
    else if (pattern[i] === '|' && depth === 1) {
      parts.push(pattern.slice(from, i));
      from = i + 1;
    } else if (pattern[i] === ')' && --depth === 0) {
      parts.push(pattern.slice(from, i));
      return { source: parts.map(patternSource).join('|'), end: i + 1 };
    }
  }
  return undefined;
}

function bracket(pattern: string, start: number): { source: string; end: number } | undefined {
  let i = start + 1;
  let negated = false;
  if (pattern[i] === '!' || pattern[i] === '^') {
    negated = true;
    i++;
  }
  let set = '';
  for (let first = true; i < pattern.length; first = false) {
    const c = pattern[i]!;
    if (c === ']' && !first) {
      return { source: set === '' ? '(?!)' : `[${negated ? '^' : ''}${set}]`, end: i + 1 };
    }
    const named = c === '[' ? /^\[:(\w+):\]/.exec(pattern.slice(i)) : null;
    if (named) {
      set += CLASSES[named[1]!] ?? '';
      i += named[0].length;
    } else if (c === '\\' && i + 1 < pattern.length) {
      set += escapeInSet(pattern[i + 1]!);
      i += 2;
    } else if (c === '-' && set !== '' && pattern[i + 1] !== ']') {
      set += '-';
      i++;
    } else {
      const point = String.fromCodePoint(pattern.codePointAt(i)!);
      set += escapeInSet(point);
      i += point.length;
    }
  }
  return undefined;
}

const cache = new Map<string, RegExp>();

/** Compiles a pattern that must match a whole string. */
export function compilePattern(pattern: string, ignoreCase = false): RegExp {
  const key = `${ignoreCase ? 'i' : ''}:${pattern}`;
  let compiled = cache.get(key);
  if (!compiled) {
    const source = patternSource(pattern);
    try {
      compiled = new RegExp(`^(?:${source})$`, ignoreCase ? 'iu' : 'u');
    } catch {
      // A range such as [z-a] matches nothing.
      compiled = /(?!)/;
    }
    if (cache.size > 500) cache.clear();
    cache.set(key, compiled);
  }
  return compiled;
}

/** Puts a backslash before what a pattern would take as special. */
export function quotePattern(text: string): string {
  return text.replace(/[\\*?[\]()|!+@^&.${}-]/g, '\\$&');
}
