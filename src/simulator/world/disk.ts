import { executableFile } from '../common/executable.ts';
import { type DirectoryNode, FileSystem, Volume } from '../common/files.ts';
import type { User } from '../common/process.ts';

export interface DiskOptions {
  hostname: string;
  users: User[];
  /** Programs to put into `/usr/bin`, by the name of their model. */
  programs: readonly string[];
  /** Milliseconds since the epoch: when everything on it was written. */
  time: number;
}

export const ROOT: User = { name: 'root', uid: 0, gid: 0, groups: [], home: '/root', shell: '/bin/bash' };

/** The id of the group whose members may talk to the engine. */
const DOCKER_GROUP = 998;
const SUDO_GROUP = 27;

/** Plausible sizes, so that `ls -l /usr/bin` looks like a machine. */
const SIZES: Record<string, number> = { docker: 41_902_568, bash: 1_265_648, curl: 305_000, git: 3_700_000 };

const BASHRC = `# Read by every interactive shell.
HISTSIZE=1000
alias ll='ls -alF'
alias la='ls -A'
`;

/** The root file system of a freshly installed machine: a Debian, with Docker on it. */
export function makeDisk(options: DiskOptions): DirectoryNode {
  const { hostname, users, time } = options;
  const volume = new Volume();
  const files = new FileSystem(volume, () => time);
  for (const path of [
    '/dev',
    '/etc',
    '/home',
    '/mnt',
    '/opt',
    '/proc',
    '/run',
    '/srv',
    '/sys',
    '/usr/bin',
    '/usr/lib',
    '/usr/libexec/docker/cli-plugins',
    '/usr/local/bin',
    '/usr/sbin',
    '/usr/share',
    '/var/lib/docker',
    '/var/log',
    '/var/run',
  ]) {
    files.mkdir(path, { parents: true });
  }
  files.mkdir('/root', { mode: 0o700 });
  files.mkdir('/tmp');
  files.chmod('/tmp', 0o1777);
  files.chmod('/var/lib/docker', 0o710);
  for (const name of ['bin', 'sbin', 'lib']) files.symlink(`usr/${name}`, `/${name}`);
  for (const device of ['null', 'zero', 'full', 'random', 'urandom', 'tty']) {
    files.put(`/dev/${device}`, { type: 'device', device, mode: 0o666, uid: 0, gid: 0, mtime: time });
  }
  files.put('/run/docker.sock', {
    type: 'device',
    device: 'socket',
    mode: 0o660,
    uid: 0,
    gid: DOCKER_GROUP,
    mtime: time,
  });
  files.remove('/var/run', { directory: true });
  files.symlink('/run', '/var/run');

  files.write('/etc/hostname', `${hostname}\n`);
  files.write('/etc/hosts', `127.0.0.1\tlocalhost\n127.0.1.1\t${hostname}\n`);
  files.write('/etc/resolv.conf', 'nameserver 127.0.0.53\n');
  files.write(
    '/etc/os-release',
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
  );
  files.write(
    '/etc/passwd',
    users.map((u) => `${u.name}:x:${u.uid}:${u.gid}::${u.home}:${u.shell}\n`).join(''),
  );
  files.write('/etc/group', groupFile(users));

  for (const program of options.programs) {
    files.write(`/usr/bin/${program}`, executableFile(program, 'amd64', SIZES[program] ?? 40_000), 0o755);
  }
  if (options.programs.includes('docker')) {
    files.write(
      '/usr/libexec/docker/cli-plugins/docker-buildx',
      executableFile('docker-buildx', 'amd64', 77_000_000),
      0o755,
    );
  }
  for (const user of users) {
    files.mkdir(user.home, { parents: true });
    files.write(`${user.home}/.bashrc`, BASHRC);
    files.chown(user.home, user.uid, user.gid);
    files.chown(`${user.home}/.bashrc`, user.uid, user.gid);
  }
  return volume.root;
}

function groupFile(users: User[]): string {
  const members = (group: string) =>
    users.filter(({ groups }) => groups.includes(group)).map(({ name }) => name);
  const own = users.map(({ name, gid }) => `${name}:x:${gid}:\n`);
  return `${own.join('')}sudo:x:${SUDO_GROUP}:${members('sudo').join()}\ndocker:x:${DOCKER_GROUP}:${members('docker').join()}\n`;
}
