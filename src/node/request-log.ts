import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_URL = 500;

/** One line when a request is over: when, who, what, status, bytes sent, how long. */
export function logRequest(
  request: IncomingMessage,
  response: ServerResponse,
  log: (line: string) => void,
): void {
  const { socket } = request;
  const start = performance.now();
  const before = socket.bytesWritten;
  response.on('close', () => {
    const { method, url = '' } = request;
    const ended = response.writableFinished ? response.statusCode : 'aborted';
    const short = url.length > MAX_URL ? `${url.slice(0, MAX_URL)}…` : url;
    const sent = socket.bytesWritten - before;
    const milliseconds = (performance.now() - start).toFixed(1);
    log(
      `${timestamp()} ${socket.remoteAddress ?? '-'} ${method} ${short} ${ended} ${sent} ${milliseconds}ms`,
    );
  });
}

let last = 0;
let written = '';

/** The time, which many requests of one millisecond share: it is the dearest part of a line. */
function timestamp(): string {
  const now = Date.now();
  if (now !== last) {
    last = now;
    written = new Date(now).toISOString();
  }
  return written;
}
