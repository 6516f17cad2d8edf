import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCases, type Recorded } from './cases.ts';

/**
 * Records what the real bash, and the real GNU programs, do with every script of `cases/`, into `recordings/`:
 * `node tests/simulator/shell/record.ts`
 */
const rooms = ['shell', 'programs'].map((room) => join(import.meta.dirname, '..', room));
const version = execFileSync('bash', ['--version'], { encoding: 'utf8' }).split('\n')[0]!;

for (const here of rooms)
  for (const file of readdirSync(join(here, 'cases'))) {
    const recorded: Recorded[] = parseCases(readFileSync(join(here, 'cases', file), 'utf8')).map(
      ({ name, script }) => {
        const folder = mkdtempSync(join(tmpdir(), 'bash-case-'));
        mkdirSync(join(folder, 'work'));
        writeFileSync(join(folder, 'case.sh'), script);
        const run = spawnSync('bash', ['../case.sh'], {
          cwd: join(folder, 'work'),
          encoding: 'utf8',
          timeout: 10_000,
          env: { PATH: '/usr/bin:/bin', HOME: '/home/jsingh', LANG: 'C.UTF-8' },
          input: '',
        });
        rmSync(folder, { recursive: true });
        return { name, script, stdout: run.stdout, stderr: run.stderr, status: run.status ?? -1 };
      },
    );
    const target = join(here, 'recordings', file.replace('.sh', '.json'));
    writeFileSync(target, `${JSON.stringify({ version, cases: recorded }, null, 1)}\n`);
  }
