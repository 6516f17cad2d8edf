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

/** What differs by design: the examples of the help, which are in our own words, and the time. */
const comparable = (text: string): string =>
  text
    .replace(/(Examples from AI knowledge base:\n)[\s\S]*(https:\/\/aka)/, '$1$2')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} /, 'TIME ');

describe.each(['aws', 'az', 'gcloud'])('%s answers as the real one', async (program) => {
  const path = join(import.meta.dirname, 'cloud-recordings', `${program}.json`);
  const { version, lines } = JSON.parse(readFileSync(path, 'utf8')) as Recording;
  const world = (await openWorlds([program, 'docker-credential-gcloud'], []))();
  const read = async (name: string): Promise<string> =>
    (await world.run('laptop', `cat /tmp/${name}`)).output;

  test('in the release that was asked', async () => {
    expect((await world.run('laptop', `${program} --version`)).output).toContain(version);
  });

  test.each(lines)('$line', async ({ line, out, err, status }) => {
    const { status: own } = await world.run('laptop', `( ${line} ) >/tmp/out 2>/tmp/err </dev/null`);
    expect({ out: await read('out'), err: comparable(await read('err')), status: own }).toEqual({
      out,
      err,
      status,
    });
  });
});
