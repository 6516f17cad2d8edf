import type { Group } from './group.ts';

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
  /** Whether the interactive shell has told that it ended. */
  told: boolean;
  /** `disown -h`, `nohup`: no SIGHUP at logout. */
  disowned: boolean;
}

/** The background jobs of a shell. */
export class Jobs {
  readonly list: Job[] = [];

  add(job: Omit<Job, 'id' | 'status' | 'told' | 'disowned'>): Job {
    const id = Math.max(0, ...this.list.map((other) => other.id)) + 1;
    const entry: Job = { ...job, id, status: undefined, told: false, disowned: false };
    this.list.push(entry);
    entry.done = job.done.then((status) => {
      entry.status = status;
      return status;
    });
    return entry;
  }

  remove(job: Job): void {
    const at = this.list.indexOf(job);
    if (at !== -1) this.list.splice(at, 1);
  }

  /** `+` is the newest, `-` the one before. */
  mark(job: Job): '+' | '-' | ' ' {
    if (this.list.at(-1) === job) return '+';
    return this.list.at(-2) === job ? '-' : ' ';
  }

  /** By `%1`, `%+`, `%%`, `%-`, `%text`, `%?text`. */
  find(spec: string): Job | undefined {
    const text = spec.replace(/^%/, '');
    if (text === '' || text === '+' || text === '%') return this.list.at(-1);
    if (text === '-') return this.list.at(-2) ?? this.list.at(-1);
    if (/^\d+$/.test(text)) return this.list.find((job) => job.id === Number(text));
    if (text.startsWith('?')) return this.list.find((job) => job.command.includes(text.slice(1)));
    return this.list.find((job) => job.command.startsWith(text));
  }

  /** A subshell starts without jobs of its own. */
  fork(): Jobs {
    return new Jobs();
  }
}

/** A line of `jobs`. */
export function describeJob(jobs: Jobs, job: Job, withPid = false): string {
  const state =
    job.status === undefined
      ? 'Running'
      : job.ended
        ? job.ended
        : job.status === 0
          ? 'Done'
          : `Exit ${job.status}`;
  const pid = withPid ? ` ${job.pid}` : '';
  return `[${job.id}]${jobs.mark(job)} ${pid} ${state.padEnd(23)} ${job.command}${job.status === undefined ? ' &' : ''}`;
}
