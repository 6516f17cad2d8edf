/**
 * A regular expression as Go's `regexp` reads it (https://github.com/google/re2/wiki/Syntax), but for classes by name.
 * @throws Error `error parsing regexp: …`
 */
export function goRegExp(pattern: string): RegExp {
  const fault = faultOf(pattern);
  if (fault !== undefined) throw new Error(`error parsing regexp: ${fault}`);
  const [head = '', flags = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const source = pattern.slice(head.length).replaceAll('(?P<', '(?<');
  try {
    return new RegExp(source, flags);
  } catch {
    // What is left is a count, or a name that is given twice.
    const count = /\{\d+,\d+\}/.exec(source)?.[0];
    throw new Error(
      `error parsing regexp: invalid ${count ? 'repeat count' : 'named capture'}: \`${count ?? pattern}\``,
    );
  }
}

/** What is wrong with a pattern, in the words of `regexp/syntax`. */
function faultOf(pattern: string): string | undefined {
  let depth = 0;
  // Whether something stands before, which can be repeated; and the repetition that is written already.
  let canRepeat = false;
  let repetition = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    if ('*+?'.includes(char)) {
      if (!canRepeat) return `missing argument to repetition operator: \`${char}\``;
      const isLazy = char === '?' && repetition.length === 1;
      if (repetition !== '' && !isLazy) return `invalid nested repetition operator: \`${repetition}${char}\``;
      repetition += char;
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
