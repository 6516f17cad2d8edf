import { Killed, type SignalName } from '../../common/process.ts';

/**
 * A process group: one job. A signal goes to every process in it; the evaluator that runs the job ends by
 * `controller`.
 */
export class Group {
  private readonly members = new Set<(name: SignalName) => void>();
  readonly controller = new AbortController();
  /** Takes a signal over when the shell has a trap for it. */
  trap: ((name: SignalName) => boolean) | undefined;

  /** Whether ^C came. */
  interrupted = false;
  /** Nobody waits for it. */
  readonly background: boolean;

  constructor(background = false) {
    this.background = background;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  join(deliver: (name: SignalName) => void): () => void {
    this.members.add(deliver);
    return () => this.members.delete(deliver);
  }

  /** A signal for the processes of the group alone, as `kill` sends it to one. */
  deliver(name: SignalName): void {
    for (const deliver of [...this.members]) deliver(name);
  }

  /**
   * As the kernel delivers to a group. On SIGINT an evaluator that waits for a child lets the child decide: one that
   * handles the signal itself (`docker logs -f`) does not end the script.
   */
  kill(name: SignalName): void {
    const members = [...this.members];
    if (name === 'SIGINT') this.interrupted = true;
    for (const deliver of members) deliver(name);
    if (name !== 'SIGKILL' && this.trap?.(name)) return;
    if (name === 'SIGCHLD' || name === 'SIGWINCH' || name === 'SIGCONT' || name === 'SIGURG') return;
    if (name === 'SIGINT' && members.length > 0) return;
    this.controller.abort(new Killed(name));
  }
}
