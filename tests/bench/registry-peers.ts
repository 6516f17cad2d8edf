import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, waitForPort } from '../strangers/tools.ts';
import { Connection } from './http-client.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A server that is measured, in a process of its own. */
export class Peer {
  readonly name: string;
  /** Where it listens: another port at each start, which nobody has taken meanwhile. */
  port = 0;
  private readonly command: (port: number) => string[];
  private readonly forgets: boolean;
  private process: ChildProcess | undefined;

  /** `forgets`: whether what is deleted frees its memory. Where it does not, a new process must. */
  constructor(name: string, forgets: boolean, command: (port: number) => string[]) {
    this.name = name;
    this.forgets = forgets;
    this.command = command;
  }

  async start(): Promise<void> {
    this.port = await freePort();
    const [program = '', ...args] = this.command(this.port);
    this.process = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    await waitForPort(this.port, this.process);
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (process?.exitCode !== null || process.signalCode !== null) return;
    process.kill();
    await once(process, 'exit');
  }

  /** Gives back the memory of what was pushed. */
  async forget(paths: string[]): Promise<void> {
    if (this.forgets) {
      const connection = new Connection(this.port);
      for (const path of paths) await connection.request('DELETE', path, '');
      connection.close();
    } else if (paths.length > 0) {
      await this.stop();
      await this.start();
    }
  }
}

/** A bare server, Tagboat's registry, and Debian's docker-registry where it is installed. */
export function peers(folder: string): Peer[] {
  const node = [process.execPath, ...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? [])];
  const list = [
    new Peer('bare node:http', true, (port) => [
      ...node,
      join(ROOT, 'tests/bench/registry-bare.ts'),
      String(port),
    ]),
    new Peer('Tagboat', true, (port) => [
      ...node,
      join(ROOT, 'src/node/registry.ts'),
      '--port',
      String(port),
    ]),
  ];
  if (spawnSync('sh', ['-c', 'command -v docker-registry']).status !== 0) {
    process.stdout.write('docker-registry is not installed: its column is missing.\n');
    return list;
  }
  const config = join(folder, 'config.yml');
  return [
    ...list,
    new Peer('docker-registry', false, (port) => {
      writeFileSync(
        config,
        `version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {inmemory: {}}\nhttp: {addr: "127.0.0.1:${port}"}\n`,
      );
      return ['docker-registry', 'serve', config];
    }),
  ];
}
