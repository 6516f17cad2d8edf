import { describe, expect, test } from 'vitest';
import { expandHistory } from '../../../src/simulator/shell/history-expansion.ts';

const HISTORY = ['docker images', 'echo ls /aa/ba.txt c'];

/** As the real bash 5.2 answers in a terminal, with that history. */
const ANSWERS: [line: string, text: string][] = [
  ['!!', 'echo ls /aa/ba.txt c'],
  ['x !$', 'x c'],
  ['x !^ !*', 'x ls ls /aa/ba.txt c'],
  ['!d', 'docker images'],
  ['!?mag?', 'docker images'],
  ['x !!:2 !:1-2 !:0', 'x /aa/ba.txt ls /aa/ba.txt echo'],
  ['x !!:2*', 'x /aa/ba.txt c'],
  ['x !!:1-', 'x ls /aa/ba.txt'],
  ['x !!:-1', 'x echo ls'],
  ['x !!:2:h', 'x /aa'],
  ['x !!:2:t', 'x ba.txt'],
  ['x !!:2:r', 'x /aa/ba'],
  ['x !!:2:e', 'x .txt'],
  ['!!:s/a/b/', 'echo ls /ba/ba.txt c'],
  ['!!:gs/a/b/', 'echo ls /bb/bb.txt c'],
  ['!!:s/ls/[&]', 'echo [ls] /aa/ba.txt c'],
  ['x !!:2:q', "x '/aa/ba.txt'"],
  ['x a !#:1', 'x a a'],
  ['^aa^b', 'echo ls /b/ba.txt c'],
  ['^aa^b^ more', 'echo ls /b/ba.txt c more'],
  ['^ls', 'echo  /aa/ba.txt c'],
  ['!!:s/\\/aa/x\\/y/', 'echo ls x/y/ba.txt c'],
];

const REFUSALS: [line: string, message: string][] = [
  ['!nope', '!nope: event not found'],
  ['x !!:9', ':9: bad word specifier'],
  ['!!:s/zz/b/', ':s/zz/b/: substitution failed'],
  ['docker tag x !$:1.0', '1: unrecognized history modifier'],
  ['^zz^b', ':s^zz^b: substitution failed'],
  ['!!:s//b/', ':s//b/: substitution failed'],
  ['!!:&', ':&: no previous substitution'],
];

describe('history expansion', () => {
  test.each(ANSWERS)('%s', (line, text) => {
    expect(expandHistory(HISTORY, line, {})).toEqual({ text, shown: false });
  });

  test.each(REFUSALS)('%s is refused', (line, message) => {
    expect(() => expandHistory(HISTORY, line, {})).toThrow(message);
  });

  test.each([['echo hi!'], ["echo '!!'"], ['echo \\!!'], ['a != b'], ['echo $!']])('%s has none', (line) => {
    expect(expandHistory(HISTORY, line, {})).toBeUndefined();
  });

  test('a substitution is remembered', () => {
    const last = {};
    expandHistory(HISTORY, '!!:s/a/<&>/', last);
    expect(expandHistory(HISTORY, '!!:g&', last)?.text).toBe('echo ls /<a><a>/b<a>.txt c');
    expect(expandHistory(HISTORY, '!!:s//o/', last)?.text).toBe('echo ls /oa/ba.txt c');
    expect(expandHistory(HISTORY, '!d:&', last)?.text).toBe('docker imoges');
  });

  test(':p only shows the line', () => {
    expect(expandHistory(HISTORY, '!d:p', {})).toEqual({ text: 'docker images', shown: true });
  });
});
