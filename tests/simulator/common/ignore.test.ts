import { describe, expect, test } from 'vitest';
import { IgnoreMatcher, parseIgnoreFile } from '../../../src/simulator/common/ignore.ts';

describe('.dockerignore', () => {
  test('is read line by line, without comments', () => {
    expect(parseIgnoreFile('# no\n\n /a/ \n!./b/../c\n  # not a comment\n')).toEqual([
      'a',
      '!c',
      '# not a comment',
    ]);
  });

  test.each([
    ['node_modules', 'node_modules/x/y.js', true],
    ['node_modules', 'src/node_modules', false],
    ['**/node_modules', 'src/node_modules/x', true],
    ['**/*.md', 'README.md', true],
    ['*.md', 'docs/README.md', false],
    ['docs/**', 'docs/a/b', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['[a-c].txt', 'b.txt', true],
    ['[^a-c].txt', 'b.txt', false],
    ['\\*.txt', '*.txt', true],
    ['a**b', 'axx/b', true],
    ['a**b', 'axx/yb', false],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(new IgnoreMatcher([pattern]).excludes(path)).toBe(expected);
  });

  test('later patterns make exceptions', () => {
    const matcher = new IgnoreMatcher(['docs', '!docs/keep.md', 'docs/keep.md/x']);
    expect(matcher.hasExceptions).toBe(true);
    expect([matcher.excludes('docs/a'), matcher.excludes('docs/keep.md')]).toEqual([true, false]);
  });

  test('a lone exclamation mark is refused', () => {
    expect(() => new IgnoreMatcher(['!'])).toThrow('illegal exclusion pattern: "!"');
  });
});
