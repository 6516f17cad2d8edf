import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Handler } from '../simulator/common/network.ts';
import { readIntoOneBuffer } from './request-body.ts';
import { logRequest } from './request-log.ts';

interface ServeOptions {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Takes one line for each request. */
  log?: (line: string) => void;
}

interface RegistryServer {
  port: number;
  /** Takes no more requests, lets those under way finish for a while, then cuts off what is left. */
  stop(): Promise<void>;
}

/** How long requests under way may take to finish when the server stops. */
const GRACE = 10_000;

/** Bodies up to this go out in one piece with their head. */
const SMALL = 8 * 1024;

/** Writes a small body as text behind the head's: one plain write costs less than a gathering one. */
class Answer extends ServerResponse {
  override end(chunk?: unknown, encoding?: unknown, callback?: unknown): this {
    if (chunk instanceof Uint8Array && chunk.length <= SMALL && callback === undefined) {
      const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
      return super.end(text, 'latin1');
    }
    return super.end(chunk, encoding as BufferEncoding, callback as () => void);
  }
}

/** Serves a registry on a port. */
export async function serveRegistry(fetch: Handler, options: ServeOptions): Promise<RegistryServer> {
  const answer = getRequestListener((request, { incoming }) => {
    readIntoOneBuffer(request, incoming as IncomingMessage);
    return fetch(request);
  });
  let stopping = false;
  const server = createServer({ ServerResponse: Answer }, (request, response) => {
    if (options.log) logRequest(request, response, options.log);
    if (stopping) return refuse(response);
    return answer(request, response);
  });
  // Idle connections stay open, as the reference registry leaves them: no client finds one closed that it means to use.
  server.keepAliveTimeout = 0;
  server.on('clientError', refuseMalformed);
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        const cut = setTimeout(() => server.closeAllConnections(), GRACE);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function listen(server: Server, { port, host }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A connection that was kept open asks once more while the server stops. */
function refuse(response: ServerResponse): void {
  const body = '{"errors":[{"code":"UNAVAILABLE","message":"the registry is stopping"}]}\n';
  response.writeHead(503, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    Connection: 'close',
    'Retry-After': '1',
  });
  response.end(body);
}

/** What is not HTTP gets HTTP's answer, and the connection ends. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
