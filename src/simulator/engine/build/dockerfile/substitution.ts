/** A shell pattern (`*`, `?`, no brackets) as the source of a regular expression. */
export function patternSource(pattern: string, greedy: boolean): string {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') source += greedy ? '.*' : '.*?';
    else if (char === '?') source += '.';
    else if (char === '\\') {
      const escaped = pattern[i + 1];
      if (escaped === '}' || escaped === '/') continue;
      if (escaped !== '*' && escaped !== '?' && escaped !== '\\') {
        throw new Error(
          `invalid pattern (${pattern}) in substitution: invalid escapeToken '\\${escaped ?? ''}'`,
        );
      }
      source += `\\${escaped}`;
      i++;
    } else source += /[[\]{}.+()|^$/]/.test(char) ? `\\${char}` : char;
  }
  return source;
}

/** `${name#pattern}`, `##`, `%` and `%%`. */
export function trim(value: string, word: string, operator: '#' | '%'): string {
  const greedy = word.startsWith(operator);
  const source = patternSource(greedy ? word.slice(1) : word, greedy);
  if (operator === '#') return value.replace(new RegExp(`^${source}`), '');
  // A suffix: the longest match begins as early, the shortest as late as possible.
  const whole = new RegExp(`^(?:${source})$`);
  const starts = Array.from({ length: value.length + 1 }, (_, i) => i);
  for (const start of greedy ? starts : starts.reverse()) {
    if (whole.test(value.slice(start))) return value.slice(0, start);
  }
  return value;
}
