import type { ProcessEntry } from '../../common/process.ts';
import { ApiError } from '../errors.ts';
import type { Container } from './container.ts';
import { containerEvent } from './events.ts';
import { isRestarting, notRunning } from './kill.ts';
import type { ContainerStore } from './store.ts';

type Column = (entry: ProcessEntry, base: number) => string;

/** Times of day, as `ps` shows when something began. */
const clockTime = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(11, 16);

const terminal: Column = (entry) => (entry.tty ? 'pts/0' : '?');
const command: Column = (entry) => entry.argv.join(' ');
const pid: Column = (entry, base) => String(base + entry.pid);

/** Columns by the names that `ps -o` takes. */
const COLUMNS: Record<string, { title: string; value: Column }> = {
  uid: { title: 'UID', value: (entry) => (entry.user === 'root' ? '0' : entry.user) },
  user: { title: 'USER', value: (entry) => entry.user },
  pid: { title: 'PID', value: pid },
  ppid: { title: 'PPID', value: (entry, base) => String(entry.parent > 0 ? base + entry.parent : base - 21) },
  c: { title: 'C', value: () => '0' },
  pcpu: { title: '%CPU', value: () => '0.0' },
  pmem: { title: '%MEM', value: () => '0.1' },
  vsz: { title: 'VSZ', value: () => '4404' },
  rss: { title: 'RSS', value: () => '1664' },
  tty: { title: 'TTY', value: terminal },
  tt: { title: 'TT', value: terminal },
  stat: { title: 'STAT', value: (entry) => (entry.pid === 1 ? 'Ss' : 'S') },
  stime: { title: 'STIME', value: (entry) => clockTime(entry.started) },
  start: { title: 'START', value: (entry) => clockTime(entry.started) },
  time: { title: 'TIME', value: () => '00:00:00' },
  cputime: { title: 'TIME', value: () => '0:00' },
  comm: { title: 'COMMAND', value: (entry) => entry.argv[0]?.split('/').at(-1) ?? '' },
  args: { title: 'COMMAND', value: command },
  cmd: { title: 'CMD', value: command },
  command: { title: 'COMMAND', value: command },
};

const FULL = 'user pid ppid c stime tty time cmd';
const USER_ORIENTED = 'user pid pcpu pmem vsz rss tty stat start cputime command';

/** `docker top`: what `ps` on the machine says of the container's processes. */
export function containerTop(store: ContainerStore, container: Container, psArgs: string): object {
  const args = psArgs === '' ? '-ef' : psArgs;
  for (const [, key, value] of args.matchAll(/\s+([^\s]*)=\s*(PID[^\s]*)/g)) {
    if (key !== 'pid') throw new ApiError(500, `specifying "${key}=${value}" is not allowed`);
  }
  const { running, data } = container;
  if (!data.state.running) throw notRunning(container);
  if (!running) throw isRestarting(container);
  const columns = columnsOf(args);
  const titles = columns.map(({ name, title }) =>
    args.includes('f') && name === 'user' && !isUserOriented(args) ? 'UID' : title,
  );
  if (!titles.includes('PID')) throw new ApiError(500, "Couldn't find PID field in ps output");
  containerEvent(store.context, container, 'top');
  const base = data.state.pid - 1;
  return {
    Processes: running.processes.list().map((entry) => columns.map(({ value }) => value(entry, base))),
    Titles: titles,
  };
}

const isUserOriented = (args: string): boolean => /(^|\s)-?[axw]*u/.test(args);

function columnsOf(args: string): { name: string; title: string; value: Column }[] {
  const chosen = [...args.matchAll(/(?:^|\s)-?[a-zA-Z]*o\s*(\S+)/g)].flatMap(([, list]) => list!.split(','));
  const names = chosen.length > 0 ? chosen : (isUserOriented(args) ? USER_ORIENTED : FULL).split(' ');
  return names.map((given) => {
    const [name = '', title] = given.split('=');
    const column = COLUMNS[name];
    if (!column) throw new ApiError(500, `ps: error: unknown user-defined format specifier "${name}"`);
    return { name, ...column, ...(title ? { title } : {}) };
  });
}
