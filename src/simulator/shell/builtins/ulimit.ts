import type { Limit } from '../../common/process.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, badOption, parseOptions } from './support.ts';

/** `ulimit`: what processes may use, under the names of bash, dash and ash. */

interface Resource {
  letter: string;
  /** As docker's `--ulimit` calls it. */
  name: string;
  /** How many bytes, or whatever is counted, make one. */
  unit: number;
  bash: [label: string, unit: string];
  /** dash's letter, where it is another one, and its label; missing where it knows none. */
  dash?: [letter: string, label: string];
}

const RESOURCES: readonly Resource[] = [
  { letter: 'R', name: 'rttime', unit: 1, bash: ['real-time non-blocking time', 'microseconds, '] },
  {
    letter: 'c',
    name: 'core',
    unit: 512,
    bash: ['core file size', 'blocks, '],
    dash: ['c', 'coredump(blocks)'],
  },
  { letter: 'd', name: 'data', unit: 1024, bash: ['data seg size', 'kbytes, '], dash: ['d', 'data(kbytes)'] },
  { letter: 'e', name: 'nice', unit: 1, bash: ['scheduling priority', ''] },
  { letter: 'f', name: 'fsize', unit: 512, bash: ['file size', 'blocks, '], dash: ['f', 'file(blocks)'] },
  { letter: 'i', name: 'sigpending', unit: 1, bash: ['pending signals', ''] },
  {
    letter: 'l',
    name: 'memlock',
    unit: 1024,
    bash: ['max locked memory', 'kbytes, '],
    dash: ['l', 'locked memory(kbytes)'],
  },
  {
    letter: 'm',
    name: 'rss',
    unit: 1024,
    bash: ['max memory size', 'kbytes, '],
    dash: ['m', 'memory(kbytes)'],
  },
  { letter: 'n', name: 'nofile', unit: 1, bash: ['open files', ''], dash: ['n', 'nofiles'] },
  { letter: 'p', name: 'pipe', unit: 512, bash: ['pipe size', '512 bytes, '] },
  { letter: 'q', name: 'msgqueue', unit: 1, bash: ['POSIX message queues', 'bytes, '] },
  { letter: 'r', name: 'rtprio', unit: 1, bash: ['real-time priority', ''], dash: ['r', 'rtprio'] },
  { letter: 's', name: 'stack', unit: 1024, bash: ['stack size', 'kbytes, '], dash: ['s', 'stack(kbytes)'] },
  { letter: 't', name: 'cpu', unit: 1, bash: ['cpu time', 'seconds, '], dash: ['t', 'time(seconds)'] },
  { letter: 'u', name: 'nproc', unit: 1, bash: ['max user processes', ''], dash: ['p', 'process'] },
  {
    letter: 'v',
    name: 'as',
    unit: 1024,
    bash: ['virtual memory', 'kbytes, '],
    dash: ['v', 'vmemory(kbytes)'],
  },
  { letter: 'x', name: 'locks', unit: 1, bash: ['file locks', ''], dash: ['w', 'locks'] },
];
const DASH_ORDER = 'tfdscmlpnvwr';
/** ash calls them as bash does, save for units in words of its own; it knows all but two. */
const ASH_UNITS: Record<string, string> = {
  'blocks, ': ' (blocks)',
  'kbytes, ': ' (kb)',
  'bytes, ': ' (bytes)',
  'seconds, ': ' (seconds)',
  '': '',
};

const NONE: Limit = { soft: Number.POSITIVE_INFINITY, hard: Number.POSITIVE_INFINITY };
const both = (value: number): Limit => ({ soft: value, hard: value });
/** As Debian has them on a machine of this size. */
const USUAL: Record<string, Limit> = {
  core: { soft: 0, hard: Number.POSITIVE_INFINITY },
  nice: both(0),
  sigpending: both(31_747),
  memlock: both(8192 * 1024),
  nofile: { soft: 1024, hard: 1_048_576 },
  pipe: both(4096),
  msgqueue: both(819_200),
  rtprio: both(0),
  stack: { soft: 8192 * 1024, hard: Number.POSITIVE_INFINITY },
  nproc: both(31_747),
};

const limitOf = (shell: Shell, name: string): Limit =>
  shell.limits.get(name) ?? shell.host.limits?.[name] ?? USUAL[name] ?? NONE;

