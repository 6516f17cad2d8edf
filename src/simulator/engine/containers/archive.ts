import { encodeBase64 } from '../../common/base64.ts';
import { decompressTo } from '../../common/compression/index.ts';
import {
  contentBytes,
  FileError,
  FileSystem,
  type Node,
  resolvePath,
  type Stat,
} from '../../common/files.ts';
import { concat } from '../../common/gzip.ts';
import { packTar, type TarEntry } from '../../common/tar.ts';
import { TarReader } from '../../common/tar-reader.ts';
import { entryNames, entryOf, extractEntry, TreeBuilder } from '../../common/tree.ts';
import { ApiError, invalidParameter, messageOf, notFound } from '../errors.ts';
import { mountAll } from '../volumes/attach.ts';
import type { Container } from './container.ts';
import { etcFiles } from './etc-files.ts';
import { containerEvent } from './events.ts';
import { mountEngineFiles } from './root.ts';
import type { ContainerStore } from './store.ts';

/** `docker cp`: files into and out of a container, running or not. */

/** A container's files with its volumes, as the engine sees them. */
function filesOf(store: ContainerStore, container: Container): FileSystem {
  const files = new FileSystem(container.disk, () => store.context.clock.now());
  if (container.running)
    mountEngineFiles(files, container.data, etcFiles(store, container), store.context.clock.now());
  mountAll(store, container, files, container.mountedImages);
  return files;
}

const absolute = (path: string): string => resolvePath('/', path);
const endsAsDirectory = (path: string): boolean => path.endsWith('/') || path.endsWith('/.') || path === '.';

const missing = (path: string, name: string): ApiError =>
  notFound(`Could not find the file ${path} in container ${name}`);

/** Bits of Go's `os.FileMode` that are not permissions. */
const GO_DIRECTORY = 2 ** 31;
const GO_SYMLINK = 2 ** 27;
const GO_DEVICE = 2 ** 26;
const GO_SETUID = 2 ** 23;
const GO_SETGID = 2 ** 22;
const GO_CHARACTER = 2 ** 21;
const GO_STICKY = 2 ** 20;

function goMode(stat: Stat): number {
  let mode = stat.mode & 0o777;
  if (stat.mode & 0o4000) mode += GO_SETUID;
  if (stat.mode & 0o2000) mode += GO_SETGID;
  if (stat.mode & 0o1000) mode += GO_STICKY;
  if (stat.type === 'directory') mode += GO_DIRECTORY;
  if (stat.type === 'symlink') mode += GO_SYMLINK;
  if (stat.type === 'device') mode += GO_DEVICE + GO_CHARACTER;
  return mode;
}

interface Found {
  files: FileSystem;
  /** Where it is, links on the way and, for a path that ends as a directory's, the last one resolved. */
  path: string;
  header: string;
}

function locate(store: ContainerStore, container: Container, name: string, path: string): Found {
  const files = filesOf(store, container);
  try {
    const full = absolute(path);
    const target = endsAsDirectory(path) ? files.realpath(full) : full;
    const stat = files.lstat(target);
    if (endsAsDirectory(path) && stat.type !== 'directory') throw new FileError('ENOTDIR', full);
    const link = stat.type === 'symlink' ? linkTarget(files, target) : '';
    const info = {
      name: full.split('/').at(-1) || '/',
      size: stat.size,
      mode: goMode(stat),
      mtime: new Date(stat.mtime).toISOString().replace('.000Z', 'Z'),
      linkTarget: link,
    };
    return { files, path: target, header: encodeBase64(JSON.stringify(info)) };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === 'ENOENT') throw missing(path, name);
    throw new ApiError(500, `lstat ${absolute(path)}: ${error.message.toLowerCase()}`);
  }
}

function linkTarget(files: FileSystem, path: string): string {
  try {
    return files.realpath(path);
  } catch {
    return absolute(resolvePath(path.slice(0, path.lastIndexOf('/')), files.readlink(path)));
  }
}

/** `HEAD /containers/{id}/archive`. */
export function statArchive(
  store: ContainerStore,
  container: Container,
  name: string,
  path: string,
): Response {
  const { header } = locate(store, container, name, path);
  return new Response(null, { headers: { 'X-Docker-Container-Path-Stat': header } });
}

/** `GET /containers/{id}/archive`: the file or folder as a tar, under its own name. */
export function getArchive(
  store: ContainerStore,
  container: Container,
  name: string,
  path: string,
): Response {
  const found = locate(store, container, name, path);
  const base = path.endsWith('/.') || path === '.' ? '.' : absolute(path).split('/').at(-1) || '/';
  const chunks = packTar(walk(found.files, found.path, base === '/' ? '' : base));
  containerEvent(store.context, container, 'archive-path');
  return tarResponse(chunks.map(contentBytes), { 'X-Docker-Container-Path-Stat': found.header });
}

