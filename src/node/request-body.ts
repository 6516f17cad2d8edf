import type { IncomingMessage } from 'node:http';

/** Larger bodies get their memory as they come: a client that only announces bytes must not cost any. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Lets a request read its body into memory of the announced size, once: the usual way keeps all chunks, joins them
 * and copies the result.
 */
export function readIntoOneBuffer(request: Request, incoming: IncomingMessage): void {
  const length = Number(incoming.headers['content-length'] ?? 0);
  if (!(length > 0 && length <= LARGEST)) return;
  const otherwise = request.arrayBuffer;
  Object.defineProperty(request, 'arrayBuffer', {
    value: () =>
      incoming.readableDidRead || incoming.destroyed ? otherwise.call(request) : read(incoming, length),
  });
}

function read(incoming: IncomingMessage, length: number): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    let bytes: Uint8Array<ArrayBuffer> | undefined;
    let received = 0;
    incoming.on('data', (chunk: Buffer<ArrayBuffer>) => {
      received += chunk.length;
      if (chunk.buffer.byteLength === length) bytes = chunk;
      else {
        bytes ??= Buffer.allocUnsafeSlow(length);
        bytes.set(chunk, received - chunk.length);
        giveBack(chunk);
      }
    });
    incoming.on('end', () => (bytes && received === length ? resolve(bytes.buffer) : reject(cutOff())));
    incoming.on('error', reject);
    incoming.on('close', () => reject(cutOff()));
  });
}

/**
 * Frees a chunk that was copied: its memory is warm and takes the next one. Left to the collector, which runs for
 * every 64 MiB, chunks would keep it busy all the time.
 */
function giveBack(chunk: Buffer<ArrayBuffer>): void {
  if (chunk.length === chunk.buffer.byteLength) chunk.buffer.transfer(0);
}

const cutOff = (): Error => new Error('the connection closed before the end of the body');
