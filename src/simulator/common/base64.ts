/** Base64 (RFC 4648) of bytes; the platform's own `btoa` and `atob` know only texts of single-byte characters. */

/** So many arguments a call surely takes; a multiple of three, so that what is encoded in parts fits together. */
const CHUNK = 3 * 2730;

/** The base64 of bytes, or of a text's UTF-8. */
export function encodeBase64(data: Uint8Array | string): string {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK) {
    text += btoa(String.fromCharCode(...bytes.subarray(i, i + CHUNK)));
  }
  return text;
}

/** @throws DOMException for what is no base64 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

/** Base64 in the alphabet for URLs and headers (RFC 4648, section 5), padded. */
export function encodeBase64Url(data: Uint8Array | string): string {
  return encodeBase64(data).replaceAll('+', '-').replaceAll('/', '_');
}

/** Reads either alphabet. @throws DOMException for what is no base64 */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** The value of `Authorization` (RFC 7617). */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${encodeBase64(`${username}:${password}`)}`;
}
