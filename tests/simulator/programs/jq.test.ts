import { expect, test } from 'vitest';
import { runScript } from '../../../src/simulator/shell/index.ts';
import { capture, makeHost, textInput, USER } from '../shell/host.ts';

async function errorsOf(filter: string): Promise<string> {
  const errors = capture();
  const script = `jq -nc '${filter}'`;
  const io = { user: USER, cwd: '/tmp', stdin: textInput(''), stdout: capture(), stderr: errors };
  await runScript(makeHost(), script, io);
  return errors.text();
}

test.each([
  ['filters that never give a result', 'def f: f; f'],
  ['results that are only used up', 'last(range(1e9))'],
  ['results that an array keeps', '[range(1e9)]|length'],
  ['results that a builtin keeps', '{a:1}|with_entries(repeat({}))'],
  ['paths that are kept', 'path(range(1e9)|empty)'],
])('a filter without an end is stopped: %s', async (_, filter) => {
  expect(await errorsOf(filter)).toMatch(
    /^jq: error \(at <unknown>\): the filter (?:takes more than|goes) .*; the simulation stops it\n$/,
  );
});

test('what calls itself without an end is stopped', async () => {
  expect(await errorsOf('def f: 1+f; f')).toContain(
    'goes too deep or makes too long a text; the simulation stops it',
  );
});
