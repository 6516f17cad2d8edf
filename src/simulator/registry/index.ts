/**
 * An OCI registry as a web-standard function: the OCI Distribution Specification 1.1 with its optional parts and the
 * Docker registry's catalog. It keeps its content in memory: structure here, bytes in a {@link BlobStore}.
 */
import { deleteBlob, getBlob } from './blobs.ts';
import { BASE_HEADERS, RegistryError } from './errors.ts';
import { type Exchange, type Limits, replyJson } from './exchange.ts';
import { listReferrers, listRepositories, listTags } from './lists.ts';
import { readManifest } from './manifest.ts';
import { deleteManifest, getManifest, putManifest, storeManifest } from './manifests.ts';
import type { Repository } from './repository.ts';
import { parseRoute, type Route, splitUrl } from './route.ts';
import { type BlobStore, type RegistryState, Store } from './store.ts';
import { Uploads } from './uploads.ts';

export { RegistryError } from './errors.ts';
export type { Repository } from './repository.ts';
export type { Route } from './route.ts';
export type { BlobStore, RegistryState } from './store.ts';

const MIB = 1024 * 1024;

const DEFAULT_LIMITS: Limits = {
  manifest: 4 * MIB,
  blob: 2048 * MIB,
  total: 4096 * MIB,
  uploads: 1000,
  uploadBytes: 2048 * MIB,
  tags: 100,
  page: 1000,
};

/** A request as an authorizer sees it. */
export interface Access {
  request: Request;
  route: Route;
  /** What it needs: `pull`, `push` (with `pull`), `delete`, or `list` for the catalog; `base` only asks who is there. */
  action: 'base' | 'pull' | 'push' | 'delete' | 'list';
  query: URLSearchParams;
}

/** What a product decides about a request that the registry itself allows. */
export interface Authorizer {
  /** Lets a request pass, or throws a {@link RegistryError}, or answers itself. */
  authorize(access: Access): Response | undefined | Promise<Response | undefined>;
  /** Whether the same client may read another repository: asked before a blob is mounted from it. */
  mayRead(request: Request, repository: string): boolean;
}

export interface RegistryOptions {
  blobs: BlobStore;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Makes the names of uploads, which must not be guessable where others can reach the registry. */
  newId: () => string;
  authorizer?: Authorizer;
  /** Takes manifests whose content is not (all) there, with a `Warning` header; on unless said otherwise. */
  sparse?: boolean;
  limits?: Partial<Limits>;
}

/** An image, or anything else with a manifest, to put in without HTTP. */
export interface ImportedImage {
  repository: string;
  tags: string[];
  mediaType: string;
  manifest: Uint8Array;
  /** Bytes of what it refers to; what the blob store has already may be left out. */
  blobs: Iterable<readonly [digest: string, bytes?: Uint8Array]>;
}

export interface Registry {
  /** Answers a request to any path of the registry's API. */
  fetch(request: Request): Promise<Response>;
  /** A repository, once something is in it. Read only. */
  repository(name: string): Repository | undefined;
  createRepository(name: string): void;
  deleteRepository(name: string): void;
  /** Removes a tag, or a manifest with all its tags. Nobody is asked. @throws RegistryError */
  deleteReference(name: string, reference: string): void;
  /** Puts an image in and gives its digest. Nobody is asked for permission. */
  importImage(image: ImportedImage): Promise<string>;
  /** The state as plain data, sharing what did not change since the last snapshot. */
  snapshot(): RegistryState;
  /** Replaces the state. Uploads in progress are forgotten. */
  restore(state: RegistryState): void;
}

/**
 * Makes a registry.
 * @example
 * const registry = createRegistry({ blobs: new Map(), now: () => clock.now(), newId: () => random.uuid() });
 * await registry.fetch(new Request('http://localhost:5000/v2/'));
 */
