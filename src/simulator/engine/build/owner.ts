import { contentBytes, type DirectoryNode } from '../../common/files.ts';
import { type Owner, resolveInRoot } from './file-tree.ts';

/** The owner that `--chown=user:group` means, by the image's own /etc/passwd; an unknown name is root. */
export function ownerOf(root: DirectoryNode, chown: string): Owner {
  const [user = '', group] = chown.split(':');
  const owner: Owner = { uid: 0, gid: 0 };
  if (/^\d+$/.test(user)) {
    owner.uid = Number(user);
    owner.gid = Number(user);
  } else {
    const entry = records(root, '/etc/passwd').find(([name]) => name === user);
    if (entry) Object.assign(owner, { uid: Number(entry[2]), gid: Number(entry[3]) });
  }
  if (group === undefined) return owner;
  if (/^\d+$/.test(group)) owner.gid = Number(group);
  else owner.gid = Number(records(root, '/etc/group').find(([name]) => name === group)?.[2] ?? 0);
  return owner;
}

/** An owner that the image does not know. */
export class UnknownOwner extends Error {}

/**
 * As the legacy builder reads `--chown`: a user alone names a group too, and both must be in the image's files.
 * @throws UnknownOwner
 */
export function legacyOwnerOf(root: DirectoryNode, chown: string): Owner {
  const [user = '', group = user, more] = chown.split(':');
  const refuse = (text: string) =>
    new UnknownOwner(`unable to convert uid/gid chown string to host mapping: ${text}`);
  if (more !== undefined) throw refuse(`invalid chown string format: ${chown}`);
  const find = (path: string, name: string, reason: string): number => {
    if (/^[+-]?\d+$/.test(name)) return Number(name);
    const entry = records(root, path).find(([known]) => known === name);
    if (!entry) throw refuse(reason);
    return Number(entry[2]);
  };
  return {
    uid: find('/etc/passwd', user, `can't find uid for user ${user}: no such user: ${user}`),
    gid: find('/etc/group', group, `can't find gid for group ${group}: no such group: ${group}`),
  };
}

function records(root: DirectoryNode, path: string): string[][] {
  const { node } = resolveInRoot(root, path);
  if (node?.type !== 'file') return [];
  const text = new TextDecoder().decode(contentBytes(node.content));
  return text.split('\n').map((line) => line.split(':'));
}
