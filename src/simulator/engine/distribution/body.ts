import { concat } from '../../common/gzip.ts';

/**
 * A response's body, told of piece by piece.
 * @throws the signal's reason, and `unexpected EOF` for a body that is shorter than it said
 */
export async function readBody(
  response: Response,
  onBytes: (count: number) => void,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const parts: Uint8Array[] = [];
  const reader = response.body?.getReader();
  // A read that waits for ever ends too when the pull does.
  const stop = () => void reader?.cancel().catch(() => {});
  signal?.addEventListener('abort', stop);
  try {
    for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
      parts.push(read.value);
      onBytes(read.value.length);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  signal?.throwIfAborted();
  const expected = response.headers.get('content-length');
  const whole = parts.length === 1 ? parts[0]! : concat(parts);
  if (expected !== null && whole.length < Number(expected)) throw new Error('unexpected EOF');
  return whole;
}
