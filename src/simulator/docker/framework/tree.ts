import type { Command } from './command.ts';

/** A command in its place: the same definition may stand in several. */
export interface Place {
  name: string;
  /** `docker image push` */
  path: string;
  command: Command;
  parent: Place | undefined;
  /** Sorted by name, as help lists them. */
  children: Place[];
  /** Names, synonyms included, to children. */
  names: Map<string, Place>;
}

const place = (name: string, command: Command, parent: Place | undefined): Place => ({
  name,
  path: parent ? `${parent.path} ${name}` : name,
  command,
  parent,
  children: [],
  names: new Map(),
});

const trees = new WeakMap<readonly Command[], Place>();

/** The tree of a list of commands. It never changes: what each run of the CLI would build is built once. */
export function treeOf(root: Command, commands: readonly Command[]): Place {
  const known = trees.get(commands);
  if (known?.command === root) return known;
  const tree = buildTree(root, commands);
  trees.set(commands, tree);
  return tree;
}

/** Puts the definitions into a tree below `root`; a noun must be registered as its verbs are. */
function buildTree(root: Command, commands: readonly Command[]): Place {
  const top = place('docker', root, undefined);
  const byDepth = commands.flatMap((command) =>
    command.paths.map((path) => ({ command, names: path.split(' ') })),
  );
  byDepth.sort((a, b) => a.names.length - b.names.length);
  for (const { command, names } of byDepth) {
    const parent = descend(top, names.slice(0, -1));
    const child = place(names.at(-1)!, command, parent);
    parent.children.push(child);
    parent.names.set(child.name, child);
  }
  for (const command of commands) {
    for (const synonym of command.synonyms ?? []) {
      const names = synonym.split(' ');
      const parent = descend(top, names.slice(0, -1));
      const target = parent.children.find((child) => child.command === command);
      if (!target) throw new Error(`no path of ${command.paths[0]} stands beside ${synonym}`);
      parent.names.set(names.at(-1)!, target);
    }
  }
  sortChildren(top);
  return top;
}

function descend(from: Place, names: readonly string[]): Place {
  let at = from;
  for (const name of names) {
    const next = at.names.get(name);
    if (!next) throw new Error(`no command ${at.path} ${name} to register below`);
    at = next;
  }
  return at;
}

function sortChildren(at: Place): void {
  at.children.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const child of at.children) sortChildren(child);
}

/** Whether a command belongs to a plugin, which is a program of its own. */
export function isPlugin(at: Place): boolean {
  return at.command.plugin === true || (at.parent !== undefined && isPlugin(at.parent));
}

/** The place at a path such as `['image', 'push']`, or `undefined`. */
export function findPlace(root: Place, names: readonly string[]): Place | undefined {
  let at: Place | undefined = root;
  for (const name of names) at = at?.names.get(name);
  return at;
}
