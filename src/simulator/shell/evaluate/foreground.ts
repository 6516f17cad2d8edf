import { Break } from '../state/flow.ts';
import { Group } from '../state/group.ts';
import { describeJob, type Job } from '../state/jobs.ts';
import type { Shell } from '../state/shell.ts';
import { signalNumber } from '../state/signals.ts';

/** The status of what ^Z stopped. */
const STOPPED = 128 + signalNumber('SIGTSTP');

/** Whether each pipeline is a job of its own: in an interactive shell, not in its subshells. */
export function controlsJobs(shell: Shell): boolean {
  return shell.interactive && shell.subshell === 0 && shell.option('monitor');
}

/**
 * Runs a pipeline and waits for it; with job control as a process group of its own, so that ^C and ^Z are its
 * business. `undefined` when it was stopped: it is among the jobs then.
 */
export async function inForeground<T>(
  shell: Shell,
  command: () => string,
  start: (group: Group) => Promise<T>,
  statusOf: (result: T) => number,
): Promise<T | undefined> {
  if (!controlsJobs(shell)) return start(shell.group);
  const group = new Group(false, true);
  const leave = shell.group.join((name) => group.kill(name));
  const running = start(group);
  try {
    const result = await attend(shell, group, running);
    if (result) return result.value;
  } finally {
    leave();
  }
  const pid = shell.host.processes.list().findLast(({ parent }) => parent === shell.pid)?.pid ?? shell.pid;
  const job = shell.jobs.add({ pid, command: command(), group, done: running.then(statusOf, () => 1) });
  await tellStopped(shell, job);
  return undefined;
}

/** `fg`: waits for a job as for any command. */
export async function attendJob(shell: Shell, job: Job): Promise<number> {
  job.group.background = false;
  const leave = shell.group.join((name) => job.group.kill(name));
  try {
    shell.jobs.resume(job);
    const result = await attend(shell, job.group, shell.host.clock.during(job.done, job.group.signal));
    if (result) {
      shell.jobs.remove(job);
      if (job.ended === 'Interrupt') await shell.write(1, '\n');
      else if (job.ended) await shell.write(2, `${job.ended}\n`);
      return result.value;
    }
  } finally {
    leave();
  }
  await tellStopped(shell, job);
  return STOPPED;
}

/** Waits until a group ends or stops, and sends it what is typed meanwhile. */
async function attend<T>(shell: Shell, group: Group, running: Promise<T>): Promise<{ value: T } | undefined> {
  let stopped = (): void => {};
  const stop = new Promise<undefined>((resolve) => {
    stopped = () => resolve(undefined);
  });
  const leave = group.onStop(stopped);
  const before = shell.foreground;
  shell.foreground = group;
  try {
    const result = await Promise.race([running.then((value) => ({ value })), stop]);
    if (!result) {
      shell.tty?.setRaw(false);
      shell.tty?.setEcho(true);
    }
    return result;
  } finally {
    leave();
    shell.foreground = before;
  }
}

/** The prompt comes back; a loop that the command was in is left. */
async function tellStopped(shell: Shell, job: Job): Promise<void> {
  job.told = true;
  job.group.background = true;
  await shell.write(2, `\n${describeJob(shell.jobs, job)}\n`);
  shell.status = STOPPED;
  shell.pipeStatus = [STOPPED];
  if (shell.loopDepth > 0) throw new Break(shell.loopDepth, false, STOPPED);
}

/** Whether stopped jobs hold an interactive shell back: they do so once. */
export async function heldBack(shell: Shell): Promise<boolean> {
  if (!shell.interactive || shell.subshell > 0 || shell.jobs.stopped.length === 0) return false;
  if (shell.warnedOfJobs) return false;
  shell.warnedOfJobs = true;
  await shell.write(2, 'There are stopped jobs.\n');
  return true;
}
