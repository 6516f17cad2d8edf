import type { Process, ProcessEntry, Program } from '../common/process.ts';
import { command, complain, Failure } from './support/program.ts';
import { formatTime } from './support/strftime.ts';

const sizes = (entry: ProcessEntry): { virtual: number; resident: number } => {
  // Plausible, and the same each time.
  const seed = [...entry.argv[0]!].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 9973, 7);
  return { virtual: 4000 + seed, resident: 1200 + (seed % 3000) };
};

function started(now: number, time: number): string {
  return formatTime(now - time < 86_400_000 ? '%H:%M' : '%b%d', new Date(time));
}

/** What every system has besides what was started here. */
function systemEntries(process: Process): ProcessEntry[] {
  if (process.host.processes.list().some(({ pid }) => pid === 1)) return [];
  const boot = process.host.clock.now() - 3 * 3_600_000;
  const entry = (pid: number, parent: number, argv: string[]): ProcessEntry => ({
    pid,
    parent,
    user: 'root',
    argv,
    started: boot,
    tty: false,
    signal: () => {},
  });
  const entries = [entry(1, 0, ['/sbin/init'])];
  if (process.host.socket('/var/run/docker.sock')) {
    entries.push(entry(612, 1, ['/usr/bin/containerd']));
    entries.push(
      entry(731, 1, ['/usr/bin/dockerd', '-H', 'fd://', '--containerd=/run/containerd/containerd.sock']),
    );
  }
  return entries;
}

const KEYS: Record<
  string,
  { title: string; value(process: Process, entry: ProcessEntry): string; right?: boolean }
