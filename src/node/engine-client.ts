import { type IncomingMessage, type RequestOptions, request as send } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { type Handler, NetworkError } from '../simulator/common/network.ts';

/** Where an engine listens. */
type Address = { socketPath: string } | { host: string; port: number };

/** A docker engine of this computer as the simulated CLI speaks to one. */
export function connectEngine(address: Address): Handler {
  return (request) => (isHijacked(request) ? hijack(address, request) : exchange(address, request));
}

/** What is typed goes up while output comes down: real engines do that on a connection that HTTP has left. */
function isHijacked(request: Request): boolean {
  return (
    /\/(?:attach|exec\/[^/]+\/start)$/.test(new URL(request.url).pathname) &&
    request.headers.get('Content-Type') === 'text/plain'
  );
}

function exchange(address: Address, request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    const outgoing = send({ ...address, ...optionsOf(request) });
    outgoing.on('response', (incoming) => resolve(responseOf(incoming)));
    outgoing.on('error', (error) => reject(failureOf(error, address, request)));
    if (request.body) Readable.fromWeb(request.body as NodeStream).pipe(outgoing);
    else outgoing.end();
  });
}

/**
 * An exec's options come as the first piece of the body and stay in the request; what follows is typed. An engine that
 * refuses answers in HTTP.
 */
async function hijack(address: Address, request: Request): Promise<Response> {
  const typed = request.body?.getReader();
  const options = request.url.includes('/exec/') ? (await typed?.read())?.value : undefined;
  return new Promise((resolve, reject) => {
    const outgoing = send({
      ...address,
      ...optionsOf(request),
      headers: {
        ...Object.fromEntries(request.headers),
        'Content-Type': options ? 'application/json' : 'text/plain',
        'Content-Length': options?.length ?? 0,
        Connection: 'Upgrade',
        Upgrade: 'tcp',
      },
    });
    outgoing.on('response', (incoming) => resolve(responseOf(incoming)));
    outgoing.on('error', (error) => reject(failureOf(error, address, request)));
    outgoing.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
      if (head.length > 0) socket.unshift(head);
      socket.on('error', () => {});
      pump(typed, socket);
      const type = incoming.headers['content-type'] ?? 'application/vnd.docker.raw-stream';
      const body = Readable.toWeb(socket) as ReadableStream<Uint8Array>;
      resolve(new Response(body, { headers: { 'Content-Type': type } }));
    });
    outgoing.end(options);
  });
}

async function pump(
  typed: ReadableStreamDefaultReader<Uint8Array> | undefined,
  socket: Socket,
): Promise<void> {
  for (;;) {
    const next = await typed?.read().catch(() => undefined);
    if (!next || next.done || socket.destroyed) break;
    if (!socket.write(next.value)) await new Promise((resolve) => socket.once('drain', resolve));
  }
  socket.end();
}

function optionsOf(request: Request): RequestOptions {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname + search,
    headers: { ...Object.fromEntries(request.headers), Host: 'docker' },
    signal: request.signal,
  };
}

/** Statuses whose responses have no body (Fetch standard, "null body status"). */
const WITHOUT_BODY = [204, 205, 304];

function responseOf(incoming: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const { statusCode: status = 200, statusMessage: statusText = '' } = incoming;
  if (WITHOUT_BODY.includes(status)) incoming.resume();
  const body = WITHOUT_BODY.includes(status)
    ? null
    : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
  return new Response(body, { status, statusText, headers });
}

function failureOf(error: NodeJS.ErrnoException, address: Address, request: Request): unknown {
  if (request.signal.aborted) return request.signal.reason;
  const { host, port } = 'host' in address ? address : { host: 'localhost', port: 0 };
  return new NetworkError(error.code === 'ECONNRESET' ? 'reset' : 'refused', host, host, port);
}
