import { z } from 'zod';
import { type Access, createRegistry, RegistryError } from '../registry/index.ts';
import { basicCredentials } from '../registry/token.ts';
import { accountName } from './schema.ts';
import type { Vendor, VendorContext } from './vendor.ts';

/** A registry of one's own, as the `registry` image runs it: open to all, or with a password file. */
export const plainSchema = z.strictObject({
  vendor: z.literal('plain'),
  /** The host it answers at, with its port where that is not the scheme's own. */
  host: z.string().regex(/^[a-z0-9.-]+(?::\d+)?$/, 'a host, perhaps with a port'),
  tls: z.boolean().default(true),
  /** Accounts of the password file. Without any, everybody may do everything. */
  accounts: z.array(z.strictObject({ name: accountName, password: z.string().min(1) })).default([]),
  /** The realm of the Basic challenge. */
  realm: z.string().default('Registry Realm'),
  /** Whether images and tags may be deleted (`storage.delete.enabled`). */
  delete: z.boolean().default(true),
  /** Whether manifests may refer to content that is not there. */
  sparse: z.boolean().default(true),
  knobs: z
    .strictObject({
      /** Answers 503 to everything. */
      unavailable: z.boolean().default(false),
      /** Repositories it takes at most, as some hosted products have it. */
      'max-repositories': z.int().min(0).optional(),
      /** Bytes of one request body that the proxy before it lets through. */
      'max-body': z.int().min(0).optional(),
      /** The proxy before it lets nobody through. */
      forbidden: z.boolean().default(false),
      /** Uploads lose their last byte on the way, as by a broken proxy or bad memory. */
      'corrupt-uploads': z.boolean().default(false),
    })
    .prefault({}),
});

type PlainDefinition = z.output<typeof plainSchema>;

/** Makes a self-hosted registry. */
export function createPlain(definition: PlainDefinition, { clock, random, blobs }: VendorContext): Vendor {
  let knobs = definition.knobs;
  const challenge = { 'WWW-Authenticate': `Basic realm="${definition.realm}"` };

  function authenticate({ request, action, route }: Access): void {
    if (definition.accounts.length === 0) return;
    const given = basicCredentials(request);
    const known = definition.accounts.some(
      ({ name, password }) => name === given?.username && password === given.password,
    );
    if (known) return;
    const Name = 'repository' in route ? route.repository : '';
    throw new RegistryError('UNAUTHORIZED', {
      headers: challenge,
      ...(Name ? { detail: [{ Type: 'repository', Class: '', Name, Action: action }] } : {}),
    });
  }

  function count(): number {
    return registry.snapshot().repositories.filter(({ created }) => created !== undefined).length;
  }

  function checkQuota({ action, route }: Access): void {
    const limit = knobs['max-repositories'];
    if (limit === undefined || action !== 'push' || !('repository' in route)) return;
    if (registry.repository(route.repository)?.created !== undefined || count() < limit) return;
    throw new RegistryError('DENIED', {
      message: `registry contains ${count()} repositories, limit is ${limit}`,
    });
  }

  const registry = createRegistry({
    blobs,
    now: () => clock.now(),
    newId: () => random.uuid(),
    sparse: definition.sparse,
    authorizer: {
      authorize(access) {
        authenticate(access);
        if (access.action === 'delete' && !definition.delete) throw new RegistryError('UNSUPPORTED');
        checkQuota(access);
        return undefined;
      },
      mayRead: () => true,
    },
  });

  return {
    hosts: [definition.host],
    tls: definition.tls,
    registry,
    async fetch(request) {
      if (knobs.unavailable) return page(503, '503 Service Temporarily Unavailable');
      if (knobs.forbidden) return page(403, '403 Forbidden');
      const limit = knobs['max-body'];
      // A body that comes in chunks is counted as it comes.
      if (limit !== undefined && (await request.clone().arrayBuffer()).byteLength > limit) {
        return page(413, '413 Request Entity Too Large');
      }
      return registry.fetch(knobs['corrupt-uploads'] ? await corrupted(request) : request);
    },
    visibility: (name) =>
      registry.repository(name) && (definition.accounts.length > 0 ? 'private' : 'public'),
    setVisibility() {},
    importImage: (image) => registry.importImage(image),
    turn(changes) {
      knobs = plainSchema.shape.knobs.parse({ ...knobs, ...changes });
    },
    snapshot: () => ({ registry: registry.snapshot(), product: knobs }),
    restore({ registry: content, product }) {
      registry.restore(content);
      knobs = plainSchema.shape.knobs.parse(product);
    },
  };
}

/** A request of an upload without the last byte of its body. */
async function corrupted(request: Request): Promise<Request> {
  if (request.method !== 'PATCH' && !request.url.includes('/blobs/uploads/')) return request;
  const body = new Uint8Array(await request.arrayBuffer()).slice(0, -1);
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  headers.delete('content-range');
  const { url, method } = request;
  return new Request(url, { method, headers, ...(body.length > 0 ? { body } : {}) });
}

/** An error page as nginx, the usual proxy before a registry, has it. */
function page(status: number, title: string): Response {
  const html = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return new Response(html, { status, headers: { 'Content-Type': 'text/html' } });
}
