import { type DirectoryNode, directory, type Node, type Volume } from '../../common/files.ts';
import type { ProcessEntry, ProcessTable } from '../../common/process.ts';

/** `/proc` of a container (proc(5)): what there is of the kernel's, and the processes that are running. */

/** As /proc/mounts has them, for a machine with cgroups of the second kind. */
const MOUNTS = [
  'overlay / overlay rw,relatime',
  'proc /proc proc rw,nosuid,nodev,noexec,relatime',
  'tmpfs /dev tmpfs rw,nosuid,size=65536k,mode=755',
  'devpts /dev/pts devpts rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
  'sysfs /sys sysfs ro,nosuid,nodev,noexec,relatime',
  'cgroup /sys/fs/cgroup cgroup2 ro,nosuid,nodev,noexec,relatime',
  'mqueue /dev/mqueue mqueue rw,nosuid,nodev,noexec,relatime',
  'shm /dev/shm tmpfs rw,nosuid,nodev,noexec,relatime,size=65536k',
  '/dev/sda1 /etc/resolv.conf ext4 rw,relatime',
  '/dev/sda1 /etc/hostname ext4 rw,relatime',
  '/dev/sda1 /etc/hosts ext4 rw,relatime',
];

const KERNEL: Record<string, string> = {
  meminfo: 'MemTotal:        8127396 kB\nMemFree:         3276044 kB\nMemAvailable:    6183404 kB\n',
  mounts: MOUNTS.map((line) => `${line} 0 0\n`).join(''),
  version: 'Linux version 6.1.0-28-amd64 (gcc 12.2.0) #1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1\n',
};

/** Its root is made anew each time it is looked at, as processes come and go. */
export function procVolume(processes: ProcessTable, mtime: number): Volume {
  const read = (content: string, time = mtime): Node => ({
    type: 'file',
    content: new TextEncoder().encode(content),
    mode: 0o444,
    uid: 0,
    gid: 0,
    mtime: time,
  });
  const folder = (files: Record<string, string>, time = mtime): [string, Node][] =>
    Object.entries(files).map(([name, content]) => [name, read(content, time)]);
  return {
    get root(): DirectoryNode {
      const running = processes.list();
      const newest = Math.max(...running.map(({ pid }) => pid));
      const entries = running.map((entry): [string, Node] => [
        String(entry.pid),
        directory(folder(filesOf(entry, entry.pid === newest), entry.started), {
          mode: 0o555,
          mtime: entry.started,
        }),
      ]);
      return directory([...entries, ...folder(KERNEL)], { mode: 0o555, mtime });
    },
    // It is mounted so that nothing can be made, changed or taken away there.
    set root(_: DirectoryNode) {},
  };
}

/** The kernel keeps so much of a name. */
const LONGEST_NAME = 15;

function filesOf({ pid, parent, argv }: ProcessEntry, runs: boolean): Record<string, string> {
  const name = (argv[0] ?? '').replace(/^.*\//, '').slice(0, LONGEST_NAME);
  const status = {
    Name: name,
    Umask: '0022',
    State: runs ? 'R (running)' : 'S (sleeping)',
    Tgid: pid,
    Ngid: 0,
    Pid: pid,
    PPid: parent,
    TracerPid: 0,
    Threads: 1,
  };
  return {
    cmdline: argv.map((word) => `${word}\0`).join(''),
    comm: `${name}\n`,
    status: Object.entries(status)
      .map(([key, value]) => `${key}:\t${value}\n`)
      .join(''),
  };
}
