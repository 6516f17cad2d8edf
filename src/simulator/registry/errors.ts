/**
 * Errors of the distribution API: the codes of the OCI Distribution Specification ("Error Codes") and those that
 * CNCF Distribution added. The default messages are the reference registry's, which clients compare with.
 */
const ERRORS = {
  BLOB_UNKNOWN: [404, 'blob unknown to registry'],
  BLOB_UPLOAD_INVALID: [400, 'blob upload invalid'],
  BLOB_UPLOAD_UNKNOWN: [404, 'blob upload unknown to registry'],
  DENIED: [403, 'requested access to the resource is denied'],
  DIGEST_INVALID: [400, 'provided digest did not match uploaded content'],
  MANIFEST_BLOB_UNKNOWN: [400, 'blob unknown to registry'],
  MANIFEST_INVALID: [400, 'manifest invalid'],
  MANIFEST_UNKNOWN: [404, 'manifest unknown'],
  NAME_INVALID: [400, 'invalid repository name'],
  NAME_UNKNOWN: [404, 'repository name not known to registry'],
  PAGINATION_NUMBER_INVALID: [400, 'invalid number of results requested'],
  RANGE_INVALID: [416, 'invalid content range'],
  SIZE_INVALID: [400, 'provided length did not match content length'],
  TAG_INVALID: [400, 'manifest tag did not match URI'],
  TOOMANYREQUESTS: [429, 'too many requests'],
  UNAUTHORIZED: [401, 'authentication required'],
  UNKNOWN: [500, 'unknown error'],
  UNSUPPORTED: [405, 'The operation is unsupported.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof ERRORS;

interface ErrorOptions {
  /** Another status than the code's usual one. */
  status?: number;
  message?: string;
  detail?: unknown;
  headers?: Record<string, string>;
}

/** A refusal, thrown by handlers and turned into a response in one place. */
export class RegistryError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: unknown;
  readonly headers: Record<string, string> | undefined;

  constructor(code: ErrorCode, options: ErrorOptions = {}) {
    super(options.message ?? ERRORS[code][1]);
    this.name = 'RegistryError';
    this.code = code;
    this.status = options.status ?? ERRORS[code][0];
    this.detail = options.detail;
    this.headers = options.headers;
  }

  /** The response; a `HEAD` request gets the headers of the body that it may not have. */
  toResponse(method: string): Response {
    const { code, message, detail } = this;
    const body = `${JSON.stringify({ errors: [detail === undefined ? { code, message } : { code, message, detail }] })}\n`;
    return new Response(method === 'HEAD' ? null : body, {
      status: this.status,
      headers: {
        ...BASE_HEADERS,
        'Content-Type': 'application/json',
        'Content-Length': String(new TextEncoder().encode(body).length),
        ...this.headers,
      },
    });
  }
}

/** What every answer of a registry carries. */
export const BASE_HEADERS = { 'Docker-Distribution-Api-Version': 'registry/2.0' } as const;
