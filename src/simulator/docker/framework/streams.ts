import { BrokenPipe, type Input, type Output } from '../../common/process.ts';

/** Copies a body to an output, as fast as the output takes it. */
export async function copyBody(body: ReadableStream<Uint8Array> | null, output: Output): Promise<void> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      await output.write(value);
    }
  } catch (error) {
    if (error instanceof BrokenPipe) await reader.cancel(error);
    throw error;
  }
}

/** Everything there is in an input, as a body to send. */
export function inputBody(input: Input, signal: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const bytes = await input.read(signal);
      if (bytes === undefined) controller.close();
      else if (bytes.length > 0) controller.enqueue(bytes);
    },
  });
}

/** All bytes of a body. */
export async function bodyBytes(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}
