import type { ProcessEntry, ProcessTable } from '../../common/process.ts';

/** The processes of one container, numbered from 1 as in a PID namespace of its own. */
export class ContainerProcesses implements ProcessTable {
  private readonly entries = new Map<number, ProcessEntry>();
  private next = 1;

  list(): ProcessEntry[] {
    return [...this.entries.values()];
  }

  add(entry: Omit<ProcessEntry, 'pid'>): number {
    const pid = this.next;
    // The threads of runc, which starts what has no parent in the container, are numbered there too.
    this.next += entry.parent === 0 ? 6 : 1;
    this.entries.set(pid, { ...entry, pid });
    return pid;
  }

  remove(pid: number): void {
    this.entries.delete(pid);
  }
}
