import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openWorlds } from './cloud-world.ts';

/**
 * What the real programs answered, with nobody logged in and no network: stdout, stderr and status of each line, for
 * the releases that ours say they are. The home directory is written `/home/ada`.
 */
interface Recording {
  version: string;
  lines: { line: string; out: string; err: string; status: number }[];
}

describe.each(['aws'])('%s answers as the real one', async (program) => {
  const path = join(import.meta.dirname, 'cloud-recordings', `${program}.json`);
  const { version, lines } = JSON.parse(readFileSync(path, 'utf8')) as Recording;
  const world = (await openWorlds([program], []))();
  const read = async (name: string): Promise<string> =>
    (await world.run('laptop', `cat /tmp/${name}`)).output;

  test('in the release that was asked', async () => {
    expect((await world.run('laptop', `${program} --version`)).output).toContain(version);
  });

  test.each(lines)('$line', async ({ line, out, err, status }) => {
    const { status: own } = await world.run('laptop', `( ${line} ) >/tmp/out 2>/tmp/err </dev/null`);
    expect({ out: await read('out'), err: await read('err'), status: own }).toEqual({ out, err, status });
  });
});
