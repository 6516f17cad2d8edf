import type { ContainerProcess } from '../../common/process.ts';
import type { Container } from './container.ts';
import type { Pty } from './pty.ts';
import type { Pipe } from './streams.ts';

/** A command that `docker exec` was asked to run. */
export interface Exec {
  id: string;
  container: Container;
  command: string[];
  tty: boolean;
  openStdin: boolean;
  openStdout: boolean;
  openStderr: boolean;
  detachKeys: Uint8Array;
  privileged: boolean;
  user: string;
  workingDir: string;
  env: string[] | null;
  size: { columns: number; rows: number };
  running: boolean;
  exitCode: number | undefined;
  pid: number;
  process: ContainerProcess | undefined;
  pty: Pty | undefined;
  /** What the client types, where the command reads it. */
  input: Pipe;
}

/** Finished commands beyond these are forgotten, oldest first, so that health checks leave no trail. */
const KEPT = 200;

/** The exec'd commands of all containers. */
export class ExecStore {
  private readonly execs = new Map<string, Exec>();

  add(exec: Exec): void {
    this.execs.set(exec.id, exec);
    if (this.execs.size <= KEPT) return;
    const old = [...this.execs.values()].find((other) => !other.running && other.exitCode !== undefined);
    if (old) this.execs.delete(old.id);
  }

  get(id: string): Exec | undefined {
    return this.execs.get(id);
  }

  /** IDs of the commands that run in a container, or wait to. */
  of(container: Container): string[] {
    return [...this.execs.values()]
      .filter((exec) => exec.container === container && exec.exitCode === undefined)
      .map(({ id }) => id);
  }

  forget(containerId: string): void {
    for (const exec of this.execs.values()) if (exec.container.id === containerId) this.execs.delete(exec.id);
  }
}
