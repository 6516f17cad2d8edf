import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runScript } from '../../../src/simulator/shell/index.ts';
import type { Recorded } from './cases.ts';
import { capture, makeHost, textInput, USER } from './host.ts';

/** Tests every recording of a folder: same output, same errors, same status. */
export function replay(folder: string): void {
  for (const file of readdirSync(folder)) {
    const { cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cases: Recorded[] };
    describe(file.replace('.json', ''), () => {
      for (const { name, script, stdout, stderr, status } of cases) {
        test.concurrent(name, async () => {
          const host = makeHost();
          host.files.as({ uid: USER.uid, gid: USER.gid }).mkdir('/tmp/work');
          host.files.as({ uid: USER.uid, gid: USER.gid }).write('/tmp/case.sh', script);
          const out = capture();
          const errors = capture();
          const ended = await runScript(host, script, {
            user: USER,
            name: '../case.sh',
            cwd: '/tmp/work',
            env: { LANG: 'C.UTF-8' },
            stdin: textInput(''),
            stdout: out,
            stderr: errors,
          });
          expect({ stdout: out.text(), stderr: errors.text(), status: ended }).toEqual({
            stdout,
            stderr,
            status,
          });
        });
      }
    });
  }
}
