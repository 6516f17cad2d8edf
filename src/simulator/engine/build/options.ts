import { decodeBase64, decodeBase64Url } from '../../common/base64.ts';
import { invalidParameter } from '../errors.ts';
import { type Platform, parsePlatform } from '../platform.ts';
import type { Credentials } from './registry-client.ts';

/** The parameters of `POST /build`. */
export interface BuildOptions {
  version: '1' | '2';
  dockerfile: string;
  tags: string[];
  /** `null` for one that was named without a value and is not set. */
  buildArgs: Record<string, string | null>;
  labels: Record<string, string>;
  target: string;
  platform: Platform | undefined;
  noCache: boolean;
  /** The same for some stages only, for BuildKit: their names, parted by commas. */
  noCacheFilter: string;
  pull: boolean;
  quiet: boolean;
  remove: boolean;
  forceRemove: boolean;
  remote: string;
  squash: boolean;
  extraHosts: string[];
  cacheFrom: string[];
  networkMode: string;
  /** Rights that the client grants the build. */
  allowed: string[];
  outputs: { type: string; attributes: Record<string, string> }[];
  /** Contexts beside the main one, by name: `docker-image://…`, or `local:` and a folder of the archive. */
  contexts: Record<string, string>;
  /** What to answer instead of building: `lint`, `outline`, `targets`. */
  request: string | undefined;
  /** Names the client's files, so that the next transfer can leave out what has not changed. */
  sharedKey: string;
  credentials: Credentials;
  secrets: Map<string, Uint8Array>;
  /** Whether the image is to tell of its own cache. */
  inlineCache: boolean;
  /** Whether the client wants to know what the build was made of. */
  provenance: boolean;
}

/** @throws ApiError 400 in the daemon's words */
export function readOptions(request: Request, architecture: string): BuildOptions {
  const query = new URL(request.url).searchParams;
  const text = (name: string): string => query.get(name) ?? '';
  const flag = (name: string): boolean =>
    !['', '0', 'no', 'false', 'none'].includes(text(name).trim().toLowerCase());
  const version = text('version') || '1';
  if (version !== '1' && version !== '2')
    throw invalidParameter(`invalid version ${JSON.stringify(version)}`);
  if (version === '1' && query.has('securityopt')) {
    throw invalidParameter('security options are not supported on linux');
  }
  const isolation = text('isolation');
  if (!['', 'default'].includes(isolation.toLowerCase())) {
    throw invalidParameter(`unsupported isolation: ${JSON.stringify(isolation)}`);
  }
  const json = <T>(name: string, fallback: T, complaint: string): T => {
    if (text(name) === '') return fallback;
    try {
      return JSON.parse(text(name)) as T;
    } catch (error) {
      throw invalidParameter(`${complaint}: ${(error as Error).message}`);
    }
  };
  const outputs = json<{ Type: string; Attrs?: Record<string, string> }[]>(
    'outputs',
    [],
    'invalid outputs specified',
  );
  const platform = text('platform');
  const noCacheFilter = query.getAll('nocachefilter').join(',');
  return {
    version,
    dockerfile: text('dockerfile') || 'Dockerfile',
    tags: query.getAll('t'),
    buildArgs: json('buildargs', {}, 'error reading build args'),
    labels: json('labels', {}, 'error reading labels'),
    target: text('target'),
    platform: platform === '' ? undefined : parsePlatform(platform, architecture),
    // Stages without any name are all.
    noCache: flag('nocache') || (query.has('nocachefilter') && noCacheFilter === ''),
    noCacheFilter,
    pull: flag('pull'),
    quiet: flag('q'),
    remove: flag('forcerm') || text('rm') === '' || flag('rm'),
    forceRemove: flag('forcerm'),
    remote: text('remote'),
    squash: flag('squash'),
    extraHosts: query.getAll('extrahosts'),
    cacheFrom: json('cachefrom', [], 'error reading cache-from'),
    networkMode: text('networkmode'),
    allowed: query.getAll('allow'),
    outputs: outputs.map(({ Type, Attrs }) => ({ type: Type, attributes: Attrs ?? {} })),
    contexts: json('contexts', {}, 'error reading contexts'),
    request: query.get('requestid')?.replace(/^frontend\./, ''),
    sharedKey: request.headers.get('x-docker-expose-session-sharedkey') ?? '',
    credentials: readJsonHeader<Credentials>(request, 'x-registry-config') ?? {},
    secrets: readSecrets(request),
    provenance: flag('provenance'),
    inlineCache: flag('inlinecache'),
  };
}

/**
 * The header that stands for the session over which a real client hands out its secrets when asked: base64url of
 * a JSON object of base64 contents.
 */
function readSecrets(request: Request): Map<string, Uint8Array> {
  const given = readJsonHeader<Record<string, string>>(request, 'x-build-secrets') ?? {};
  return new Map(Object.entries(given).map(([id, content]) => [id, decodeBase64(content)]));
}

function readJsonHeader<T>(request: Request, name: string): T | undefined {
  const value = request.headers.get(name);
  if (!value) return undefined;
  try {
    const bytes = decodeBase64Url(value);
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  } catch {
    // As for a pull, credentials that cannot be read are none.
    return undefined;
  }
}
