import { BASE_HEADERS } from './errors.ts';
import type { Store } from './store.ts';

/** What a registry accepts. Each limit has its own clear error. */
export interface Limits {
  /** Bytes of one manifest; the specification wants at least 4 MB. */
  manifest: number;
  /** Bytes of one blob. */
  blob: number;
  /** Bytes of all content together. */
  total: number;
  /** Uploads open at once. */
  uploads: number;
  /** Bytes of all open uploads together. */
  uploadBytes: number;
  /** Tags in one manifest PUT. */
  tags: number;
  /** Entries of one page of a list. */
  page: number;
}

/** A request on its way through the registry. */
export interface Exchange {
  request: Request;
  query: URLSearchParams;
  store: Store;
  limits: Limits;
  now: () => number;
  /** Whether manifests may refer to content that the repository does not hold. */
  sparse: boolean;
  /** Whether this client may read another repository, asked before a blob is mounted from it. */
  mayRead: (repository: string) => boolean;
}

/** A response with the registry's base headers. */
export function reply(
  status: number,
  headers: Record<string, string>,
  body: BodyInit | null = null,
): Response {
  return new Response(body, { status, headers: { ...BASE_HEADERS, ...headers } });
}

/** A JSON response; a `HEAD` request gets its headers only. */
export function replyJson(
  exchange: Exchange,
  value: unknown,
  headers: Record<string, string> = {},
): Response {
  const body = `${JSON.stringify(value)}\n`;
  return reply(
    200,
    {
      'Content-Type': 'application/json',
      'Content-Length': String(new TextEncoder().encode(body).length),
      ...headers,
    },
    exchange.request.method === 'HEAD' ? null : body,
  );
}

/** Whether the client holds these bytes already (RFC 9110, 13.1.2). */
export function isFresh(request: Request, digest: string): boolean {
  const match = request.headers.get('if-none-match');
  return match !== null && (match === '*' || match.includes(`"${digest}"`) || match.trim() === digest);
}
