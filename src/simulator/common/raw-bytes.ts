/**
 * Text that holds bytes which are no UTF-8: each is kept as a lone surrogate U+DC80 to U+DCFF (PEP 383), so that a
 * shell's variables can hold what a program printed, and give it back unchanged.
 */
const RAW = /[\udc80-\udcff](?<![\ud800-\udbff].)/;
const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The character that stands for a byte which is not part of a UTF-8 sequence. */
export function rawByte(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}

export function hasRawBytes(text: string): boolean {
  // Of long texts nearly all are well-formed, which the platform knows at once.
  return !text.isWellFormed() && RAW.test(text);
}

/** UTF-8, with the raw bytes as they are. */
export function encodeText(text: string): Uint8Array {
  if (!hasRawBytes(text)) return encoder.encode(text);
  const parts = text.split(/([\udc80-\udcff](?<![\ud800-\udbff].))/);
  const chunks = parts.map((part, i) =>
    i % 2 === 1 ? Uint8Array.of(part.charCodeAt(0) - 0xdc00) : encoder.encode(part),
  );
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The text of bytes; what is no UTF-8 stays recognisable for {@link encodeText}. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    let text = '';
    for (let i = 0; i < bytes.length; ) {
      const size = sequenceLength(bytes, i);
      text += size === 0 ? rawByte(bytes[i]!) : strict.decode(bytes.subarray(i, i + size));
      i += size || 1;
    }
    return text;
  }
}

/** Raw bytes that together are UTF-8 become the characters they mean. */
export function joinRawBytes(text: string): string {
  return hasRawBytes(text) ? decodeText(encodeText(text)) : text;
}

/** The length of the well-formed UTF-8 sequence at an offset; 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (size === 0 || at + size > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(at, at + size));
    return size;
  } catch {
    return 0;
  }
}
