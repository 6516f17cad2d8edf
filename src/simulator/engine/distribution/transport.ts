import { connectionFailure, dialFailure } from '../../common/go-connection.ts';
import { NetworkError } from '../../common/network.ts';
import { RequestError } from '../../common/registry-errors.ts';
import type { Machine } from '../context.ts';

export interface RequestOptions {
  headers?: Headers;
  body?: Uint8Array | string;
  signal?: AbortSignal;
  /** The client gives up after a while, and says so. */
  impatient?: boolean;
}

const MAX_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Sends a request as Go's `net/http` does: redirects are followed, and failures are worded as it words them. */
export async function send(
  machine: Machine,
  method: string,
  url: string,
  options: RequestOptions = {},
): Promise<Response> {
  let target = url;
  for (let i = 0; ; i++) {
    const response = await once(machine, method, target, options);
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || !location || (method !== 'GET' && method !== 'HEAD'))
      return response;
    if (i === MAX_REDIRECTS) throw new RequestError(method, target, new Error('stopped after 10 redirects'));
    const next = new URL(location, target).href;
    // Credentials are for the host they were made for.
    if (new URL(next).host !== new URL(target).host)
      options = { ...options, headers: withoutCredentials(options.headers) };
    target = next;
  }
}

function withoutCredentials(headers = new Headers()): Headers {
  const kept = new Headers(headers);
  kept.delete('authorization');
  return kept;
}

async function once(
  machine: Machine,
  method: string,
  url: string,
  options: RequestOptions,
): Promise<Response> {
  options.signal?.throwIfAborted();
  const undialled = dialFailure(url);
  if (undialled) throw new RequestError(method, url, new Error(undialled));
  const headers = options.headers ?? new Headers();
  const body = options.body as BodyInit | undefined;
  try {
    return await machine.network.fetch(
      new Request(url, { method, headers, body, redirect: 'manual', signal: options.signal }),
    );
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof NetworkError)) throw error;
    throw new RequestError(method, url, new Error(wordFailure(error, url, options.impatient ?? false)));
  }
}

function wordFailure(error: NetworkError, url: string, impatient: boolean): string {
  return impatient && error.failure === 'timeout'
    ? 'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)'
    : connectionFailure(error, url);
}
