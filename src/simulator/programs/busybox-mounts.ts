import type { Process, Program } from '../common/process.ts';
import { DISK, USED } from './stat.ts';
import { busyboxSize } from './support/human.ts';
import { absolute, command, complain } from './support/program.ts';

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

/** How full what is mounted is, of all or of where the named files are. */
export const busyboxDf: Program = command({ short: 'hkmTPai' }, async (process, options) => {
  const all = mounts(process).filter(({ type }) => COUNTED.has(type));
  let status = 0;
  let shown = all;
  if (options.rest.length > 0) {
    shown = [];
    for (const name of options.rest) {
      const path = absolute(process, name);
      const holds = (at: string) => at === '/' || path === at || path.startsWith(`${at}/`);
      const [found] = all.filter((one) => holds(one.path)).sort((a, b) => b.path.length - a.path.length);
      if (found && process.files.exists(path)) shown.push(found);
      else {
        await complain(process, `${name}: can't find mount point`);
        status = 1;
      }
    }
  }
  const human = options.has('h');
  const size = (bytes: number) =>
    human && bytes > 0 ? busyboxSize(bytes) : String(Math.floor(bytes / 1024));
  const unit = (human ? '     Size' : '1K-blocks').padEnd(15);
  await process.stdout.write(`Filesystem           ${unit}Used Available Use% Mounted on\n`);
  for (const { device, path, type } of shown) {
    const [total, used] = type === 'tmpfs' ? [TMPFS_SIZE, 0] : [DISK, USED];
    const numbers = [total, used, total - used].map((bytes) => size(bytes).padStart(9)).join(' ');
    const share = `${Math.ceil((used / total) * 100)}%`.padStart(4);
    await process.stdout.write(`${device.padEnd(20)} ${numbers} ${share} ${path}\n`);
  }
  return status;
});
