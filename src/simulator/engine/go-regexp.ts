/**
 * A regular expression as Go's `regexp` reads it (https://github.com/google/re2/wiki/Syntax), but for classes by name.
 * @throws Error `error parsing regexp: …`, or what says that it is not simulated
 */
export function goRegExp(pattern: string): RegExp {
  const fault = faultOf(pattern);
  if (fault !== undefined) throw new Error(`error parsing regexp: ${fault}`);
  const [head = '', flags = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  // Go lets a name be given twice; nobody here asks for groups by name.
  const source = pattern.slice(head.length).replace(/\(\?P?<\w+>/g, '(');
  try {
    return new RegExp(source, flags);
  } catch {
    // Flags within a pattern, and repeated anchors, are Go's alone.
    throw new Error(`the regexp \`${pattern}\` is not simulated`);
  }
}

/** Of a repetition by number, the most that Go allows. */
const MOST_REPEATED = 1000;

/** What is wrong with a pattern, in the words of `regexp/syntax`. */
function faultOf(pattern: string): string | undefined {
  let depth = 0;
  // Whether something stands before, which can be repeated; and the repetition that is written already.
  let canRepeat = false;
  let repetition = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    const [operator, least, most] = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})/.exec(pattern.slice(at)) ?? [];
    if (operator !== undefined) {
      const counts = [Number(least ?? 0), Number(most || (least ?? 0))];
      if (counts[0]! > counts[1]! || Math.max(...counts) > MOST_REPEATED) {
        return `invalid repeat count: \`${operator}\``;
      }
      if (!canRepeat) return `missing argument to repetition operator: \`${operator}\``;
      const isLazy = operator === '?' && /^(?:.|\{.*\})$/.test(repetition);
      if (repetition !== '' && !isLazy) {
        return `invalid nested repetition operator: \`${repetition}${operator}\``;
      }
      repetition += operator;
      at += operator.length - 1;
      continue;
    }
    repetition = '';
    canRepeat = char !== '(' && char !== '|';
    if (char === '\\') {
      if (++at === pattern.length) return 'trailing backslash at end of expression: ``';
    } else if (char === '[') {
      const set = /^\[(?:\\.|[^\]\\])*\]/s.exec(pattern.slice(at))?.[0];
      if (!set) return `missing closing ]: \`${pattern.slice(at)}\``;
      const ranges = set.matchAll(/([^\\[^])-([^\\\]])/g);
      for (const [range, low, high] of ranges)
        if (low! > high!) return `invalid character class range: \`${range}\``;
      at += set.length - 1;
    } else if (char === '(') {
      depth++;
      if (pattern[at + 1] !== '?') continue;
      const group = /^\(\?(?:P?<\w+>|[imsU-]*[:)])/.exec(pattern.slice(at))?.[0];
      if (!group) return `invalid or unsupported Perl syntax: \`${pattern.slice(at, at + 3)}\``;
      if (group.endsWith(')')) depth--;
      at += group.length - 1;
    } else if (char === ')' && --depth < 0) return `unexpected ): \`${pattern}\``;
  }
  return depth > 0 ? `missing closing ): \`${pattern}\`` : undefined;
}