export function createRegistry(options: RegistryOptions): Registry {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const store = new Store(options.blobs, limits.total);
  const uploads = new Uploads(limits, options.newId);
  const { authorizer, now, sparse = true } = options;

  async function answer(request: Request): Promise<Response> {
    const { path, query } = splitUrl(request.url);
    const route = parseRoute(path);
    if (!route) {
      const headers = { ...BASE_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' };
      return new Response('404 page not found\n', { status: 404, headers });
    }
    const handler = HANDLERS[route.kind][request.method];
    if (!handler) {
      throw new RegistryError('UNSUPPORTED', {
        headers: { Allow: Object.keys(HANDLERS[route.kind]).join(', ') },
      });
    }
    const access: Access = { request, route, query, action: actionOf(route, request.method) };
    const refused = await authorizer?.authorize(access);
    if (refused) return refused;
    const mayRead = (name: string): boolean => authorizer?.mayRead(request, name) ?? true;
    return handler({ request, query, store, limits, now, sparse, mayRead }, route, uploads);
  }

  return {
    async fetch(request) {
      try {
        return await answer(request);
      } catch (error) {
        if (error instanceof RegistryError) return error.toResponse(request.method);
        throw error;
      }
    },
    repository: (name) => store.find(name),
    createRepository: (name) => store.open(name).create(now()),
    deleteRepository: (name) => store.remove(name),
    deleteReference: (name, reference) => {
      deleteManifest({ store }, name, reference);
    },
    async importImage({ repository, tags, mediaType, manifest, blobs }) {
      for (const [digest, bytes] of blobs) {
        const held = bytes ?? options.blobs.get(digest);
        if (!held) throw new RegistryError('BLOB_UNKNOWN', { detail: digest });
        store.putBlob(repository, digest, held);
      }
      const digest = await store.digest(manifest);
      storeManifest({ store, now }, repository, digest, manifest, readManifest(manifest, mediaType), tags);
      return digest;
    },
    snapshot: () => store.snapshot(),
    restore(state) {
      uploads.clear();
      store.restore(state);
    },
  };
}

type Handler<R extends Route = Route> = (
  exchange: Exchange,
  route: R,
  uploads: Uploads,
) => Response | Promise<Response>;

/** The handlers of an endpoint by method; `HEAD` where there is `GET`. */
type Methods<K extends Route['kind']> = Record<string, Handler<Extract<Route, { kind: K }>>>;

function readable<K extends Route['kind']>(get: Methods<K>[string], others: Methods<K> = {}): Methods<K> {
  return { GET: get, HEAD: get, ...others };
}

const HANDLERS = {
  base: readable<'base'>((exchange) => replyJson(exchange, {})),
  catalog: readable<'catalog'>((exchange) => listRepositories(exchange)),
  blob: readable<'blob'>((exchange, { repository, digest }) => getBlob(exchange, repository, digest), {
    DELETE: (exchange, { repository, digest }) => deleteBlob(exchange, repository, digest),
  }),
  uploads: {
    POST: (exchange, { repository }, uploads) => uploads.start(exchange, repository),
  } as Methods<'uploads'>,
  upload: readable<'upload'>((_, { repository, id }, uploads) => uploads.status(repository, id), {
    PATCH: (exchange, { repository, id }, uploads) => uploads.append(exchange, repository, id),
    PUT: (exchange, { repository, id }, uploads) => uploads.close(exchange, repository, id),
    DELETE: (_, { repository, id }, uploads) => uploads.cancel(repository, id),
  }),
  manifest: readable<'manifest'>(
    (exchange, { repository, reference }) => getManifest(exchange, repository, reference),
    {
      PUT: (exchange, { repository, reference }) => putManifest(exchange, repository, reference),
      DELETE: (exchange, { repository, reference }) => deleteManifest(exchange, repository, reference),
    },
  ),
  tags: readable<'tags'>((exchange, { repository }) => listTags(exchange, repository)),
  referrers: readable<'referrers'>((exchange, { repository, digest }) =>
    listReferrers(exchange, repository, digest),
  ),
} as Record<Route['kind'], Record<string, Handler>>;

function actionOf(route: Route, method: string): Access['action'] {
  if (route.kind === 'base') return 'base';
  if (route.kind === 'catalog') return 'list';
  if (route.kind === 'uploads' || route.kind === 'upload') return 'push';
  if (method === 'DELETE') return 'delete';
  return method === 'PUT' ? 'push' : 'pull';
}
