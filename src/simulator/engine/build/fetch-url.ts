import { digestOfBlob } from '../../common/digest.ts';
import type { FileNode } from '../../common/files.ts';
import { statusLine } from '../../common/registry-errors.ts';
import type { Machine } from '../context.ts';
import { send } from '../distribution/transport.ts';
import { isGit } from './sources.ts';

export interface FetchedFile {
  name: string;
  node: FileNode;
}

/** A download failed, before its step or while something else was asked of the client for it. */
export class FetchError extends Error {
  override name = 'FetchError';
  readonly during: string;
  constructor(message: string, during = 'failed to load cache key: ') {
    super(message);
    this.during = during;
  }
}

/** What the legacy builder's ADD names. @throws Error in its words */
export async function fetchForLegacy(machine: Machine, url: string): Promise<FetchedFile> {
  const response = await send(machine, 'GET', url);
  if (response.status >= 400) {
    const body = (await response.text()).trim();
    throw new Error(`failed to GET ${url} with status ${statusLine(response.status)}: ${body}`);
  }
  return fileOf(response, url, new Uint8Array(await response.arrayBuffer()));
}

/** Downloads what `ADD https://…` names. @throws FetchError in BuildKit's words */
export async function fetchUrl(machine: Machine, url: string, checksum: string): Promise<FetchedFile> {
  if (/^(ssh:\/\/|git@)/.test(url)) throw new FetchError('unset ssh forward key default', '');
  if (isGit(url)) throw new FetchError(`fetching git repositories is not simulated: ${url}`);
  let response: Response;
  try {
    response = await send(machine, 'GET', url);
  } catch (error) {
    throw new FetchError((error as Error).message);
  }
  if (response.status < 200 || response.status >= 400) {
    throw new FetchError(`invalid response status ${response.status}`);
  }
  const content = new Uint8Array(await response.arrayBuffer());
  const digest = await digestOfBlob(content);
  if (checksum !== '' && digest !== checksum) {
    throw new FetchError(`digest mismatch ${digest}: ${checksum}`, '');
  }
  return fileOf(response, url, content);
}

function fileOf(response: Response, url: string, content: Uint8Array): FetchedFile {
  const modified = Date.parse(response.headers.get('last-modified') ?? '');
  const path = new URL(url).pathname;
  const name = path.slice(path.lastIndexOf('/') + 1) || '__unnamed__';
  const mtime = Number.isNaN(modified) ? 0 : modified;
  return { name, node: { type: 'file', content, mode: 0o600, uid: 0, gid: 0, mtime } };
}
