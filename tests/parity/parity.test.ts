import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readGroups } from './recording.ts';
import { replayGroup } from './replay.ts';
import { commandsOf, readDeclared, stepKey } from './report.ts';

const groups = readGroups(join(import.meta.dirname, 'recordings'));
const declared = readDeclared();
const seen = { group: 'all', exact: 0, declared: 0, different: 0 };

describe('the recorded sessions of the real docker', () => {
  test.each(groups)('$name', { timeout: 240_000 }, async (group) => {
    const problems: string[] = [];
    for await (const { step, differences } of replayGroup(group)) {
      if (step.stable === 'no') continue;
      const key = stepKey(step.id, step.tty);
      if (differences.length === 0) seen.exact++;
      else if (declared.has(key)) seen.declared++;
      else seen.different++;
      if (differences.length > 0 && !declared.has(key))
        problems.push([key, step.cmd, ...differences].join('\n'));
      if (differences.length === 0 && declared.has(key)) {
        problems.push(`${key} is declared to differ, and does not any more: take it out of declared.json`);
      }
    }
    expect(problems.join('\n\n')).toBe('');
  });

  test('at least 97 % are exact', () => {
    expect(seen.exact / commandsOf(seen)).toBeGreaterThanOrEqual(0.97);
  });
});
