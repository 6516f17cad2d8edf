import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { RegistryError } from './errors.ts';

/** The registered algorithms of the OCI image specification ("Digests"). */
export type Algorithm = 'sha256' | 'sha512';

const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$/;
const WEBCRYPTO = { sha256: 'SHA-256', sha512: 'SHA-512' } as const;
const SYNCHRONOUS = { sha256, sha512 };
/** Below this the way to WebCrypto's worker and back costs more than the hash. */
const SMALL = 8192;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Whether a text is a digest of an algorithm that this registry knows. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/** Checks a digest a client gave. */
export function requireDigest(text: string): string {
  if (DIGEST.test(text)) return text;
  throw new RegistryError('DIGEST_INVALID', {
    message: 'invalid checksum digest format',
    detail: { digest: text },
  });
}

/** The hash of bytes in hexadecimal, by what there is in every browser. */
export async function hash(algorithm: Algorithm, bytes: Uint8Array): Promise<string> {
  return toHex(
    bytes.length <= SMALL
      ? SYNCHRONOUS[algorithm](bytes)
      : new Uint8Array(await crypto.subtle.digest(WEBCRYPTO[algorithm], bytes as BufferSource)),
  );
}
