import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Handler } from '../../src/simulator/common/network.ts';
import { runScript } from '../../src/simulator/shell/index.ts';
import type { World } from '../../src/simulator/world/index.ts';
import { MACHINE, openMachine } from '../parity/machine.ts';
import { layerTar, run } from '../strangers/tools.ts';
import type { Player } from './script.ts';

const ENVIRONMENT = { LANG: 'C.UTF-8', TERM: 'xterm-256color' };

/** The folder in which scripts run, on both sides at the same path; `home` in it is the user's. */
export function fillFolder(folder: string): void {
  const write = (path: string, data: string | Uint8Array) => writeFileSync(join(folder, path), data);
  for (const path of ['home/.docker', 'dir/sub', 'context'])
    mkdirSync(join(folder, path), { recursive: true });
  // With an entry the real CLI looks for no credential helper of this computer.
  write('home/.docker/config.json', '{\n\t"auths": {\n\t\t"other.example.com": {}\n\t}\n}');
  write('a.txt', 'hello\n');
  write('env', 'C=3\n# comment\nD\nHOME\n');
  write('badenv', 'a b=c\nd\n');
  write('dir/one', '1\n');
  write('dir/sub/two', '2\n');
  write('image.tar', layerTar('hello\n'));
  write(
    'context/Dockerfile',
    'FROM busybox\nRUN echo built > /made\nCOPY file /\nCMD ["cat", "/made", "/file"]\n',
  );
  write('context/file', 'from the context\n');
}

/** The real CLI, in front of any engine. */
export function realCli(folder: string, dockerHost: string): Player {
  const env = { ...ENVIRONMENT, HOME: join(folder, 'home'), DOCKER_HOST: dockerHost };
  return async ({ command, stdin }) => {
    const script = `cd ${folder} && ${command}`;
    const { status, stdout, stderr } = await run('timeout', ['60', 'bash', '-c', script], env, stdin);
    return { stdout, stderr, screen: '', exit: status };
  };
}

/** A world with the folder on its machine, whose clock runs with this computer's. */
export async function openWorld(folder: string): Promise<World> {
  const world = await openMachine({ wall: Date.now });
  world.clock.set(Date.now());
  const { files } = world.machine(MACHINE).host;
  const copy = (path: string) => {
    files.mkdir(path, { parents: true });
    for (const name of readdirSync(path)) {
      const child = join(path, name);
      if (statSync(child).isDirectory()) copy(child);
      else files.write(child, new Uint8Array(readFileSync(child)));
    }
  };
  copy(folder);
  return world;
}

/** Our shell and CLI in a world, in front of its own engine or of another. */
export function ourCli(world: World, folder: string, engine?: Handler): Player {
  const { host, user } = world.machine(MACHINE);
  if (engine) host.socket = () => engine;
  const env = { ...ENVIRONMENT, HOME: join(folder, 'home'), PATH: '/usr/local/bin:/usr/bin:/bin' };
  return async ({ command, stdin }) => {
    const outcome = { stdout: '', stderr: '', screen: '', exit: 0 };
    const input = stdin === '' ? [] : [new TextEncoder().encode(stdin)];
    const sink = (channel: 'stdout' | 'stderr') => {
      const decoder = new TextDecoder();
      return {
        isTTY: false,
        write: async (data: Uint8Array | string) => {
          outcome[channel] += typeof data === 'string' ? data : decoder.decode(data, { stream: true });
        },
      };
    };
    outcome.exit = await runScript(host, command, {
      user,
      env,
      cwd: folder,
      stdin: { isTTY: false, read: async () => input.shift() },
      stdout: sink('stdout'),
      stderr: sink('stderr'),
    });
    return outcome;
  };
}
