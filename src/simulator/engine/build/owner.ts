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

function records(root: DirectoryNode, path: string): string[][] {
  const { node } = resolveInRoot(root, path);
  if (node?.type !== 'file') return [];
  const text = new TextDecoder().decode(contentBytes(node.content));
  return text.split('\n').map((line) => line.split(':'));
}
