import { decodeBase64 } from '../../../common/base64.ts';
import { resolvePath } from '../../../common/files.ts';
import { DaemonError } from '../../framework/engine.ts';
import type { Invocation } from '../../framework/invocation.ts';
import { containerPath } from '../names.ts';
import { type CopyInfo, splitEntry } from './paths.ts';

/** Bits of Go's `os.FileMode`. */
const DIRECTORY = 2 ** 31;
const SYMLINK = 2 ** 27;

/** What the engine tells of a path in a container. */
export interface PathStat {
  mode: number;
  linkTarget: string;
}

const has = (mode: number, bit: number): boolean => Math.floor(mode / bit) % 2 === 1;

export const isDirectory = ({ mode }: PathStat): boolean => has(mode, DIRECTORY);
const isLink = ({ mode }: PathStat): boolean => has(mode, SYMLINK);

/** Reads the header that comes with an archive. */
export function statOf(response: Response): PathStat {
  const header = response.headers.get('X-Docker-Container-Path-Stat') ?? '';
  return JSON.parse(new TextDecoder().decode(decodeBase64(header))) as PathStat;
}

/** Asks what is at a path; `undefined` when nothing can be found there. */
async function statPath(
  { engine }: Invocation,
  container: string,
  path: string,
): Promise<PathStat | undefined> {
  try {
    return statOf(await engine.request('HEAD', containerPath(container, 'archive'), { query: { path } }));
  } catch (error) {
    if (error instanceof DaemonError) return undefined;
    if (error instanceof Error && error.message.startsWith('request returned')) return undefined;
    throw error;
  }
}

/** Where a link leads, from where it stands. */
function target(path: string, link: string): string {
  return link.startsWith('/') ? link : resolvePath(splitEntry(path).directory, link);
}

/** What a path of a container is, as the destination of a copy; a link is followed once. */
export async function remoteDestination(
  invocation: Invocation,
  container: string,
  path: string,
): Promise<CopyInfo> {
  let at = path;
  let stat = await statPath(invocation, container, at);
  if (stat && isLink(stat)) {
    at = target(path, stat.linkTarget);
    stat = await statPath(invocation, container, at);
  }
  return { path: at, exists: stat !== undefined, isDirectory: stat !== undefined && isDirectory(stat) };
}

/** What a link in a container leads to, and the name it goes by; other paths as they are. */
export async function followRemote(
  invocation: Invocation,
  container: string,
  path: string,
): Promise<{ path: string; rebaseName?: string }> {
  const stat = await statPath(invocation, container, path);
  if (!stat || !isLink(stat)) return { path };
  return { path: target(path, stat.linkTarget), rebaseName: splitEntry(path).base };
}
