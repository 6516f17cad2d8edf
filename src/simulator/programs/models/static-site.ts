import { contentBytes, contentSize, resolvePath } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';
import { mediaTypeOf } from './media-types.ts';

/** What a web server sends of a folder, or why not. */
export interface SiteAnswer {
  status: 200 | 301 | 304 | 403 | 404 | 405;
  body: Uint8Array | undefined;
  headers: Record<string, string>;
}

/** Looks a request's path up in a folder of the container. */
export function siteAnswer(
  process: Process,
  root: string,
  request: Request,
  index: readonly string[],
): SiteAnswer {
  const { files } = process;
  const url = new URL(request.url);
  if (!['GET', 'HEAD'].includes(request.method)) return { status: 405, body: undefined, headers: {} };
  let path: string;
  try {
    path = resolvePath(root, `.${resolvePath('/', decodeURIComponent(url.pathname))}`);
  } catch {
    return { status: 404, body: undefined, headers: {} };
  }
  if (files.isDirectory(path)) {
    if (!url.pathname.endsWith('/')) {
      return { status: 301, body: undefined, headers: { Location: `${url.origin}${url.pathname}/` } };
    }
    const found = index
      .map((name) => `${path === '/' ? '' : path}/${name}`)
      .find((name) => files.isFile(name));
    if (!found) return { status: 403, body: undefined, headers: {} };
    path = found;
  }
  if (!files.isFile(path)) return { status: 404, body: undefined, headers: {} };
  if (!files.may(path, 4)) return { status: 403, body: undefined, headers: {} };
  const content = files.content(path);
  const { mtime } = files.stat(path);
  const tag = `"${Math.floor(mtime / 1000).toString(16)}-${contentSize(content).toString(16)}"`;
  const headers = {
    'Content-Type': mediaTypeOf(path),
    'Content-Length': String(contentSize(content)),
    'Last-Modified': new Date(mtime).toUTCString(),
    ETag: tag,
    'Accept-Ranges': 'bytes',
  };
  if (request.headers.get('If-None-Match') === tag)
    return { status: 304, body: undefined, headers: { ETag: tag } };
  return { status: 200, body: contentBytes(content), headers };
}
