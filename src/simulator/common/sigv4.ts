import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** AWS Signature Version 4, as its client makes it and its services check it (docs.aws.amazon.com, "Signature Version 4"). */

const ALGORITHM = 'AWS4-HMAC-SHA256';
const encoder = new TextEncoder();
const hex = (text: string): string => bytesToHex(sha256(encoder.encode(text)));
const mac = (key: Uint8Array, text: string): Uint8Array => hmac(sha256, key, encoder.encode(text));

/** What of a request is signed. */
export interface SignedParts {
  method: string;
  url: URL;
  /** Value by lower-case name. */
  headers: ReadonlyMap<string, string>;
  body: string;
  /** `20261128T090000Z` */
  date: string;
  region: string;
  service: string;
}

/** `20261128/us-east-1/ecr/aws4_request`: what a signature is valid for. */
const scopeOf = ({ date, region, service }: SignedParts): string =>
  `${date.slice(0, 8)}/${region}/${service}/aws4_request`;

function signature(parts: SignedParts, secret: string): string {
  const names = [...parts.headers.keys()].sort();
  const query = [...parts.url.searchParams].map((pair) => pair.map(encodeURIComponent).join('=')).sort();
  const canonical = [
    parts.method,
    parts.url.pathname,
    query.join('&'),
    ...names.map((name) => `${name}:${parts.headers.get(name)!.trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    hex(parts.body),
  ].join('\n');
  const steps = [parts.date.slice(0, 8), parts.region, parts.service, 'aws4_request'];
  const key = steps.reduce(mac, encoder.encode(`AWS4${secret}`));
  return bytesToHex(mac(key, [ALGORITHM, parts.date, scopeOf(parts), hex(canonical)].join('\n')));
}

/** The `Authorization` header of a request. */
export function authorization(parts: SignedParts, keyId: string, secret: string): string {
  const names = [...parts.headers.keys()].sort().join(';');
  return `${ALGORITHM} Credential=${keyId}/${scopeOf(parts)}, SignedHeaders=${names}, Signature=${signature(parts, secret)}`;
}

/** What an `Authorization` header says. */
export interface Authorization {
  keyId: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
}

export function readAuthorization(header: string): Authorization | undefined {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (!match) return undefined;
  const [, keyId = '', region = '', service = '', names = '', signed = ''] = match;
  return { keyId, region, service, signedHeaders: names.split(';'), signature: signed };
}

/** Whether a request was signed with this secret key. */
export function isSignedWith(request: Request, body: string, given: Authorization, secret: string): boolean {
  const url = new URL(request.url);
  const headers = new Map(
    given.signedHeaders.map((name) => [name, request.headers.get(name) ?? (name === 'host' ? url.host : '')]),
  );
  const { region, service } = given;
  const date = request.headers.get('x-amz-date') ?? '';
  return (
    signature({ method: request.method, url, headers, body, date, region, service }, secret) ===
    given.signature
  );
}
