import { NetworkError } from '../../common/network.ts';
import type { Process } from '../../common/process.ts';
import { AzFailure } from './errors.ts';

/** Sends a request; a failed connection is told as the requests library does. @throws AzFailure */
export async function send(process: Process, url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await process.host.network.fetch(new Request(url, init));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const { pathname, hostname } = new URL(url);
    throw new AzFailure(
      `HTTPSConnectionPool(host='${hostname}', port=443): Max retries exceeded with url: ${pathname} (Caused by NewConnectionError('Failed to establish a new connection: ${error.failure === 'no-such-host' ? '[Errno -2] Name or service not known' : '[Errno 111] Connection refused'}'))`,
    );
  }
}

export const post = (process: Process, url: string, form: Record<string, string>): Promise<Response> =>
  send(process, url, { method: 'POST', body: new URLSearchParams(form) });

/** Asks Azure Resource Manager. @throws AzFailure with Azure's code and message */
export async function manage(
  process: Process,
  token: string,
  path: string,
  body?: unknown,
  method = 'PUT',
): Promise<Record<string, unknown>> {
  const response = await send(process, `https://management.azure.com${path}?api-version=2023-07-01`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method, body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown> & {
    error?: { code: string; message: string };
  };
  if (response.ok) return answer;
  const { code = '', message = '' } = answer.error ?? {};
  throw new AzFailure(
    `(${code}) ${message}\nCode: ${code}\nMessage: ${message}`,
    code === 'ResourceGroupNotFound' ? 3 : 1,
  );
}
