import { parseChallenges } from '../../../common/challenge.ts';
import { digestOf } from '../../../common/digest.ts';
import { urlErrorOperation } from '../../../common/go-connection.ts';
import { goQuote } from '../../../common/go-quote.ts';
import { reasonPhrase } from '../../../common/reason-phrase.ts';
import {
  DEFAULT_DOMAIN,
  InvalidReference,
  parseReference,
  type Reference,
  referenceString,
  withDefaultTag,
} from '../../../common/reference.ts';
import { statusLine } from '../../../common/registry-errors.ts';
import { CommandError } from '../../framework/errors.ts';
import type { Invocation } from '../../framework/invocation.ts';
import { type ManifestPlatform, MEDIA_TYPE } from '../../manifest/types.ts';
import {
  NoBasicAuth,
  NotAuthorized,
  PlainHttpRefused,
  RegistryClient,
  RegistryUnreachable,
} from '../../registry/client.ts';

/** A descriptor of the OCI image specification, its fields in Go's order. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  urls?: string[];
  annotations?: Record<string, string>;
  data?: string;
  platform?: ManifestPlatform;
  artifactType?: string;
}

export interface Index {
  schemaVersion: number;
  mediaType?: string;
  manifests: Descriptor[];
  annotations?: Record<string, string>;
}

/** What a registry has under a name. */
export interface RemoteImage {
  reference: Reference;
  descriptor: Descriptor;
  bytes: Uint8Array;
}

export const isIndex = (mediaType: string): boolean =>
  mediaType === MEDIA_TYPE.dockerList || mediaType === MEDIA_TYPE.ociIndex;

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/;

/** A request for which the registry wants another user, or any at all. */
export class AuthorizationFailed extends CommandError {}

/** What comes before such a refusal when a name is resolved, or the push of a blob begun that is not to be mounted. */
function accessDenied(action: Refused['action'], request: string): string {
  if (action === 'push' && (!request.startsWith('POST ') || request.includes('?mount='))) return '';
  return `${action} access denied, repository does not exist or may require authorization: `;
}

/** A name as it is typed. @throws CommandError */
export function imageReference(text: string): Reference {
  try {
    return withDefaultTag(parseReference(text));
  } catch (error) {
    if (!(error instanceof InvalidReference)) throw error;
    throw new CommandError(error.message);
  }
}

export function clientOf(
  invocation: Invocation,
  reference: Reference,
  actions: 'pull' | 'pull,push',
): RegistryClient {
  return new RegistryClient(invocation, reference, actions, LOOPBACK.test(reference.domain));
}

/** Fetches what a name stands for. @throws CommandError */
export async function fetchImage(invocation: Invocation, reference: Reference): Promise<RemoteImage> {
  const path = `/manifests/${reference.digest ?? reference.tag}`;
  const headers = { Accept: Object.values(MEDIA_TYPE).join(', ') };
  const response = await ask(invocation, reference, 'HEAD', path, headers);
  const content = await ask(invocation, reference, 'GET', path, headers);
  const bytes = new Uint8Array(await content.arrayBuffer());
  const mediaType = (response.headers.get('Content-Type') ?? '').split(';')[0]!.trim();
  return { reference, descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length }, bytes };
}

/** A blob of the image's repository. @throws CommandError */
export function fetchBlob(invocation: Invocation, reference: Reference, digest: string): Promise<Response> {
  return ask(invocation, reference, 'GET', `/blobs/${digest}`);
}

async function ask(
  invocation: Invocation,
  reference: Reference,
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const client = clientOf(invocation, reference, 'pull');
  const response = await send(client, reference, method, path, { headers });
  if (!response.ok) throw refusal({ reference, request: `${method} ${path}`, response, action: 'pull' });
  return response;
}

/** Sends a request to a registry, and gives any answer. @throws CommandError in the words of containerd's resolver */
export async function send(
  client: RegistryClient,
  reference: Reference,
  method: string,
  path: string,
  init: Parameters<RegistryClient['request']>[2],
): Promise<Response> {
  try {
    return await client.request(method, path, init);
  } catch (error) {
    const verb = urlErrorOperation(method);
    if (error instanceof NotAuthorized)
      throw withoutAuthorization(
        error,
        accessDenied(client.actions === 'pull' ? 'pull' : 'push', `${method} ${path}`),
      );
    if (error instanceof PlainHttpRefused) {
      const url = goQuote(`https://${reference.domain}/v2/${reference.path}${path}`);
      throw new CommandError(
        `failed to do request: ${verb} ${url}: http: server gave HTTP response to HTTPS client`,
      );
    }
    if (!(error instanceof RegistryUnreachable)) throw error;
    const url = goQuote(error.base + reference.path + path);
    throw new CommandError(`failed to do request: ${verb} ${url}: ${error.reason}`);
  }
}

function withoutAuthorization({ cause }: NotAuthorized, denied: string): CommandError {
  if (cause instanceof NoBasicAuth) {
    return new AuthorizationFailed(`${denied}authorization failed: ${cause.message}`);
  }
  const { url, status, anonymous } = cause;
  return new CommandError(
    `failed to authorize: failed to fetch ${anonymous ? 'anonymous' : 'oauth'} token: unexpected status from GET request to ${url}: ${statusLine(status)}`,
  );
}

interface Refused {
  reference: Reference;
  /** Method and path below the repository. */
  request: string;
  response: Response;
  action: 'pull' | 'push';
}

/** A registry's refusal in the words of containerd's resolver, which takes no account of the body. */
export function refusal({ reference, request, response, action }: Refused): CommandError {
  if (response.status === 404 && action === 'pull') {
    return new CommandError(`${referenceString(reference)}: not found`);
  }
  const [method = '', path] = request.split(' ');
  const told =
    response.status === 401 &&
    parseChallenges(response.headers.get('WWW-Authenticate')).find(({ parameters }) => parameters.error);
  if (told) {
    return new AuthorizationFailed(
      `${accessDenied(action, request)}server message: ${told.parameters.error}: authorization failed`,
    );
  }
  const status = `${response.status} ${reasonPhrase(response)}`.trim();
  const host = reference.domain === DEFAULT_DOMAIN ? 'registry-1.docker.io' : reference.domain;
  const url = `https://${host}/v2/${reference.path}${path}`;
  return new CommandError(`unexpected status from ${method} request to ${url}: ${status}`);
}

/** `linux/arm64/v8`, as containerd writes a platform. */
export function platformText({ os, architecture, variant }: ManifestPlatform): string {
  return os === '' ? 'unknown' : [os, architecture, variant].filter(Boolean).join('/');
}

/** A JSON object from a descriptor file or argument. @throws CommandError */
export function parseDescriptor(text: string): Descriptor {
  try {
    return JSON.parse(text) as Descriptor;
  } catch {
    throw new CommandError(`failed to parse descriptor ${goQuote(text)}`);
  }
}
