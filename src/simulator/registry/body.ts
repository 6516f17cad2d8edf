import { RegistryError } from './errors.ts';

/** The declared length of a body; `undefined` when it is not declared or not a number. */
export function declaredLength(request: Request): number | undefined {
  const text = request.headers.get('content-length');
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * The whole body of a request as one array. More than `limit` bytes are refused by `tooLarge`, before they are read
 * when the request says so, else as soon as they have come. A body that is cut off or is not as long as declared is
 * refused too: nothing half is ever stored.
 */
export async function readBody(
  request: Request,
  limit: number,
  tooLarge: () => RegistryError,
): Promise<Uint8Array> {
  const declared = declaredLength(request);
  if (declared !== undefined && declared > limit) throw tooLarge();
  const bytes =
    declared === undefined ? await readStream(request, limit, tooLarge) : await readWhole(request);
  if (declared !== undefined && bytes.length !== declared) throw new RegistryError('SIZE_INVALID');
  return bytes;
}

const cutOff = (): RegistryError =>
  new RegistryError('BLOB_UPLOAD_INVALID', { message: 'the request body ended early' });

async function readWhole(request: Request): Promise<Uint8Array> {
  try {
    return new Uint8Array(await request.arrayBuffer());
  } catch {
    throw cutOff();
  }
}

async function readStream(
  request: Request,
  limit: number,
  tooLarge: () => RegistryError,
): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw cutOff();
    });
    if (done) return join(chunks, length);
    length += value.length;
    if (length > limit) {
      await reader.cancel().catch(() => undefined);
      throw tooLarge();
    }
    chunks.push(value);
  }
}

/** One array of many. A single chunk is not copied, unless it is a window on something larger. */
export function join(chunks: Uint8Array[], length: number): Uint8Array {
  const [first] = chunks;
  if (first?.length === length && first.buffer.byteLength === length) return first;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
