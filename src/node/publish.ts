import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Handler } from '../simulator/common/network.ts';

/**
 * Opens a port of this computer for one that a container publishes; returns what closes it. A port that cannot be
 * had is told, and the container runs without: on its own machine its port is open.
 */
export function publish(
  handler: Handler,
  { port, host }: { port: number; host: string },
  warn: (line: string) => void,
): () => void {
  const server = createServer(getRequestListener(handler));
  server.on('error', (error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? 'the port is taken' : error.message;
    warn(`A container publishes port ${port}, which cannot be opened on ${host}: ${reason}.`);
  });
  server.listen(port, host);
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
