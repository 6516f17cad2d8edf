import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectEngine } from '../../src/node/engine-client.ts';
import type { Outcome } from '../parity/compare.ts';
import { freePort, hasTool, run, scratch, waitForPort } from '../strangers/tools.ts';
import { differences, type Line, type Player, play, readScript } from './script.ts';
import { fillFolder, openWorld, ourCli, realCli } from './sides.ts';

const isRoot = process.getuid?.() === 0;
const isInstalled = ['docker', 'dockerd', 'docker-registry'].map(hasTool).every(Boolean);
if (isInstalled && !isRoot) console.warn('SKIPPED: dockerd needs root.');

/** The name of the registry in scripts, and on our side; the real one gets a port of its own for each run. */
const REGISTRY = 'localhost:5000';

/** Our CLI, over its socket, in front of a real dockerd; beside it the real CLI, or our CLI at our engine. */
describe.skipIf(!isInstalled || !isRoot)('our CLI at a real dockerd', () => {
  const place = scratch();
  const socketPath = join(place.path, 'docker.sock');
  let daemon: ChildProcess;
  let folder: ReturnType<typeof scratch>;

  beforeAll(async () => {
    for (const name of ['data', 'exec']) mkdirSync(join(place.path, name));
    daemon = spawn(
      'dockerd',
      [
        ...['--data-root', join(place.path, 'data'), '--exec-root', join(place.path, 'exec')],
        ...['--pidfile', join(place.path, 'pid'), '--host', `unix://${socketPath}`],
        ...['--storage-driver', 'vfs', '--bridge', 'none', '--iptables=false', '--ip6tables=false'],
      ],
      { stdio: 'ignore' },
    );
    for (let tries = 0; tries < 300; tries += 1) {
      if (existsSync(socketPath) && (await docker('version')).status === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('dockerd did not start');
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => daemon?.once('exit', resolve));
    daemon?.kill('SIGTERM');
    await ended;
    place.remove();
  });
  beforeEach(() => {
    folder = scratch();
    fillFolder(folder.path);
  });
  afterEach(() => folder.remove());

  const docker = (...args: string[]) => run('docker', args, { DOCKER_HOST: `unix://${socketPath}` });

  /** Plays a script in front of dockerd, with a registry of its own, and leaves dockerd empty. */
  async function atDockerd(script: readonly Line[], player: Player): Promise<Outcome[]> {
    const port = await freePort();
    const config = join(folder.path, 'registry.yml');
    writeFileSync(
      config,
      `version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {inmemory: {}}\nhttp: {addr: "127.0.0.1:${port}"}\n`,
    );
    const registry = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
    await waitForPort(port, registry);
    const named = (text: string) => text.replaceAll(`localhost:${port}`, REGISTRY);
    const outcomes = await play(
      script.map(({ command, stdin }) => ({
        command: command.replaceAll('REGISTRY', `localhost:${port}`),
        stdin,
      })),
      player,
    );
    registry.kill();
    const containers = (await docker('ps', '-aq')).stdout.split('\n').filter(Boolean);
    if (containers.length > 0) await docker('rm', '-f', ...containers);
    await docker('image', 'prune', '-af');
    await docker('volume', 'prune', '-f');
    return outcomes.map(({ stdout, stderr, ...rest }) => ({
      ...rest,
      stdout: named(stdout),
      stderr: named(stderr),
    }));
  }

  const ourCliAtDockerd = async () =>
    ourCli(await openWorld(folder.path), folder.path, connectEngine({ socketPath }));

  test.each(['daemon-registry', 'daemon-cli'])(
    'says what the real CLI says there: %s',
    async (name) => {
      const script = readScript(name);
      const ours = await atDockerd(script, await ourCliAtDockerd());
      const real = await atDockerd(script, realCli(folder.path, `unix://${socketPath}`));
      expect(differences(script, real, ours)).toEqual([]);
    },
    300_000,
  );

  test('finds there what it finds at our engine', async () => {
    const script = readScript('daemon-registry');
    const real = await atDockerd(script, await ourCliAtDockerd());
    const world = await openWorld(folder.path);
    const there = script.map(({ command, stdin }) => ({
      command: command.replaceAll('REGISTRY', REGISTRY),
      stdin,
    }));
    const ours = await play(there, ourCli(world, folder.path));
    expect(differences(script, real, ours)).toEqual([]);
  }, 300_000);
});
