import type { Group } from './group.ts';
import { SIGNALS } from './signals.ts';

export interface Job {
  id: number;
  pid: number;
  /** The source text of the pipeline. */
  command: string;
  group: Group;
  /** Never rejects. */
  done: Promise<number>;
  status: number | undefined;
  /** The signal it ended by. */
  ended?: string | undefined;
  /** Whether the interactive shell has told of its present state. */
  told: boolean;
  /** `kill` has just sent it a signal: what comes of it is seen at the next prompt but one. */
  signalled?: boolean;
  /** `disown -h`, `nohup`: no SIGHUP at logout. */
  disowned: boolean;
}

const isStopped = (job: Job): boolean => job.status === undefined && job.group.stopped;
const isRunning = (job: Job): boolean => job.status === undefined && !job.group.stopped;

/** The jobs of a shell: those in the background, and the stopped ones. */
export class Jobs {
  readonly list: Job[] = [];
  /** What `%+` and `%-` are. */
  private current: Job | undefined;
  private previous: Job | undefined;
  private readonly foreign = new Set<Job>();

  add(job: Omit<Job, 'id' | 'status' | 'told' | 'disowned'>): Job {
    const id = Math.max(0, ...this.list.map((other) => other.id)) + 1;
    const entry: Job = { ...job, id, status: undefined, told: false, disowned: false };
    this.list.push(entry);
    entry.done = job.done.then((status) => {
      entry.status = status;
      if (status > 128) entry.ended = endedText(status);
      return status;
    });
    entry.group.onStop(() => {
      entry.told = false;
      this.makeCurrent(entry);
    });
    if (isStopped(entry)) this.makeCurrent(entry);
    else this.choose();
    return entry;
  }

  remove(job: Job): void {
    const at = this.list.indexOf(job);
    if (at !== -1) this.list.splice(at, 1);
    if (job === this.current || job === this.previous) {
      if (job === this.current) this.current = undefined;
      if (job === this.previous) this.previous = undefined;
      this.choose();
    }
  }

  /** A job goes on: stopped ones come before it. */
  resume(job: Job): void {
    job.group.resume();
    job.told = false;
    this.choose();
  }

  mark(job: Job): '+' | '-' | ' ' {
    if (this.current === job) return '+';
    return this.previous === job ? '-' : ' ';
  }

  /** By `%1`, `%+`, `%%`, `%-`, `%text`, `%?text`, or the number alone. */
  find(spec: string): Job | undefined {
    const text = spec.replace(/^%/, '');
    if (text === '' || text === '+' || text === '%') return this.current;
    if (text === '-') return this.previous ?? this.current;
    if (/^\d+$/.test(text)) return this.list.find((job) => job.id === Number(text));
    if (text.startsWith('?')) return this.list.find((job) => job.command.includes(text.slice(1)));
    return this.list.find((job) => job.command.startsWith(text));
  }

  get stopped(): Job[] {
    return this.list.filter(isStopped);
  }

  /** A subshell shows its parent's jobs, and has none of its own. */
  fork(): Jobs {
    const copy = new Jobs();
    copy.list.push(...this.list);
    copy.current = this.current;
    copy.previous = this.previous;
    for (const job of this.list) copy.foreign.add(job);
    return copy;
  }

  /** Those that this shell may wait for. */
  get own(): Job[] {
    return this.list.filter((job) => !this.foreign.has(job));
  }

  /** The newest stopped job becomes `%+`; without one the newest that runs (`reset_current` of bash's jobs.c). */
  private choose(): void {
    const { current, previous } = this;
    const next =
      current && isStopped(current)
        ? current
        : previous && isStopped(previous)
          ? previous
          : (this.list.findLast(isStopped) ?? this.list.findLast(isRunning));
    if (next) this.makeCurrent(next);
  }

  /** `set_current_job` of jobs.c. */
  private makeCurrent(job: Job): void {
    if (this.current !== job) {
      this.previous = this.current;
      this.current = job;
    }
    const { previous } = this;
    if (previous && previous !== job && isStopped(previous)) return;
    const older = this.list.slice(0, this.list.indexOf(job));
    const stopped = isStopped(job) ? older.findLast(isStopped) : undefined;
    this.previous = stopped ?? (isRunning(job) ? older : this.list).findLast(isRunning) ?? job;
  }
}

function endedText(status: number): string | undefined {
  const name = SIGNALS[status - 129];
  const texts: Record<string, string> = {
    TERM: 'Terminated',
    KILL: 'Killed',
    HUP: 'Hangup',
    INT: 'Interrupt',
    QUIT: 'Quit',
  };
  return name ? texts[name] : undefined;
}

/** A line of `jobs`. */
export function describeJob(jobs: Jobs, job: Job, withPid = false): string {
  const state =
    job.status === undefined
      ? job.group.stopped
        ? 'Stopped'
        : 'Running'
      : job.ended
        ? job.ended
        : job.status === 0
          ? 'Done'
          : `Exit ${job.status}`;
  const pid = withPid ? ` ${job.pid}` : '';
  const command = isRunning(job) ? `${job.command} &` : job.command;
  return `[${job.id}]${jobs.mark(job)} ${pid} ${state.padEnd(23)} ${command}`;
}
