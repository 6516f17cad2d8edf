import { type DirectoryNode, FileError, resolvePath } from '../../common/files.ts';
import { connectionFailure, dialFailure } from '../../common/go-connection.ts';
import { urlProblem } from '../../common/go-url.ts';
import { cleanPath } from '../../common/ignore.ts';
import { NetworkError } from '../../common/network.ts';
import type { Process } from '../../common/process.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import {
  directoryAt,
  packContext,
  packContextWithDockerfile,
  textIn,
  withoutIgnored,
} from './context-files.ts';
import { readStdin, stdinContext } from './stdin-context.ts';

/** What the builder is sent. */
interface Source {
  archive: Uint8Array<ArrayBuffer>;
  /** The Dockerfile's path in the archive. */
  dockerfile: string;
}

const unable = (reason: string): CommandError => new CommandError(`unable to prepare context: ${reason}`);

/** Puts together what the builder is sent. @throws CommandError */
export async function findContext(invocation: Invocation, context: string, file: string): Promise<Source> {
  const { process } = invocation;
  if (context === '-') {
    if (file === '-')
      throw new CommandError("invalid argument: can't use stdin for both build context and dockerfile");
    const { tree, dockerfile, archive } = await stdinContext(invocation, file);
    return { archive: archive ?? packContext(tree), dockerfile };
  }
  const folder = resolvePath(process.cwd, context);
  if (context === '' || !process.files.exists(folder)) {
    if (isGitUrl(context)) throw unable('the sandbox does not fetch git repositories');
    if (/^https?:\/\//.test(context)) throw unable(await refuseUrl(process, context));
    throw unable(`path ${JSON.stringify(context)} not found`);
  }
  if (!process.files.isDirectory(folder)) throw unable(`context must be a directory: ${folder}`);
  let root = directoryAt(process, context);
  const dockerfile = file === '-' ? '' : dockerfilePath(process, folder, file);
  const ignoreFile = textIn(root, '.dockerignore');
  if (dockerfile === '' || dockerfile.startsWith('../')) {
    // A Dockerfile from elsewhere travels along under a name of its own.
    const bytes = file === '-' ? await readStdin(invocation) : readDockerfile(process, file);
    const hidden = `.dockerfile.${process.host.random.hex(20)}`;
    root = checkedContext(root, ignoreFile, ['.dockerignore']);
    return { archive: packContextWithDockerfile(root, hidden, bytes), dockerfile: hidden };
  }
  root = checkedContext(root, ignoreFile, ['.dockerignore', dockerfile]);
  return { archive: packContext(root, ignoreFile), dockerfile };
}

/** What of the context is sent. @throws CommandError for an ignore file that is none */
function checkedContext(
  root: DirectoryNode,
  ignoreFile: string | undefined,
  keep: readonly string[],
): DirectoryNode {
  try {
    return withoutIgnored(root, ignoreFile, keep);
  } catch (error) {
    throw new CommandError(`error checking context: ${(error as Error).message}`);
  }
}

/** A Dockerfile outside the context. @throws CommandError */
function readDockerfile(process: Process, file: string): Uint8Array {
  try {
    return process.files.read(resolvePath(process.cwd, file));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CommandError(`read ${file}: ${error.message.toLowerCase()}`);
  }
}

/** A context that the real CLI would clone. */
function isGitUrl(context: string): boolean {
  return /^(?:git:\/\/|github\.com\/|git@)/.test(context) || /^https?:\/\/.*\.git(?:#.+)?$/.test(context);
}

/** Why a context cannot be had from an address: what the network says, or that the sandbox builds from files. */
async function refuseUrl(process: Process, url: string): Promise<string> {
  const unread = urlProblem(url);
  if (unread) return `unable to download remote context ${url}: ${unread}`;
  const failed = (reason: string) =>
    `unable to download remote context ${url}: Get ${JSON.stringify(url)}: ${reason}`;
  const undialled = dialFailure(url);
  if (undialled) return failed(undialled);
  try {
    await process.host.network.fetch(new Request(url));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return failed(connectionFailure(error, url));
  }
  return 'the sandbox builds from folders and archives, not from an address';
}

/** Where the Dockerfile is, seen from the build context. @throws CommandError when it is not there */
function dockerfilePath(process: Process, folder: string, file: string): string {
  const { files, cwd } = process;
  let path = file === '' ? `${folder}/Dockerfile` : resolvePath(cwd, file);
  if (file === '' && !files.exists(path) && files.exists(`${folder}/dockerfile`))
    path = `${folder}/dockerfile`;
  try {
    path = files.realpath(path);
  } catch (error) {
    const reason = error instanceof FileError ? error.message.toLowerCase() : String(error);
    throw unable(`unable to evaluate symlinks in Dockerfile path: lstat ${path}: ${reason}`);
  }
  const base = files.realpath(folder);
  const prefix = base === '/' ? '/' : `${base}/`;
  return path.startsWith(prefix) ? cleanPath(path.slice(prefix.length)) : `../${path}`;
}
