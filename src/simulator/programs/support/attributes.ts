import type { Stat } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';

const TYPES: Record<Stat['type'], string> = { file: '-', directory: 'd', symlink: 'l', device: 'c' };

/** `-rw-r--r--`. */
export function modeText(stat: Stat): string {
  const { mode } = stat;
  const type = stat.device === 'socket' ? 's' : stat.device === 'fifo' ? 'p' : TYPES[stat.type];
  const triple = (shift: number, special: number, letter: string) => {
    const bits = (mode >> shift) & 7;
    const run = bits & 1;
    const last = mode & special ? (run ? letter : letter.toUpperCase()) : run ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  };
  return type + triple(6, 0o4000, 's') + triple(3, 0o2000, 's') + triple(0, 0o1000, 't');
}

export function userName(process: Process, uid: number): string {
  return process.host.users.find((user) => user.uid === uid)?.name ?? String(uid);
}

interface Group {
  name: string;
  gid: number;
  members: string[];
}

/** The groups of `/etc/group`. */
export function groups(process: Process): Group[] {
  const { files } = process.host;
  if (!files.isFile('/etc/group')) return [];
  return files
    .readText('/etc/group')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [name = '', , gid, members = ''] = line.split(':');
      return { name, gid: Number(gid), members: members.split(',').filter(Boolean) };
    });
}

export function groupName(process: Process, gid: number): string {
  return groups(process).find((group) => group.gid === gid)?.name ?? String(gid);
}
