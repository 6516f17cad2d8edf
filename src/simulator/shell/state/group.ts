import { Killed, type SignalName } from '../../common/process.ts';

/** Signals that stop a process by default (signal(7)). */
export const STOPPING: ReadonlySet<SignalName> = new Set(['SIGTSTP', 'SIGSTOP', 'SIGTTIN', 'SIGTTOU']);
/** Signals that do nothing by default. */
export const HARMLESS: ReadonlySet<SignalName> = new Set(['SIGCHLD', 'SIGWINCH', 'SIGCONT', 'SIGURG']);

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
  background: boolean;
  /** Whether a shell with job control looks after it: only then somebody can continue it. */
  readonly controlled: boolean;
  private pause = new AbortController();
  private waiting: (() => void)[] = [];
  private readonly stopListeners = new Set<() => void>();

  constructor(background = false, controlled = false) {
    this.background = background;
    this.controlled = controlled;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get stopped(): boolean {
    return this.pause.signal.aborted;
  }

  /** Aborts at the next stop. */
  get pauseSignal(): AbortSignal {
    return this.pause.signal;
  }

  join(deliver: (name: SignalName) => void): () => void {
    this.members.add(deliver);
    return () => this.members.delete(deliver);
  }

  /** Calls back each time the group is stopped; returns what ends that. */
  onStop(callback: () => void): () => void {
    this.stopListeners.add(callback);
    return () => this.stopListeners.delete(callback);
  }

  /** Waits until the group runs. A stopped process does nothing that others can see: it neither reads nor writes. */
  async running(): Promise<void> {
    while (this.stopped) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  stop(): void {
    if (!this.controlled || this.stopped || this.signal.aborted) return;
    this.pause.abort();
    for (const callback of [...this.stopListeners]) callback();
  }

  resume(): void {
    if (!this.stopped) return;
    this.pause = new AbortController();
    const waiting = this.waiting;
    this.waiting = [];
    for (const wake of waiting) wake();
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
    if (STOPPING.has(name)) {
      this.stop();
      return;
    }
    for (const deliver of members) deliver(name);
    if (name === 'SIGCONT') this.resume();
    if (name !== 'SIGKILL' && this.trap?.(name)) return;
    if (HARMLESS.has(name)) return;
    if (name === 'SIGINT' && members.length > 0) return;
    this.controller.abort(new Killed(name));
    // What ends a stopped process continues it first.
    this.resume();
  }
}
