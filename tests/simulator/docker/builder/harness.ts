import type { FileSystem } from '../../../../src/simulator/common/files.ts';
import type { Engine } from '../../../../src/simulator/engine/index.ts';
import { builder } from '../../engine/build/harness.ts';
import { disk, type Result, run } from '../harness.ts';

const PLUGIN = '/usr/libexec/docker/cli-plugins/docker-buildx';

/** A machine with an engine, buildx, and a folder to build. */
export class BuildMachine {
  readonly engine: Engine;
  readonly files: FileSystem;

  private constructor(engine: Engine, files: FileSystem) {
    this.engine = engine;
    this.files = files;
  }

  static async create(): Promise<BuildMachine> {
    const { engine } = await builder();
    const files = disk();
    files.mkdir(PLUGIN.slice(0, PLUGIN.lastIndexOf('/')), { parents: true });
    files.write(PLUGIN, 'buildx', 0o755);
    const machine = new BuildMachine(engine, files);
    machine.write(
      'tiny/Dockerfile',
      'FROM busybox:1.37\nCOPY hello.txt /hello.txt\nCMD ["cat", "/hello.txt"]\n',
    );
    machine.write('tiny/hello.txt', 'hello from tiny\n');
    return machine;
  }

  write(path: string, text: string): void {
    const full = `/home/user/${path}`;
    this.files.mkdir(full.slice(0, full.lastIndexOf('/')), { parents: true });
    this.files.write(full, text);
  }

  removeBuildx(): void {
    this.files.remove(PLUGIN);
  }

  /** Runs `docker …`. */
  docker(
    line: string,
    options: { env?: Record<string, string>; tty?: number; stdin?: string[] } = {},
  ): Promise<Result> {
    return run(line.split(' '), {
      ...options,
      files: this.files,
      engine: (request) => this.engine.fetch(request),
    });
  }
}

/** Digests, ids and seconds, which differ from world to world, made alike. */
export function alike(text: string): string {
  return text
    .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:<digest>')
    .replaceAll(/\b\d+\.\d+s\b/g, '<time>')
    .replaceAll(/ [\d.]+[kM]?B \/ /g, ' <so far> / ')
    .replaceAll(/\d+B( <time>)? done/g, '<size> done')
    .replaceAll(/ <time> done/g, ' done');
}
