import type { FileSystem, Identity } from '../../common/files.ts';
import type { Host, User } from '../../common/process.ts';

/** The ids by which a user's permissions are judged; group names are looked up in `/etc/group`. */
export function identityOf(host: Pick<Host, 'files'>, user: User): Identity {
  const ids = groups(host.files)
    .filter(({ name, members }) => user.groups.includes(name) || members.includes(user.name))
    .map(({ gid }) => gid);
  return { uid: user.uid, gid: user.gid, groups: ids };
}

function table(files: FileSystem, path: string): string[][] {
  if (!files.isFile(path)) return [];
  return files
    .readText(path)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'));
}

function groups(files: FileSystem): { name: string; gid: number; members: string[] }[] {
  return table(files, '/etc/group').map(([name = '', , gid, members = '']) => ({
    name,
    gid: Number(gid),
    members: members.split(',').filter(Boolean),
  }));
}

/** The users of a file system's `/etc/passwd`, with their groups of `/etc/group`. */
export function readUsers(files: FileSystem): User[] {
  const known = groups(files);
  return table(files, '/etc/passwd').map(([name = '', , uid, gid, , home = '/', shell = '/bin/sh']) => ({
    name,
    uid: Number(uid),
    gid: Number(gid),
    groups: known.filter(({ members }) => members.includes(name)).map((group) => group.name),
    home,
    shell: shell || '/bin/sh',
  }));
}
