import { type DirectoryNode, directory, type Node, resolvePath } from '../../common/files.ts';
import { cleanPath } from '../../common/ignore.ts';
import type { Process } from '../../common/process.ts';
import {
  directoryAt,
  nodeIn,
  packContext,
  textIn,
  withFiles,
  withoutIgnored,
} from '../builder/context-files.ts';
import { readStdin, stdinContext } from '../builder/stdin-context.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { readContexts } from './named-contexts.ts';

export interface Inputs {
  archive: Uint8Array<ArrayBuffer>;
  /** Contexts beside the main one, by name. */
  contexts: Record<string, string>;
  /** The Dockerfile's path in the archive. */
  dockerfile: string;
  /** Names the client's files to the builder's cache; `''` for an archive, which is uploaded whole. */
  sharedKey: string;
  /** The Dockerfile as the user sees it. */
  shownName: string;
}

/** Puts together what the builder is sent. @throws CommandError */
export async function loadInputs(invocation: Invocation, context: string, file: string): Promise<Inputs> {
  const { tree, upload, ...inputs } = await loadTree(invocation, context, file);
  const { specifiers, folder, trees } = readContexts(
    invocation.process,
    invocation.flags.list('build-context'),
  );
  const whole = folder === '' ? tree : withFiles(tree, folder, trees);
  // Nothing at all on standard input leaves the builder without any files to ask for.
  const isEmpty = whole.children.size === 0 && context === '-';
  const asItCame = whole === tree ? upload : undefined;
  const archive = isEmpty ? new Uint8Array() : (asItCame ?? packContext(whole));
  return { ...inputs, archive, contexts: specifiers };
}

interface Located {
  dockerfile: string;
  tree: DirectoryNode;
  /** The archive that the files came in. */
  upload?: Uint8Array<ArrayBuffer>;
}

async function loadTree(
  invocation: Invocation,
  context: string,
  file: string,
): Promise<Located & Pick<Inputs, 'sharedKey' | 'shownName'>> {
  const { process } = invocation;
  if (context === '') {
    throw new CommandError('please specify build context (e.g. "." for the current directory)');
  }
  if (context === '-') {
    if (file === '-')
      throw new CommandError("invalid argument: can't use stdin for both build context and dockerfile");
    const { tree, dockerfile, archive, isEmpty } = await stdinContext(invocation, file);
    if (archive)
      return { tree, upload: archive, dockerfile, sharedKey: '', shownName: file || '-/Dockerfile' };
    if (!isEmpty && file !== '') {
      throw new CommandError('ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles');
    }
    return { tree: isEmpty ? directory() : tree, dockerfile, sharedKey: 'stdin', shownName: 'Dockerfile' };
  }
  const folder = resolvePath(process.cwd, context);
  if (!process.files.isDirectory(folder)) {
    if (/^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(context)) {
      throw new CommandError(`building from ${context} is not simulated: use a folder`);
    }
    throw new CommandError(`unable to prepare context: path ${JSON.stringify(context)} not found`);
  }
  const root = directoryAt(process, context);
  const sharedKey = folder.slice(folder.lastIndexOf('/') + 1);
  const shownName =
    file === '' ? `${context === '.' ? '' : `${context.replace(/\/$/, '')}/`}Dockerfile` : file;
  if (file === '-') {
    const bytes = await readStdin(invocation);
    const node = { ...fileNode(bytes), mtime: process.host.clock.now() };
    const found = outside(process, root, [['Dockerfile', node]], 'Dockerfile');
    return { ...found, sharedKey, shownName: 'stdin' };
  }
  const found = await locate(process, root, folder, file);
  return { ...found, sharedKey, shownName };
}

async function locate(process: Process, root: DirectoryNode, folder: string, file: string): Promise<Located> {
  const path = file === '' ? `${folder}/Dockerfile` : resolvePath(process.cwd, file);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const home = path.slice(0, path.lastIndexOf('/')) || '/';
  if (!process.files.isDirectory(home)) {
    const shown = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.';
    throw new CommandError(`resolve ${shown}: lstat ${shown}: no such file or directory`);
  }
  const base = process.files.realpath(folder);
  const real = process.files.realpath(home);
  const prefix = base === '/' ? '/' : `${base}/`;
  if (`${real}/`.startsWith(prefix)) {
    const inside = cleanPath(`${real}/${name}`.slice(prefix.length));
    const lowercase = name === 'Dockerfile' ? inside.replace(/Dockerfile$/, 'dockerfile') : inside;
    const own = `${inside}.dockerignore`;
    const ignoreFile = textIn(root, own) ?? textIn(root, '.dockerignore');
    const keep = ['.dockerignore', inside, lowercase, own];
    return { tree: wantedOf(root, ignoreFile, keep), dockerfile: inside };
  }
  const other = directoryAt(process, home);
  const files = [name, `${name}.dockerignore`].flatMap((child): [string, Node][] => {
    const node = nodeIn(other, child);
    return node ? [[child, node]] : [];
  });
  return outside(process, root, files, name);
}

/** A Dockerfile from elsewhere travels in a folder of its own, which the builder takes out again. */
function outside(process: Process, root: DirectoryNode, files: [string, Node][], name: string): Located {
  const hidden = `.dockerfile.${process.host.random.hex(20)}`;
  const ignoreFile = textIn(directory(files), `${name}.dockerignore`) ?? textIn(root, '.dockerignore');
  const tree = withFiles(wantedOf(root, ignoreFile, ['.dockerignore']), hidden, files);
  return { tree, dockerfile: `${hidden}/${name}` };
}

/** What the builder may want; all of it when the ignore file is no good, of which the builder complains. */
function wantedOf(
  root: DirectoryNode,
  ignoreFile: string | undefined,
  keep: readonly string[],
): DirectoryNode {
  try {
    return withoutIgnored(root, ignoreFile, keep);
  } catch {
    return root;
  }
}

function fileNode(content: Uint8Array): Node {
  return { type: 'file', content, mode: 0o600, uid: 0, gid: 0, mtime: 0 };
}
