import { attendJob } from '../evaluate/foreground.ts';
import { orAborted } from '../io/breathe.ts';
import { describeJob, type Job } from '../state/jobs.ts';
import type { Shell } from '../state/shell.ts';
import { SIGNALS, signalNumber, signalOf } from '../state/signals.ts';
import { command } from './names.ts';
import { type Builtin, badOption, parseOptions } from './support.ts';

/** Waits for a job while the world's time goes on: nobody else moves it. */
async function ended(shell: Shell, done: Promise<number>): Promise<number> {
  const { signal, background } = shell.group;
  return orAborted(background ? done : shell.host.clock.during(done, signal), signal);
}

export const jobs: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'lnprsx');
  if (options.invalid)
    return badOption(shell, words, options, 'jobs [-lnprs] [jobspec ...] or jobs -x command [args]');
  const { flags, rest } = options;
  if (flags.has('x')) {
    const run = rest.map((word) => (/^%/.test(word) ? String(shell.jobs.find(word)?.pid ?? word) : word));
    return run.length === 0 ? 0 : command(shell, ['command', ...run]);
  }
  let status = 0;
  const wanted = rest.length === 0 ? [...shell.jobs.list] : [];
  for (const spec of rest) {
    const job = shell.jobs.find(spec);
    if (job) wanted.push(job);
    else {
      await shell.complain(`jobs: ${spec}: no such job`);
      status = 1;
    }
  }
  for (const job of wanted) {
    if (flags.has('s') && !shell.jobs.stopped.includes(job)) continue;
    if (flags.has('r') && (job.status !== undefined || job.group.stopped)) continue;
    job.told = true;
    if (flags.has('p')) await shell.write(1, `${job.pid}\n`);
    else await shell.write(1, `${describeJob(shell.jobs, job, flags.has('l'))}\n`);
  }
  for (const job of wanted) if (job.status !== undefined && shell.subshell === 0) shell.jobs.remove(job);
  return status;
};

async function noSuchJob(shell: Shell, command: string, spec: string | undefined): Promise<number> {
  await shell.complain(`${command}: ${spec ?? 'current'}: no such job`);
  return 1;
}

export const foreground: Builtin = async (shell, words) => {
  if (!shell.option('monitor')) {
    await shell.complain('fg: no job control');
    return 1;
  }
  const job = shell.jobs.find(words[1] ?? '%+');
  if (!job) return noSuchJob(shell, 'fg', words[1]);
  await shell.write(1, `${job.command}\n`);
  return attendJob(shell, job);
};

export const background: Builtin = async (shell, words) => {
  if (!shell.option('monitor')) {
    await shell.complain('bg: no job control');
    return 1;
  }
  let status = 0;
  for (const spec of words.length > 1 ? words.slice(1) : [undefined]) {
    const job = shell.jobs.find(spec ?? '%+');
    if (!job) status = await noSuchJob(shell, 'bg', spec);
    else if (!job.group.stopped) await shell.complain(`bg: job ${job.id} already in background`);
    else {
      await shell.write(1, `[${job.id}]${shell.jobs.mark(job)} ${job.command} &\n`);
      job.group.background = true;
      shell.jobs.resume(job);
      shell.lastBackground = job.pid;
    }
  }
  return status;
};

export const wait: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'fnp:');
  if (options.invalid) return badOption(shell, words, options, 'wait [-fn] [-p var] [id ...]');
  const { flags, rest } = options;
  const finish = async (job: Job): Promise<number> => {
    const status = await ended(shell, job.done);
    if (!shell.interactive) shell.jobs.remove(job);
    return status;
  };
  if (flags.has('n')) {
    const running = shell.jobs.own;
    if (running.length === 0) return 127;
    const each = running.map(async (job) => {
      const status = await job.done;
      shell.jobs.remove(job);
      return status;
    });
    return ended(shell, Promise.race(each));
  }
  if (rest.length === 0) {
    for (const job of [...shell.jobs.own]) await finish(job);
    return 0;
  }
  let status = 0;
  for (const spec of rest) {
    const job = spec.startsWith('%')
      ? shell.jobs.find(spec)
      : shell.jobs.own.find(({ pid }) => String(pid) === spec);
    if (job) status = await finish(job);
    else if (spec.startsWith('%')) status = (await noSuchJob(shell, 'wait', spec)) && 127;
    else if (/^\d+$/.test(spec)) {
      await shell.complain(`wait: pid ${spec} is not a child of this shell`);
      status = 127;
    } else {
      await shell.complain(`wait: \`${spec}': not a pid or valid job spec`);
      status = 1;
    }
  }
  return status;
};

export const disown: Builtin = async (shell, words) => {
  const { flags, rest } = parseOptions(words, 'ahr');
  const chosen = flags.has('a')
    ? [...shell.jobs.list]
    : (rest.length > 0 ? rest : ['%+']).map((spec) => shell.jobs.find(spec));
  let status = 0;
  for (const [i, job] of chosen.entries()) {
    if (!job) status = await noSuchJob(shell, 'disown', rest[i]);
    else if (flags.has('h')) job.disowned = true;
    else shell.jobs.remove(job);
  }
  return status;
};