/** The resources by the letters of a shell. */
function known(shell: Shell): { letter: string; resource: Resource }[] {
  if (shell.flavour === 'dash') {
    return [...DASH_ORDER].map((letter) => ({
      letter,
      resource: RESOURCES.find(({ dash }) => dash?.[0] === letter)!,
    }));
  }
  return RESOURCES.filter(({ letter }) => shell.flavour === 'bash' || !'Rp'.includes(letter)).map(
    (resource) => ({
      letter: resource.letter,
      resource,
    }),
  );
}

function labelled(shell: Shell, { letter, resource }: { letter: string; resource: Resource }): string {
  const [label, unit] = resource.bash;
  if (shell.flavour === 'dash') return `${resource.dash![1].padEnd(20)} `;
  if (shell.flavour === 'ash') return `${`${label}${ASH_UNITS[unit]!}`.padEnd(32)}(-${letter}) `;
  return `${label.padEnd(20)} ${`(${unit}-${letter}) `.padStart(20)}`;
}

const shown = (limit: number, { unit }: Resource): string =>
  limit === Number.POSITIVE_INFINITY ? 'unlimited' : String(Math.floor(limit / unit));

export const ulimit: Builtin = async (shell, words) => {
  const all = known(shell);
  const options = parseOptions(words, `SHa${all.map(({ letter }) => letter).join('')}`);
  if (options.invalid) return badOption(shell, words, options, 'ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]');
  const { flags, rest } = options;
  const side = flags.has('H') ? 'hard' : 'soft';
  if (flags.has('a')) {
    for (const one of all) {
      const value = shown(limitOf(shell, one.resource.name)[side], one.resource);
      await shell.write(1, `${labelled(shell, one)}${value}\n`);
    }
    return 0;
  }
  const chosen = all.filter(({ letter }) => flags.has(letter));
  const wanted = chosen.length > 0 ? chosen : all.filter(({ resource }) => resource.name === 'fsize');
  for (const one of wanted) {
    if (rest[0] !== undefined && one === wanted.at(-1))
      return change(shell, one.resource, rest[0], { soft: flags.has('S'), hard: flags.has('H') });
    const label = wanted.length > 1 && shell.flavour === 'bash' ? labelled(shell, one) : '';
    await shell.write(1, `${label}${shown(limitOf(shell, one.resource.name)[side], one.resource)}\n`);
  }
  return 0;
};

async function change(
  shell: Shell,
  resource: Resource,
  text: string,
  sides: { soft: boolean; hard: boolean },
): Promise<number> {
  const before = limitOf(shell, resource.name);
  const value = readLimit(shell, text, resource, before);
  if (value === undefined)
    return refuse(shell, `${text}: invalid number`, 'bad number', `invalid number '${text}'`);
  const neither = !sides.soft && !sides.hard;
  const after = {
    soft: sides.soft || neither ? value : before.soft,
    hard: sides.hard || neither ? value : before.hard,
  };
  const reason =
    after.soft > after.hard
      ? 'Invalid argument'
      : after.hard > before.hard
        ? 'Operation not permitted'
        : undefined;
  if (reason !== undefined) {
    const failed = `error setting limit`;
    return refuse(
      shell,
      `${resource.bash[0]}: cannot modify limit: ${reason}`,
      `${failed} (${reason})`,
      `${failed}: ${reason}`,
    );
  }
  shell.limits.set(resource.name, after);
  return 0;
}

function readLimit(
  shell: Shell,
  text: string,
  { unit }: Resource,
  { soft, hard }: Limit,
): number | undefined {
  if (text === 'unlimited') return Number.POSITIVE_INFINITY;
  if (shell.flavour === 'bash' && text === 'hard') return hard;
  if (shell.flavour === 'bash' && text === 'soft') return soft;
  return /^\d+$/.test(text) ? Number(text) * unit : undefined;
}

/** Tells what is wrong, in the words of each shell. */
async function refuse(shell: Shell, bash: string, dash: string, ash: string): Promise<number> {
  const words = { bash: `ulimit: ${bash}`, dash: `ulimit: ${dash}`, ash };
  await shell.complain(words[shell.flavour]);
  return shell.flavour === 'dash' ? 2 : 1;
}
