import { RequestError, responseError } from '../../common/registry-errors.ts';
import type { Machine } from '../context.ts';
import { type AuthConfig, Authorizer } from './auth.ts';
import type { Endpoint } from './endpoints.ts';
import { BlobUnknown, FallbackError } from './errors.ts';
import { MANIFEST_TYPES } from './manifest.ts';
import { type RequestOptions, send } from './transport.ts';

export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

interface RepositoryOptions {
  machine: Machine;
  endpoint: Endpoint;
  credentials: AuthConfig;
  /** Path on the registry: `library/busybox`. */
  path: string;
  actions: ('pull' | 'push')[];
  signal?: AbortSignal;
}

const succeeded = ({ status }: Response): boolean => status >= 200 && status <= 399;

/**
 * Speaks with a registry about one repository. The registry is asked first what credentials it wants.
 * @throws FallbackError when it cannot be reached
 */
export async function openRepository(options: RepositoryOptions): Promise<RemoteRepository> {
  const { machine, credentials, path, actions, signal, endpoint } = options;
  const scopes = [`repository:${path}:${actions.join(',')}`];
  const authorizer = new Authorizer({ machine, credentials, scopes, signal });
  try {
    await authorizer.ping(endpoint);
  } catch (error) {
    signal?.throwIfAborted();
    throw new FallbackError(error as Error, false);
  }
  return new RemoteRepository(options, authorizer);
}

/** A repository as its registry holds it (OCI Distribution Specification, "Endpoints"). */
export class RemoteRepository {
  private readonly options: RepositoryOptions;
  private readonly authorizer: Authorizer;
  private readonly root: string;
  private readonly known = new Map<string, Descriptor>();

  constructor(options: RepositoryOptions, authorizer: Authorizer) {
    this.options = options;
    this.authorizer = authorizer;
    this.root = `${options.endpoint}/v2/${options.path}`;
  }

  private async request(method: string, url: string, options: RequestOptions = {}): Promise<Response> {
    const { machine, signal } = this.options;
    const headers = options.headers ?? new Headers();
    try {
      await this.authorizer.authorize(url, headers);
    } catch (error) {
      signal?.throwIfAborted();
      throw new RequestError(method, url, error as Error);
    }
    return send(machine, method, url, { ...options, headers, signal });
  }

  /** What a tag points to: asked by HEAD, and by GET where that is refused, since only that says why. */
  async resolveTag(tag: string): Promise<Descriptor> {
    const url = `${this.root}/manifests/${tag}`;
    const head = await this.request('HEAD', url, { headers: acceptManifests() });
    if (succeeded(head) && head.headers.get('docker-content-digest')) return describe(head);
    const response = await this.request('GET', url, { headers: acceptManifests() });
    if (!succeeded(response)) throw await responseError(response);
    return describe(response);
  }

  async manifest(digest: string): Promise<{ mediaType: string; bytes: Uint8Array }> {
    const response = await this.request('GET', `${this.root}/manifests/${digest}`, {
      headers: acceptManifests(),
    });
    if (!succeeded(response)) throw await responseError(response);
    const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
    return { mediaType, bytes: new Uint8Array(await response.arrayBuffer()) };
  }

  async hasManifest(digest: string): Promise<boolean> {
    const response = await this.request('HEAD', `${this.root}/manifests/${digest}`);
    if (!succeeded(response) && response.status !== 404) throw await responseError(response);
    return succeeded(response);
  }

  /** All tags, page by page. */
  async tags(): Promise<string[]> {
    const tags: string[] = [];
    for (let url = `${this.root}/tags/list`; ; ) {
      const response = await this.request('GET', url);
      if (!succeeded(response)) throw await responseError(response);
      const page = (await response.json()) as { tags?: string[] | null };
      tags.push(...(page.tags ?? []));
      const link = response.headers.get('link');
      if (!link) return tags;
      url = new URL(link.split(';')[0]!.replace(/^<|>$/g, ''), url).href;
    }
  }

  async putManifest(tag: string, mediaType: string, bytes: Uint8Array): Promise<void> {
    const headers = new Headers({ 'Content-Type': mediaType });
    const response = await this.request('PUT', `${this.root}/manifests/${tag}`, { headers, body: bytes });
    if (!succeeded(response)) throw await responseError(response);
  }

  /** @throws BlobUnknown */
  async statBlob(digest: string): Promise<Descriptor> {
    const known = this.known.get(digest);
    if (known) return known;
    const url = `${this.root}/blobs/${digest}`;
    const response = await this.request('HEAD', url);
    if (response.status === 404) throw new BlobUnknown();
    if (!succeeded(response)) throw await responseError(response);
    const length = response.headers.get('content-length');
    if (!length) throw new Error(`missing content-length header for request: ${url}`);
    const mediaType = response.headers.get('content-type') ?? '';
    const descriptor = { mediaType, digest, size: Number(length) };
    this.known.set(digest, descriptor);
    return descriptor;
  }

  /** The response whose body is the blob. */
  async openBlob(digest: string): Promise<Response> {
    const response = await this.request('GET', `${this.root}/blobs/${digest}`);
    if (response.status === 404) throw new BlobUnknown();
    if (!succeeded(response)) throw await responseError(response);
    return response;
  }

  /** Begins an upload, or has the registry take the blob from another of its repositories, which may not be granted. */
  async createUpload(mount?: {
    digest: string;
    from: string;
  }): Promise<{ mounted: Descriptor } | { location: string }> {
    const query = mount ? `?${new URLSearchParams({ from: mount.from, mount: mount.digest })}` : '';
    const url = `${this.root}/blobs/uploads/${query}`;
    const response = await this.request('POST', url);
    if (response.status === 201 && mount) return { mounted: await this.statBlob(mount.digest) };
    if (response.status !== 202) throw await responseError(response);
    return { location: new URL(response.headers.get('location') ?? '', url).href };
  }

  /** Sends the bytes of an upload; gives the address to go on at. */
  async sendUpload(location: string, bytes: Uint8Array): Promise<string> {
    const headers = new Headers({ 'Content-Type': 'application/octet-stream' });
    const response = await this.request('PATCH', location, { headers, body: bytes });
    if (response.status === 404) throw new Error('blob upload unknown');
    if (!succeeded(response)) throw await responseError(response);
    return new URL(response.headers.get('location') ?? '', location).href;
  }

  async commitUpload(location: string, digest: string): Promise<Descriptor> {
    const url = new URL(location);
    url.searchParams.set('digest', digest);
    const response = await this.request('PUT', url.href);
    if (response.status === 404) throw new Error('blob upload unknown');
    if (!succeeded(response)) throw await responseError(response);
    return this.statBlob(digest);
  }

  /** Gives an upload up. That it fails matters to nobody. */
  async cancelUpload(location: string): Promise<void> {
    await this.request('DELETE', location).catch(() => {});
  }
}

function acceptManifests(): Headers {
  return new Headers({ Accept: MANIFEST_TYPES.join(', ') });
}

function describe(response: Response): Descriptor {
  const mediaType = response.headers.get('content-type');
  if (!mediaType) throw new Error('missing or empty Content-Type header');
  const digest = response.headers.get('docker-content-digest');
  if (!digest) throw new Error('missing Docker-Content-Digest header');
  const size = response.headers.get('content-length');
  if (!size) throw new Error('missing or empty Content-Length header');
  return { mediaType, digest, size: Number(size) };
}
