import type { Content } from '../common/files.ts';
import { messageOf } from './errors.ts';

/** Writes one message of a JSON stream; a message without `undefined` fields goes out as it is. */
export type MessageWriter = (message: object) => void;

/**
 * Answers with a stream of JSON messages, as pull, push, load, import and build do. What `run` throws before its first
 * message is thrown on, and becomes the response's status; later it becomes the stream's last message.
 * With `refuseInStream` it always is a message. A client that stops reading aborts `run`'s signal.
 */
export function jsonStream(
  run: (write: MessageWriter, signal: AbortSignal) => Promise<void>,
  { refuseInStream = false } = {},
): Promise<Response> {
  const encoder = new TextEncoder();
  return new Promise((resolve, reject) => {
    let open: ReadableStreamDefaultController<Uint8Array> | undefined;
    let cancelled = false;
    const gone = new AbortController();
    const write: MessageWriter = (message) => {
      if (!open) {
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => {
            open = controller;
          },
          cancel: () => {
            cancelled = true;
            gone.abort();
          },
        });
        resolve(new Response(body, { headers: { 'Content-Type': 'application/json' } }));
      }
      if (!cancelled) open?.enqueue(encoder.encode(`${JSON.stringify(message)}\r\n`));
    };
    const close = () => {
      if (!open) resolve(new Response(null, { headers: { 'Content-Type': 'application/json' } }));
      else if (!cancelled) open.close();
    };
    run(write, gone.signal).then(close, (error: unknown) => {
      if (!open && !refuseInStream) return reject(error);
      const message = messageOf(error);
      write({ errorDetail: { message }, error: message });
      close();
    });
  });
}

const ZEROS = new Uint8Array(65_536);

/** A body of an archive's pieces. Runs of zeros are never in memory as a whole. */
export function contentStream(chunks: readonly Content[]): ReadableStream<Uint8Array> {
  const pieces = chunks.flatMap((chunk) =>
    chunk instanceof Uint8Array
      ? [chunk]
      : [chunk.head.subarray(0, chunk.size), Math.max(0, chunk.size - chunk.head.length)],
  );
  let at = 0;
  let sent = 0;
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      for (; at < pieces.length; at++, sent = 0) {
        const piece = pieces[at]!;
        if (piece instanceof Uint8Array) {
          if (piece.length === 0) continue;
          at++;
          controller.enqueue(piece.slice());
          return;
        }
        if (sent === piece) continue;
        const count = Math.min(ZEROS.length, piece - sent);
        sent += count;
        controller.enqueue(ZEROS.slice(0, count));
        return;
      }
      controller.close();
    },
  });
}
