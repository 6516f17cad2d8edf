import { describe, expect, test } from 'vitest';
import { environment, expand } from '../../../../src/simulator/engine/build/dockerfile/expand.ts';

const env = environment(['HOME=/root', 'EMPTY=', 'FILE=a.tar.gz', 'VERSION=1.2.3', 'X=first', 'X=last']);
const value = (text: string): string => expand(text, env, { escapeToken: '\\' }).text;

describe('variables in words', () => {
  test.each([
    ['$HOME/x', '/root/x'],
    [`\${HOME}x`, '/rootx'],
    ['$X', 'last'],
    ['\\$HOME', '$HOME'],
    ["'$HOME'", '$HOME'],
    ['"$HOME"', '/root'],
    [`\${NONE:-fallback}`, 'fallback'],
    [`\${EMPTY:-fallback}`, 'fallback'],
    [`\${EMPTY-fallback}`, ''],
    [`\${VERSION:+v$VERSION}`, 'v1.2.3'],
    [`\${NONE:+x}`, ''],
    [`\${FILE%.gz}`, 'a.tar'],
    [`\${FILE%%.*}`, 'a'],
    [`\${FILE#*.}`, 'tar.gz'],
    [`\${FILE##*.}`, 'gz'],
    [`\${VERSION/./-}`, '1-2.3'],
    [`\${VERSION//./-}`, '1-2-3'],
    ['a$NONE-b', 'a-b'],
  ])('%s is %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  test('tells which were not set', () => {
    expect([...expand('$HOME $NONE', env, { escapeToken: '\\' }).unmatched]).toEqual(['NONE']);
  });

  test('splits at spaces that are not quoted', () => {
    expect(expand('a "b c" $HOME', env, { escapeToken: '\\' }).words).toEqual(['a', 'b c', '/root']);
  });

  test.each([
    [`\${`, `failed to process "\${": syntax error: missing '}'`],
    [`\${HOME`, `failed to process "\${HOME": unsupported modifier (\ufffd) in substitution`],
    [`\${}`, `failed to process "\${}": syntax error: bad substitution`],
    [`\${NONE:?must be given}`, `failed to process "\${NONE:?must be given}": NONE: must be given`],
    [
      '"open',
      'failed to process "\\"open": unexpected end of statement while looking for matching double-quote',
    ],
  ])('%s is refused', (text, message) => {
    expect(() => value(text)).toThrow(message);
  });
});
