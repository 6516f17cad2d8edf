import type { FileSystem } from '../../common/files.ts';
import { failed } from './errors.ts';

export interface ContainerUser {
  uid: number;
  gid: number;
  home: string;
  /** Of `--group-add`: names, or numbers that have none. */
  groups: string[];
}

interface Passwd {
  name: string;
  uid: number;
  gid: number;
  home: string;
}

/** What Go's `strconv.Atoi` reads. */
const INTEGER = /^[+-]?\d+$/;

function lines(files: FileSystem, path: string): string[][] {
  if (!files.isFile(path)) return [];
  return files
    .readText(path)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'));
}

function passwd(files: FileSystem): Passwd[] {
  return lines(files, '/etc/passwd').map(([name = '', , uid, gid, , home = '']) => ({
    name,
    uid: Number(uid),
    gid: Number(gid),
    home,
  }));
}

/** Who `-u NAME[:GROUP]` is, by the container's own /etc/passwd and /etc/group (`moby/sys/user`). */
export function lookupUser(files: FileSystem, text: string, added: readonly string[] = []): ContainerUser {
  const colon = text.indexOf(':');
  const [userName, groupName] = colon === -1 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  const users = passwd(files);
  const isNumber = INTEGER.test(userName);
  const wanted = userName === '' ? '0' : userName;
  const user =
    users.find(({ name }) => name === wanted) ??
    users.find(({ uid }) => INTEGER.test(wanted) && uid === Number(wanted));
  if (!user && userName !== '' && !isNumber) {
    throw failed(`unable to find user ${userName}: no matching entries in passwd file`);
  }
  const found = user ?? { uid: Number(wanted), gid: 0, home: '/' };
  return {
    uid: inRange(found.uid),
    gid: groupName === '' ? found.gid : lookupGroup(files, groupName),
    home: found.home || '/',
    groups: addedGroups(files, added),
  };
}

function lookupGroup(files: FileSystem, text: string): number {
  const groups = lines(files, '/etc/group').map(([name, , gid]) => ({ name, gid: Number(gid) }));
  const group = groups.find(({ name }) => name === text);
  if (group) return group.gid;
  if (INTEGER.test(text)) return inRange(Number(text));
  throw failed(`unable to find group ${text}: no matching entries in group file`);
}

/** Groups of `--group-add`: those of the container's own /etc/group, and any number. */
function addedGroups(files: FileSystem, added: readonly string[]): string[] {
  const groups = lines(files, '/etc/group');
  return added.map((text) => {
    const known = groups.find(([name, , gid]) => name === text || gid === text);
    if (known) return known[0]!;
    if (!INTEGER.test(text)) {
      throw failed(`Unable to find group ${text}: no matching entries in group file`);
    }
    return String(inRange(Number(text)));
  });
}

function inRange(id: number): number {
  if (id < 0 || id > 2_147_483_647) throw failed('uids and gids must be in range 0-2147483647');
  return id;
}
