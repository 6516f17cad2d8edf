import type { Process, Program } from '../common/process.ts';
import { DISK, USED } from './stat.ts';
import { busyboxSize } from './support/human.ts';
import { absolute, command, complain, Failure } from './support/program.ts';

/** What is mounted in a container, by its /proc/mounts: BusyBox's mount and df. */

interface Mount {
  device: string;
  path: string;
  type: string;
  options: string;
}

function mounts({ files }: Process): Mount[] {
  if (!files.isFile('/proc/mounts')) return [];
  const lines = files.readText('/proc/mounts').split('\n');
  return lines.flatMap((line) => {
    const [device, path, type, options] = line.split(' ');
    return device && path && type && options ? [{ device, path, type, options }] : [];
  });
}

/** Shows what is mounted; mounting takes a privilege that containers are not given. */
export const busyboxMount: Program = async (process) => {
  if (process.argv.length > 1) {
    await complain(process, 'permission denied (are you root?)');
    return 1;
  }
  for (const { device, path, type, options } of mounts(process)) {
    await process.stdout.write(`${device} on ${path} type ${type} (${options})\n`);
  }
  return 0;
};

/** What docker gives `/dev` and `/dev/shm`. */
const TMPFS_SIZE = 65_536 * 1024;
/** File systems with blocks to count. */
const COUNTED = new Set(['overlay', 'tmpfs', 'ext4']);
/** As ext4 makes them: an inode for every 16 KiB; of a tmpfs, for every page of half the memory. */
const DISK_INODES = [DISK / 16_384, 241_664] as const;
const TMPFS_INODES = [1_015_924, 1] as const;

/** All of a file system, and what of it is in use. */
function amounts({ type }: Mount, inodes: boolean): readonly [total: number, used: number] {
  if (!COUNTED.has(type)) return [0, 0];
  if (type === 'tmpfs') return inodes ? TMPFS_INODES : [TMPFS_SIZE, 0];
  return inodes ? DISK_INODES : [DISK, USED];
}

/** How full what is mounted is, of all or of where the named files are. */
export const busyboxDf: Program = command({ short: 'hkmTPait:B:' }, async (process, options) => {
  const has = (letter: string): boolean => options.has(letter);
  const wanted = options.all('t');
  const all = mounts(process).filter(
    ({ type }) => (has('a') || COUNTED.has(type)) && (wanted.length === 0 || wanted.includes(type)),
  );
  const { shown, status } = await named(process, all, options.rest);
  const block = has('m') ? 1024 ** 2 : blockSize(options.get('B')) * (has('B') ? 1 : 1024);
  const show = (amount: number): string => {
    if (has('i')) return String(amount);
    if (has('h')) return amount === 0 ? '0' : busyboxSize(amount);
    return String(Math.floor((amount + Math.floor(block / 2)) / block));
  };
  const unit = has('i')
    ? '   Inodes'
    : has('h')
      ? '     Size'
      : `${has('P') && block === 1024 ? '1024' : blockName(block)}-blocks`;
  const type = has('T') ? 'Type       ' : '';
  const share = has('P') ? 'Capacity' : 'Use%';
  await process.stdout.write(
    `Filesystem           ${type}${unit.padEnd(15)}Used Available ${share} Mounted on\n`,
  );
  for (const mount of shown) {
    const [total, used] = amounts(mount, has('i'));
    const numbers = [total, used, total - used].map((amount) => show(amount).padStart(9)).join(' ');
    const percent = `${total === 0 ? 0 : Math.round((used / total) * 100)}%`.padStart(4);
    const kind = has('T') ? ` ${mount.type.padEnd(10)}` : '';
    await process.stdout.write(`${mount.device.padEnd(20)}${kind} ${numbers} ${percent} ${mount.path}\n`);
  }
  return status;
});

/** The file systems that the named files are on; all of them where none is named. */
async function named(
  process: Process,
  all: Mount[],
  names: readonly string[],
): Promise<{ shown: Mount[]; status: number }> {
  if (names.length === 0) return { shown: all, status: 0 };
  const shown: Mount[] = [];
  for (const name of names) {
    const path = absolute(process, name);
    const holds = (at: string) => at === '/' || path === at || path.startsWith(`${at}/`);
    const [found] = all.filter((one) => holds(one.path)).sort((a, b) => b.path.length - a.path.length);
    if (found && process.files.exists(path)) shown.push(found);
    else await complain(process, `${name}: can't find mount point`);
  }
  return { shown, status: shown.length === names.length ? 0 : 1 };
}

const UNITS = ['', 'K', 'M', 'G', 'T'];

/** `512`, `4k`, `1M`. @throws Failure */
function blockSize(text: string | undefined): number {
  if (text === undefined) return 1;
  const [, digits, letter = ''] = /^(\d+)([kKMGT]?)$/.exec(text) ?? [];
  const size = Number(digits) * 1024 ** UNITS.indexOf(letter.toUpperCase());
  if (!(size > 0)) throw new Failure(`invalid number '${text}'`);
  return size;
}

const blockName = (size: number): string =>
  size < 1024 ? String(size) : busyboxSize(size).replace('.0', '');
