import { messageOf } from './errors.ts';

/** Writes one message of a JSON stream; a message without `undefined` fields goes out as it is. */
export type MessageWriter = (message: object) => void;

/**
 * Answers with a stream of JSON messages, as pull, push, load, import and build do. What `run` throws before its first
 * message is thrown on, and becomes the response's status; later it becomes the stream's last message.
 */
export function jsonStream(run: (write: MessageWriter) => Promise<void>): Promise<Response> {
  const encoder = new TextEncoder();
  return new Promise((resolve, reject) => {
    let open: ReadableStreamDefaultController<Uint8Array> | undefined;
    let cancelled = false;
    const write: MessageWriter = (message) => {
      if (!open) {
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => {
            open = controller;
          },
          cancel: () => {
            cancelled = true;
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
    run(write).then(close, (error: unknown) => {
      if (!open) return reject(error);
      const message = messageOf(error);
      write({ errorDetail: { message }, error: message });
      close();
    });
  });
}
