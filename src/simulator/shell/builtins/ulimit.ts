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
  label: string;
  /** What bash says that it is counted in. */
  counted: string;
  /** dash's letter and label; missing where it knows none. */
  dash?: [letter: string, label: string];
}

const resource = (
  [letter, name]: [string, string],
  unit: number,
  [label, counted]: [string, string],
  dash?: Resource['dash'],
): Resource => ({ letter, name, unit, label, counted, ...(dash && { dash }) });

const RESOURCES: readonly Resource[] = [
  resource(['R', 'rttime'], 1, ['real-time non-blocking time', 'microseconds, ']),
  resource(['c', 'core'], 512, ['core file size', 'blocks, '], ['c', 'coredump(blocks)']),
  resource(['d', 'data'], 1024, ['data seg size', 'kbytes, '], ['d', 'data(kbytes)']),
  resource(['e', 'nice'], 1, ['scheduling priority', '']),
  resource(['f', 'fsize'], 512, ['file size', 'blocks, '], ['f', 'file(blocks)']),
  resource(['i', 'sigpending'], 1, ['pending signals', '']),
  resource(['l', 'memlock'], 1024, ['max locked memory', 'kbytes, '], ['l', 'locked memory(kbytes)']),
  resource(['m', 'rss'], 1024, ['max memory size', 'kbytes, '], ['m', 'memory(kbytes)']),
  resource(['n', 'nofile'], 1, ['open files', ''], ['n', 'nofiles']),
  resource(['p', 'pipe'], 512, ['pipe size', '512 bytes, ']),
  resource(['q', 'msgqueue'], 1, ['POSIX message queues', 'bytes, ']),
  resource(['r', 'rtprio'], 1, ['real-time priority', ''], ['r', 'rtprio']),
  resource(['s', 'stack'], 1024, ['stack size', 'kbytes, '], ['s', 'stack(kbytes)']),
  resource(['t', 'cpu'], 1, ['cpu time', 'seconds, '], ['t', 'time(seconds)']),
  resource(['u', 'nproc'], 1, ['max user processes', ''], ['p', 'process']),
  resource(['v', 'as'], 1024, ['virtual memory', 'kbytes, '], ['v', 'vmemory(kbytes)']),
  resource(['x', 'locks'], 1, ['file locks', ''], ['w', 'locks']),
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
  const own = RESOURCES.filter(({ letter }) => shell.flavour === 'bash' || !'Rp'.includes(letter));
  return own.map((resource) => ({ letter: resource.letter, resource }));
}

function labelled(shell: Shell, { letter, resource }: { letter: string; resource: Resource }): string {
  const { label, counted } = resource;
  if (shell.flavour === 'dash') return `${resource.dash![1].padEnd(20)} `;
  if (shell.flavour === 'ash') return `${`${label}${ASH_UNITS[counted]!}`.padEnd(32)}(-${letter}) `;
  return `${label.padEnd(20)} ${`(${counted}-${letter}) `.padStart(20)}`;
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
  if (after.soft > after.hard || after.hard > before.hard) {
    const reason = after.soft > after.hard ? 'Invalid argument' : 'Operation not permitted';
    const failed = 'error setting limit';
    return refuse(
      shell,
      `${resource.label}: cannot modify limit: ${reason}`,
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
