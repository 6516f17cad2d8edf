import { parseChallenges } from './challenge.ts';
import { urlErrorOperation } from './go-connection.ts';
import { unmarshalGoJson } from './go-json.ts';
import { reasonPhrase } from './reason-phrase.ts';

/**
 * What a registry refuses, in the shapes and words of the Go client of distribution/distribution, which is in the
 * engine and in the CLI: which shape a refusal has decides how it reads, and what is tried after it.
 */

interface CodeDescription {
  /** What the code means; a registry that says just this has said nothing more than the code. */
  message: string;
  status: number;
}

const CODES: Record<string, CodeDescription> = {
  UNKNOWN: { message: 'unknown error', status: 500 },
  UNSUPPORTED: { message: 'The operation is unsupported.', status: 405 },
  UNAUTHORIZED: { message: 'authentication required', status: 401 },
  DENIED: { message: 'requested access to the resource is denied', status: 403 },
  UNAVAILABLE: { message: 'service unavailable', status: 503 },
  TOOMANYREQUESTS: { message: 'too many requests', status: 429 },
  DIGEST_INVALID: { message: 'provided digest did not match uploaded content', status: 400 },
  SIZE_INVALID: { message: 'provided length did not match content length', status: 400 },
  NAME_INVALID: { message: 'invalid repository name', status: 400 },
  TAG_INVALID: { message: 'manifest tag did not match URI', status: 400 },
  NAME_UNKNOWN: { message: 'repository name not known to registry', status: 404 },
  MANIFEST_UNKNOWN: { message: 'manifest unknown', status: 404 },
  MANIFEST_INVALID: { message: 'manifest invalid', status: 400 },
  MANIFEST_UNVERIFIED: { message: 'manifest failed signature verification', status: 400 },
  MANIFEST_BLOB_UNKNOWN: { message: 'blob unknown to registry', status: 400 },
  BLOB_UNKNOWN: { message: 'blob unknown to registry', status: 404 },
  BLOB_UPLOAD_UNKNOWN: { message: 'blob upload unknown to registry', status: 404 },
  BLOB_UPLOAD_INVALID: { message: 'blob upload invalid', status: 404 },
  PAGINATION_NUMBER_INVALID: { message: 'invalid number of results requested', status: 400 },
};

/** One error that a registry reported. */
export class RegistryError extends Error {
  readonly code: string;
  /** Only the code was told (or the code's own words, which is the same to the client). */
  readonly bare: boolean;

  constructor(code: string, message?: string) {
    const known = code in CODES ? code : 'UNKNOWN';
    const words = known.toLowerCase().replaceAll('_', ' ');
    super(message === undefined ? words : `${words}: ${message}`);
    this.name = 'RegistryError';
    this.code = known;
    this.bare = message === undefined;
  }

  get status(): number {
    return CODES[this.code]!.status;
  }
}

/** The `errors` of a response. */
export class RegistryErrors extends Error {
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    const lines = errors.map((error) => `${error.message}\n`).join('');
    super(errors.length === 1 ? errors[0]!.message : `errors:\n${lines}`);
    this.name = 'RegistryErrors';
    this.errors = errors;
  }
}

/** A response whose body is not what the protocol says. */
export class UnexpectedResponse extends Error {
  readonly body: string;
  constructor(status: number, reason: string, body: string) {
    super(`error parsing HTTP ${status} response body: ${reason}: ${JSON.stringify(body)}`);
    this.name = 'UnexpectedResponse';
    this.body = body;
  }
}

/** A request that got no response: Go names the method and address before the cause. */
export class RequestError extends Error {
  override readonly cause: Error;
  constructor(method: string, url: string, cause: Error) {
    super(`${urlErrorOperation(method)} ${JSON.stringify(url)}: ${cause.message}`);
    this.name = 'RequestError';
    this.cause = cause;
  }
}

/** `404 Not Found`, as Go writes it. */
export function statusLine(status: number): string {
  return `${status} ${reasonPhrase({ status })}`.trimEnd();
}

/** The error that a refusing response means. */
export async function responseError(response: Response): Promise<Error> {
  const { status } = response;
  if (status < 400 || status >= 500)
    return new Error(`received unexpected HTTP status: ${statusLine(status)}`);
  const body = await response.text();
  const parsed = parseBody(status, response.headers.get('content-type'), body);
  // RFC 6750, 3: a challenge may say why it came.
  const challenges = status === 401 ? parseChallenges(response.headers.get('www-authenticate')) : [];
  for (const { scheme, parameters } of challenges) {
    const code = { invalid_token: 'UNAUTHORIZED', insufficient_scope: 'DENIED' }[parameters.error ?? ''];
    if (scheme !== 'bearer' || !code) continue;
    const first = new RegistryError(code, parameters.error_description || CODES[code]!.message);
    return new RegistryErrors([first, ...(parsed instanceof RegistryErrors ? parsed.errors : [parsed])]);
  }
  if (parsed instanceof UnexpectedResponse && status === 401) {
    return new RegistryError('UNAUTHORIZED', CODES.UNAUTHORIZED!.message);
  }
  return parsed;
}

function parseBody(status: number, contentType: string | null, body: string): Error {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && type !== 'application/vnd.api+json') return errorOfStatus(status, body);
  let value: unknown;
  try {
    value = unmarshalGoJson(body);
  } catch (error) {
    return new UnexpectedResponse(status, (error as Error).message, body);
  }
  const { details, errors } = (typeof value === 'object' && value ? value : {}) as Record<string, unknown>;
  if (typeof details === 'string' && details !== '') return errorOfStatus(status, details);
  if (!Array.isArray(errors) || errors.length === 0) {
    return new UnexpectedResponse(status, 'no error details found in HTTP response body', body);
  }
  return new RegistryErrors(errors.map(reported));
}

function reported(entry: unknown): RegistryError {
  const { code, message, detail } = (typeof entry === 'object' && entry ? entry : {}) as Record<
    string,
    unknown
  >;
  const name = typeof code === 'string' && code in CODES ? code : 'UNKNOWN';
  const text = typeof message === 'string' ? message : '';
  const saysNoMore = text === '' || text === CODES[name]!.message;
  return (detail === undefined || detail === null) && saysNoMore
    ? new RegistryError(name)
    : new RegistryError(name, text);
}

function errorOfStatus(status: number, text: string): RegistryError {
  const code = { 401: 'UNAUTHORIZED', 403: 'DENIED', 429: 'TOOMANYREQUESTS' }[status];
  return new RegistryError(code ?? 'UNKNOWN', text);
}