/** `docker export`: the container's own root, volumes left out. */
export function exportContainer(store: ContainerStore, container: Container): Response {
  const files = new FileSystem(container.disk, () => store.context.clock.now());
  const chunks = packTar(walk(files, '/', ''));
  containerEvent(store.context, container, 'export');
  return tarResponse(chunks.map(contentBytes), {}, 'application/octet-stream');
}

function tarResponse(
  chunks: Uint8Array[],
  headers: Record<string, string>,
  type = 'application/x-tar',
): Response {
  const queue = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const next = queue.shift();
      if (next) controller.enqueue(next);
      else controller.close();
    },
  });
  return new Response(body, { headers: { 'Content-Type': type, ...headers } });
}

/** The entries of a tree across what is mounted in it. */
function* walk(files: FileSystem, path: string, name: string): Generator<TarEntry> {
  const node: Node = files.node(path);
  if (name !== '') yield name === '.' ? { ...entryOf('.', node), name: './' } : entryOf(name, node);
  if (node.type !== 'directory') return;
  for (const child of files.list(path)) {
    const prefix = name === '' ? '' : name === '.' ? './' : `${name}/`;
    yield* walk(files, `${path === '/' ? '' : path}/${child}`, `${prefix}${child}`);
  }
}

/** `PUT /containers/{id}/archive`: unpacks a tar into a folder. */
export async function putArchive(
  store: ContainerStore,
  container: Container,
  name: string,
  options: { path: string; keepDirectories: boolean; keepOwners: boolean },
  body: ReadableStream<Uint8Array> | null,
): Promise<Response> {
  const entries = await readTar(body);
  const files = filesOf(store, container);
  let folder: string;
  try {
    folder = files.realpath(absolute(options.path));
  } catch {
    throw missing(options.path, name);
  }
  if (!files.isDirectory(folder)) throw invalidParameter('extraction point is not a directory');
  checkWritable(container, folder);
  for (const entry of entries) {
    const at = `${folder === '/' ? '' : folder}/${entryNames(entry.name).join('/')}`;
    extract(files, at, options.keepOwners ? entry : { ...entry, uid: 0, gid: 0 }, options.keepDirectories);
  }
  containerEvent(store.context, container, 'extract-to-dir');
  return new Response(null, { status: 200 });
}

function checkWritable(container: Container, folder: string): void {
  const inside = (path: string) => folder === path || folder.startsWith(`${path}/`);
  const mount = container.data.mounts.filter(({ Destination }) => inside(Destination)).at(-1);
  if (mount && !mount.RW) throw invalidParameter('mounted volume is marked read-only');
  if (!mount && container.data.hostConfig.ReadonlyRootfs)
    throw invalidParameter('container rootfs is marked read-only');
}

async function readTar(body: ReadableStream<Uint8Array> | null): Promise<TarEntry[]> {
  const parts: Uint8Array[] = [];
  const reader = body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
    parts.push(next.value);
  const data = concat(parts);
  const tar = new TarReader();
  try {
    await decompressTo(data, (chunk) => tar.write(chunk));
    return tar.end();
  } catch (error) {
    throw new ApiError(500, messageOf(error));
  }
}

/** Puts one entry where it belongs; a folder that is there keeps its content. */
function extract(files: FileSystem, path: string, entry: TarEntry, keepDirectories: boolean): void {
  const target = path.replace(/\/$/, '') || '/';
  const isDirectory = files.isDirectory(target);
  if (target !== '/') files.mkdir(target.slice(0, target.lastIndexOf('/')) || '/', { parents: true });
  if (entry.type === 'directory' && isDirectory) return;
  if (keepDirectories && files.exists(target) && isDirectory !== (entry.type === 'directory')) {
    const text = isDirectory
      ? 'cannot overwrite directory %s with non-directory %s'
      : 'cannot overwrite non-directory %s with directory %s';
    let parts = 0;
    const [into, what] = [target.slice(0, target.lastIndexOf('/')) || '/', target];
    throw invalidParameter(text.replace(/%s/g, () => JSON.stringify(parts++ === 0 ? what : into)));
  }
  // A tree of one entry gives the node that stands for it.
  const tree = new TreeBuilder();
  extractEntry(tree, {
    ...entry,
    name: 'node',
    ...(entry.type === 'link' ? { type: 'symlink' as const } : {}),
  });
  const node = tree.get(['node']);
  if (node) files.put(target, node);
}