> = {
  pid: { title: 'PID', value: (_, entry) => String(entry.pid), right: true },
  ppid: { title: 'PPID', value: (_, entry) => String(entry.parent), right: true },
  user: { title: 'USER', value: (_, entry) => entry.user },
  tty: { title: 'TT', value: (_, entry) => (entry.tty ? 'pts/0' : '?') },
  stat: { title: 'STAT', value: (process, entry) => state(process, entry) },
  time: { title: 'TIME', value: () => '00:00:00', right: true },
  comm: { title: 'COMMAND', value: (_, entry) => entry.argv[0]!.replace(/^.*\//, '').replace(/^-/, '') },
  args: { title: 'COMMAND', value: (_, entry) => entry.argv.join(' ') },
};
KEYS.cmd = KEYS.command = KEYS.args!;

function state(process: Process, entry: ProcessEntry): string {
  if (entry.pid === process.pid) return 'R+';
  if (entry.argv[0]!.startsWith('-')) return 'Ss';
  return entry.tty ? 'S+' : entry.pid === 1 ? 'Ss' : 'Ssl';
}

/** ps(1). */
export const ps: Program = async (process) => {
  const args = process.argv.slice(1);
  const letters = args
    .filter((arg) => !arg.includes('='))
    .join('')
    .replace(/-/g, '');
  const all = [...systemEntries(process), ...process.host.processes.list()].sort((a, b) => a.pid - b.pid);
  const isBsd = args.some((arg) => /^[auxw]+f?$/.test(arg));
  const formatAt = args.findIndex((arg) => /^-?o/.test(arg) || arg === '--format');
  const wanted = args.indexOf('-p') === -1 ? undefined : args[args.indexOf('-p') + 1]?.split(',');
  const everything = letters.includes('e') || letters.includes('A') || letters.includes('x') || wanted;
  const shown = all.filter((entry) =>
    wanted
      ? wanted.includes(String(entry.pid))
      : everything || (entry.tty && entry.user === process.user.name),
  );
  if (formatAt !== -1) {
    const names = (args[formatAt]!.replace(/^-?o/, '') || args[formatAt + 1] || '').split(',');
    await process.stdout.write(await custom(process, names, shown));
    return shown.length > 0 ? 0 : 1;
  }
  const now = process.host.clock.now();
  if (isBsd && letters.includes('u')) {
    const rows = shown.map((entry) => {
      const { virtual, resident } = sizes(entry);
      return `${entry.user.slice(0, 8).padEnd(8)} ${String(entry.pid).padStart(7)}  0.0  0.1 ${String(virtual).padStart(6)} ${String(resident).padStart(5)} ${(entry.tty ? 'pts/0' : '?').padEnd(8)} ${state(process, entry).padEnd(4)} ${started(now, entry.started)}   0:00 ${entry.argv.join(' ')}`;
    });
    await process.stdout.write(
      `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n${rows.map((row) => `${row}\n`).join('')}`,
    );
  } else if (letters.includes('f') && !isBsd) {
    const rows = shown.map(
      (entry) =>
        `${entry.user.padEnd(8)} ${String(entry.pid).padStart(7)} ${String(entry.parent).padStart(7)}  0 ${started(now, entry.started)} ${(entry.tty ? 'pts/0' : '?').padEnd(8)} 00:00:00 ${entry.argv.join(' ')}\n`,
    );
    await process.stdout.write(`UID          PID    PPID  C STIME TTY          TIME CMD\n${rows.join('')}`);
  } else if (isBsd) {
    const rows = shown.map(
      (entry) =>
        `${String(entry.pid).padStart(7)} ${(entry.tty ? 'pts/0' : '?').padEnd(8)} ${state(process, entry).padEnd(4)}   0:00 ${entry.argv.join(' ')}\n`,
    );
    await process.stdout.write(`    PID TTY      STAT   TIME COMMAND\n${rows.join('')}`);
  } else {
    const rows = shown.map(
      (entry) =>
        `${String(entry.pid).padStart(7)} ${(entry.tty ? 'pts/0' : '?').padEnd(8)} 00:00:00 ${entry.argv[0]!.replace(/^.*\//, '').replace(/^-/, '')}\n`,
    );
    await process.stdout.write(`    PID TTY          TIME CMD\n${rows.join('')}`);
  }
  return 0;
};

async function custom(process: Process, names: string[], shown: ProcessEntry[]): Promise<string> {
  const keys = names.map((name) => KEYS[name.replace(/=.*/, '')]);
  const unknown = names.find((_, i) => !keys[i]);
  if (unknown !== undefined) {
    await process.stderr.write(`error: unknown user-defined format specifier "${unknown}"\n`);
    return '';
  }
  const titles = names.map((name, i) => (name.includes('=') ? name.replace(/^[^=]*=/, '') : keys[i]!.title));
  const rows = shown.map((entry) => keys.map((key) => key!.value(process, entry)));
  const widths = keys.map((_, i) => Math.max(titles[i]!.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: string[]) =>
    `${cells.map((cell, i) => (keys[i]!.right ? cell.padStart(widths[i]!) : i === cells.length - 1 ? cell : cell.padEnd(widths[i]!))).join(' ')}\n`;
  const header = titles.every((title) => title === '') ? '' : line(titles);
  return header + rows.map(line).join('');
}

const SIGNALS: Record<string, string> = {
  1: 'HUP',
  2: 'INT',
  3: 'QUIT',
  9: 'KILL',
  10: 'USR1',
  12: 'USR2',
  15: 'TERM',
  18: 'CONT',
  19: 'STOP',
};

/** kill(1), as a program: `sudo kill`, `xargs kill`. */
export const kill: Program = async (process) => {
  let args = process.argv.slice(1);
  let signal = 'TERM';
  if (args[0] === '-s') {
    signal = args[1] ?? '';
    args = args.slice(2);
  } else if (/^-./.test(args[0] ?? '')) {
    signal = args[0]!.slice(1);
    args = args.slice(1);
  }
  const name = SIGNALS[signal] ?? signal.toUpperCase().replace(/^SIG/, '');
  if (args.length === 0) {
    await complain(process, 'not enough arguments');
    return 1;
  }
  let status = 0;
  for (const arg of args) {
    const entry = process.host.processes.list().find(({ pid }) => String(pid) === arg);
    if (!entry) await complain(process, `(${arg}): No such process`);
    else if (process.user.uid !== 0 && entry.user !== process.user.name)
      await complain(process, `(${arg}): Operation not permitted`);
    else {
      if (name !== '0') entry.signal(`SIG${name}`);
      continue;
    }
    status = 1;
  }
  return status;
};

/** pgrep(1), pkill(1). */
export const pgrep = command({ short: 'flaxu:n', usageStatus: 2 }, async (process, options) => {
  const [pattern] = options.rest;
  if (pattern === undefined) throw new Failure('no matching criteria specified', 2);
  const regex = new RegExp(options.has('x') ? `^(?:${pattern})$` : pattern);
  const matches = process.host.processes.list().filter((entry) => {
    const text = options.has('f')
      ? entry.argv.join(' ')
      : entry.argv[0]!.replace(/^.*\//, '').replace(/^-/, '');
    return entry.pid !== process.pid && regex.test(text);
  });
  for (const entry of matches) {
    if (process.argv[0]!.endsWith('pkill')) entry.signal('SIGTERM');
    else
      await process.stdout.write(
        `${entry.pid}${options.has('a') ? ` ${entry.argv.join(' ')}` : options.has('l') ? ` ${entry.argv[0]}` : ''}\n`,
      );
  }
  return matches.length > 0 ? 0 : 1;
});

/** top(1): one picture. */
export const top: Program = async (process) => {
  const all = [...systemEntries(process), ...process.host.processes.list()];
  const now = new Date(process.host.clock.now());
  const rows = all.map((entry) => {
    const { virtual, resident } = sizes(entry);
    return `${String(entry.pid).padStart(7)} ${entry.user.padEnd(8)}  20   0 ${String(virtual).padStart(7)} ${String(resident).padStart(6)}   1024 S   0.0   0.1   0:00.00 ${entry.argv[0]!.replace(/^.*\//, '')}\n`;
  });
  await process.stdout.write(
    `top - ${formatTime('%H:%M:%S', now)} up  3:00,  1 user,  load average: 0.00, 0.00, 0.00\nTasks: ${String(all.length).padStart(3)} total,   1 running, ${String(all.length - 1).padStart(3)} sleeping,   0 stopped,   0 zombie\n%Cpu(s):  0.3 us,  0.2 sy,  0.0 ni, 99.5 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st\nMiB Mem :   7936.0 total,   5120.4 free,   1342.1 used,   1473.5 buff/cache\nMiB Swap:      0.0 total,      0.0 free,      0.0 used.   6593.9 avail Mem\n\n    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n${rows.join('')}`,
  );
  return 0;
};
