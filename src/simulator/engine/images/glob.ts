import { familiarName, familiarString, type Reference } from '../../common/reference.ts';

/**
 * `FamiliarMatch`: whether a shell pattern, whose `*` stops at a slash, fits a reference or its name alone.
 * @throws Error `syntax error in pattern`
 */
export function matchesReference(pattern: string, reference: Reference): boolean {
  const expression = toExpression(pattern);
  return expression.test(familiarString(reference)) || expression.test(familiarName(reference));
}

/** Go's `path.Match` as a regular expression. */
function toExpression(pattern: string): RegExp {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === '*') source += '[^/]*';
    else if (c === '?') source += '[^/]';
    else if (c === '[') {
      const end = pattern.indexOf(']', i + 2);
      if (end === -1) throw new Error('syntax error in pattern');
      source += pattern.slice(i, end + 1);
      i = end;
    } else if (c === '\\') {
      if (++i === pattern.length) throw new Error('syntax error in pattern');
      source += escaped(pattern[i]!);
    } else source += escaped(c);
  }
  return new RegExp(`^${source}$`);
}

const escaped = (c: string): string => c.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
