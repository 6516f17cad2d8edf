import { expect, test } from 'vitest';
import { goRegExp } from '../../../src/simulator/engine/go-regexp.ts';

test.each([
  ['^com\\.', 'com.example', 'x.com.'],
  ['(?i)^WEB', 'web-1', 'the web'],
  ['a(?P<n>b|c)d', 'acd', 'ad'],
  ['(?:X)+?[^a-y-]$', 'Xz', 'X-'],
  ['^(?P<n>a){2}?(?P<n>b)$', 'aab', 'ab'],
])('%s matches as in Go', (pattern, matching, other) => {
  expect(goRegExp(pattern).test(matching)).toBe(true);
  expect(goRegExp(pattern).test(other)).toBe(false);
});

// As Go says it.
test.each([
  ['[', 'missing closing ]: `[`'],
  ['x[a', 'missing closing ]: `[a`'],
  ['(a', 'missing closing ): `(a`'],
  ['a)', 'unexpected ): `a)`'],
  ['*a', 'missing argument to repetition operator: `*`'],
  ['a|+', 'missing argument to repetition operator: `+`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
  ['a\\', 'trailing backslash at end of expression: ``'],
  ['a{2,1}', 'invalid repeat count: `{2,1}`'],
  ['a{1001}', 'invalid repeat count: `{1001}`'],
  ['a{2}{3}', 'invalid nested repetition operator: `{2}{3}`'],
  ['a{2}*', 'invalid nested repetition operator: `{2}*`'],
  ['{2}', 'missing argument to repetition operator: `{2}`'],
  ['[z-a]', 'invalid character class range: `z-a`'],
])('%s is refused', (pattern, fault) => {
  expect(() => goRegExp(pattern)).toThrow(`error parsing regexp: ${fault}`);
});