const KILL_USAGE = 'kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]';

export const kill: Builtin = async (shell, words) => {
  let args = words.slice(1);
  let name = 'TERM';
  const first = args[0] ?? '';
  if (first === '-l' || first === '-L') {
    if (args.length > 1) {
      for (const arg of args.slice(1)) {
        const number = Number(arg) > 128 ? Number(arg) - 128 : arg;
        const signal = signalOf(String(number));
        if (!signal) {
          await shell.complain(`kill: ${arg}: invalid signal specification`);
          return 1;
        }
        await shell.write(1, `${/^\d+$/.test(arg) ? signal : signalNumber(signal)}\n`);
      }
      return 0;
    }
    const lines = SIGNALS.map((signal, i) => `${String(i + 1).padStart(2)}) SIG${signal}`);
    let text = '';
    for (let i = 0; i < lines.length; i += 5) text += `${lines.slice(i, i + 5).join('\t')}\n`;
    await shell.write(1, text);
    return 0;
  }
  if (first === '-s' || first === '-n') {
    name = args[1] ?? '';
    args = args.slice(2);
  } else if (/^-[A-Za-z0-9]/.test(first)) {
    name = first.slice(1);
    args = args.slice(1);
  }
  if (args[0] === '--') args = args.slice(1);
  const signal = name === '0' ? '0' : signalOf(name);
  if (signal === undefined || signal === 'EXIT') {
    await shell.complain(`kill: ${name}: invalid signal specification`);
    return 1;
  }
  if (args.length === 0) {
    await shell.write(2, `kill: usage: ${KILL_USAGE}\n`);
    return 2;
  }
  let status = 0;
  for (const arg of args) if (!(await deliver(shell, arg, signal))) status = 1;
  return status;
};

async function deliver(shell: Shell, target: string, signal: string): Promise<boolean> {
  if (target.startsWith('%')) {
    const job = shell.jobs.find(target);
    if (!job) {
      await shell.complain(`kill: ${target}: no such job`);
      return false;
    }
    job.signalled = signal !== 'KILL';
    if (signal === 'CONT') shell.jobs.resume(job);
    job.group.kill(`SIG${signal}`);
    return true;
  }
  if (!/^-?\d+$/.test(target)) {
    await shell.complain(`kill: ${target}: arguments must be process or job IDs`);
    return false;
  }
  const pid = Math.abs(Number(target));
  if (pid === shell.pid) {
    // The kernel keeps from a container's first process what it does not handle, SIGKILL as well (pid_namespaces(7)).
    const ends = pid !== 1 && !(shell.interactive && signal !== 'KILL');
    if (signal !== '0' && !shell.takeSignal(signal) && ends) {
      shell.group.kill(`SIG${signal}`);
      await shell.checkpoint();
    }
    return true;
  }
  const entry = shell.host.processes.list().find((process) => process.pid === pid);
  if (!entry) {
    await shell.complain(`kill: (${target}) - No such process`);
    return false;
  }
  if (shell.user.uid !== 0 && entry.user !== shell.user.name) {
    await shell.complain(`kill: (${target}) - Operation not permitted`);
    return false;
  }
  const job = shell.jobs.list.find((one) => one.pid === pid);
  if (job) job.signalled = signal !== 'KILL';
  if (signal !== '0') entry.signal(`SIG${signal}`);
  return true;
}

export const trap: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'lp');
  if (options.invalid) return badOption(shell, words, options, 'trap [-lp] [[arg] signal_spec ...]');
  const { flags, rest } = options;
  const known = (name: string) =>
    ['ERR', 'DEBUG', 'RETURN'].includes(name.toUpperCase()) ? name.toUpperCase() : signalOf(name);
  if (flags.has('l')) return kill(shell, ['kill', '-l']);
  if (rest.length === 0 || flags.has('p')) {
    for (const [name, action] of shell.traps) {
      if (rest.length > 0 && !rest.some((one) => known(one) === name)) continue;
      const label = shell.flavour === 'bash' && signalNumber(name) > 0 ? `SIG${name}` : name;
      await shell.write(1, `trap -- '${action.replaceAll("'", "'\\''")}' ${label}\n`);
    }
    return 0;
  }
  const reset = rest[0] === '-' || (rest.length === 1 && known(rest[0]!) !== undefined);
  const names = rest[0] === '-' || !reset ? rest.slice(1) : rest;
  if (names.length === 0) {
    await shell.write(2, 'trap: usage: trap [-lp] [[arg] signal_spec ...]\n');
    return 2;
  }
  let status = 0;
  for (const name of names) {
    const signal = known(name);
    if (signal === undefined) {
      await shell.complain(`trap: ${name}: invalid signal specification`);
      status = 1;
    } else if (reset) shell.traps.delete(signal);
    else shell.traps.set(signal, rest[0]!);
  }
  return status;
};
