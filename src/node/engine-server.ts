import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Handler } from '../simulator/common/network.ts';

interface EngineServer {
  port: number;
  /** Closes the port and every connection. */
  stop(): Promise<void>;
}

/** Serves a docker engine on a port, attach and exec with their hijacked connections included. */
export async function serveEngine(
  fetch: Handler,
  { port, host }: { port: number; host: string },
): Promise<EngineServer> {
  const sockets = new Set<Socket>();
  const server = createServer(getRequestListener(fetch));
  // A container may run, and a log be followed, as long as it likes.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    hijack(fetch, request, socket, head).catch(() => socket.destroy());
  });
  await listen(server, port, host);
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * A client that asks to upgrade to `tcp` means to use the connection both ways at once. The engine knows such calls as
 * a request whose body goes on while the response's does; here the two are tied to the socket.
 */
async function hijack(fetch: Handler, request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
  const ended = new AbortController();
  socket.on('error', () => {});
  socket.on('close', () => ended.abort());
  socket.setNoDelay(true);
  if (head.length > 0) socket.unshift(head);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !['connection', 'upgrade', 'content-length'].includes(name))
      headers.set(name, String(value));
  }
  const response = await fetch(
    new Request(`http://${request.headers.host || 'docker'}${request.url}`, {
      method: request.method ?? 'POST',
      headers,
      body: bodyOf(socket),
      signal: ended.signal,
      duplex: 'half',
    } as RequestInit),
  );
  const type = response.headers.get('content-type') ?? 'application/json';
  if (response.status !== 200) {
    const body = Buffer.from(await response.arrayBuffer());
    const status = `${response.status} ${STATUS_CODES[response.status]}`;
    socket.end(
      Buffer.concat([
        Buffer.from(
          `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
        ),
        body,
      ]),
    );
    return;
  }
  const upgrade = request.headers.upgrade ?? 'tcp';
  socket.write(
    `HTTP/1.1 101 UPGRADED\r\nContent-Type: ${type}\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n\r\n`,
  );
  for await (const chunk of response.body ?? []) {
    if (socket.destroyed) return;
    if (!socket.write(chunk)) await drained(socket);
  }
  socket.end();
}

/** What a client sends. An engine that does not care for it leaves the connection open for its answer. */
function bodyOf(socket: Socket): ReadableStream<Uint8Array> {
  let unwanted = false;
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const finish = () => {
        if (!unwanted) controller.close();
        unwanted = true;
      };
      socket.on('data', (data: Buffer) => {
        if (unwanted) return;
        controller.enqueue(new Uint8Array(data));
        if ((controller.desiredSize ?? 0) <= 0) socket.pause();
      });
      socket.on('end', finish);
      socket.on('close', finish);
    },
    pull: () => {
      socket.resume();
    },
    cancel: () => {
      unwanted = true;
      socket.resume();
    },
  });
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
