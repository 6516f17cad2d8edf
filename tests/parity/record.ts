/**
 * Records anew what is in the recordings, from the docker that is on this computer.
 *
 *   npm run -s parity:record -- --to FOLDER [--from FOLDER] [--group NAME] [--empty-engine]
 *
 * The engine is the one that DOCKER_HOST names, or the usual one. Every run begins with an empty engine, so that what
 * it holds is removed: unless it is empty already, that must be asked for. The registries that the groups speak of
 * must answer; a group whose set-up fails is left out, and said so.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onTerminal, withPipes } from './real.ts';
import { type Group, type Recording, readGroups } from './recording.ts';
import { ENVIRONMENT, isPreparation } from './replay.ts';

const { values } = parseArgs({
  options: {
    to: { type: 'string' },
    from: { type: 'string', default: join(import.meta.dirname, 'recordings') },
    group: { type: 'string' },
    'empty-engine': { type: 'boolean', default: false },
  },
});

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function docker(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('docker', args, { encoding: 'utf8' });
  if (error) fail('There is no docker on this computer.');
  if (status !== 0) fail(stderr.trim());
  return stdout.trim();
}

const lines = (text: string): string[] => text.split('\n').filter(Boolean);

function isEmpty(): boolean {
  return docker('ps', '-aq') === '' && docker('images', '-aq') === '' && docker('volume', 'ls', '-q') === '';
}

function emptyEngine(): void {
  const containers = lines(docker('ps', '-aq'));
  if (containers.length > 0) docker('rm', '-f', ...containers);
  docker('system', 'prune', '-af');
  const volumes = lines(docker('volume', 'ls', '-q'));
  if (volumes.length > 0) docker('volume', 'rm', ...volumes);
}

/** A home as the recorded one was, in a folder of this computer. */
class Home {
  readonly path = mkdtempSync(join(tmpdir(), 'parity-home-'));

  constructor() {
    cpSync(join(import.meta.dirname, 'workspace'), this.path, { recursive: true });
  }

  /** Text of a recording as it is here, and the other way round. */
  here = (text: string): string => text.replaceAll(ENVIRONMENT.HOME, this.path);
  there = (text: string): string => text.replaceAll(this.path, ENVIRONMENT.HOME);

  environment(step?: Recording): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = { ...process.env, ...ENVIRONMENT, HOME: this.path };
    for (const [name, value] of Object.entries(step?.env ?? {})) {
      if (value === null) delete env[name];
      else env[name] = this.here(value);
    }
    return env;
  }

  prepare(line: string): void {
    const options = { cwd: this.path, env: this.environment(), encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync('bash', ['-c', this.here(line)], options);
    if (status !== 0) throw new Error(`$ ${line}\n${stderr}`);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

async function recordStep(home: Home, step: Recording): Promise<Recording> {
  const call = {
    command: home.here(step.cmd),
    input: step.stdin ?? '',
    cwd: home.here(step.cwd),
    env: home.environment(step),
  };
  const { stdout: _, stderr: __, exit: ___, screen: ____, stable: _____, ...kept } = step;
  if (!step.tty) {
    const { stdout, stderr, exit } = await withPipes(call);
    return { ...kept, stdout: home.there(stdout), stderr: home.there(stderr), exit, stable: 'exact' };
  }
  const [columns = 100, rows = 30] = (step.size ?? '').split('x').map(Number);
  const { stdout, screen, exit } = await onTerminal({ ...call, columns, rows });
  const [output, shown] = [home.there(stdout), home.there(screen)];
  return { ...kept, stdout: output, stderr: '', exit, screen: shown, stable: 'exact' };
}

async function recordGroup(group: Group): Promise<Recording[]> {
  const recorded: Recording[] = [];
  for (const { steps } of group.runs) {
    emptyEngine();
    const home = new Home();
    try {
      for (const line of steps[0]?.setup.filter((one) => !isPreparation(one)) ?? []) home.prepare(line);
      for (const step of steps) {
        for (const line of step.setup.filter(isPreparation)) home.prepare(line.replace(/^\(prep\) /, ''));
        recorded.push(await recordStep(home, step));
      }
    } finally {
      home.remove();
    }
  }
  return recorded;
}

const { to } = values;
if (to === undefined) fail('--to is missing: the folder to write to.');
if (!values['empty-engine'] && !isEmpty()) {
  fail('The engine holds images, containers or volumes. With --empty-engine they are removed.');
}
mkdirSync(to, { recursive: true });
for (const group of readGroups(values.from)) {
  if (values.group && !group.name.startsWith(values.group)) continue;
  try {
    const recorded = await recordGroup(group);
    writeFileSync(
      join(to, `${group.name}.jsonl`),
      recorded.map((step) => `${JSON.stringify(step)}\n`).join(''),
    );
    process.stdout.write(`${group.name}: ${recorded.length} commands\n`);
  } catch (error) {
    process.stdout.write(`${group.name}: left out, its set-up failed: ${(error as Error).message}\n`);
  }
}
