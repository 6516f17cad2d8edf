import { createHash } from 'node:crypto';
import { Random } from '../../../src/simulator/common/random.ts';
import { createVendor, type Vendor, vendorDefinition } from '../../../src/simulator/vendors/index.ts';

/** A clock that stands still until a test moves it. */
export class TestClock {
  time = Date.parse('2026-11-28T09:00:00Z');
  now = (): number => this.time;
  pass = async (milliseconds: number): Promise<void> => {
    this.time += milliseconds;
  };
  until = async (): Promise<void> => {};
  during = <T>(wait: Promise<T>): Promise<T> => wait;
  loading = async <T>(code: T | Promise<T>): Promise<T> => code;
}

export function makeVendor(
  definition: unknown,
  clock = new TestClock(),
): { vendor: Vendor; clock: TestClock } {
  const context = { clock, random: new Random(1), blobs: new Map<string, Uint8Array>() };
  return { vendor: createVendor(vendorDefinition.parse(definition), context), clock };
}

const encoder = new TextEncoder();
export const sha256 = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/** A small image: a config, one layer, and the manifest that names them. */
export function image(text = 'layer') {
  const config = encoder.encode(JSON.stringify({ architecture: 'amd64', os: 'linux', text }));
  const layer = encoder.encode(text);
  const describe = (mediaType: string, bytes: Uint8Array) => ({
    mediaType,
    size: bytes.length,
    digest: sha256(bytes),
  });
  const manifest = encoder.encode(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: describe('application/vnd.docker.container.image.v1+json', config),
      layers: [describe('application/vnd.docker.image.rootfs.diff.tar.gzip', layer)],
    }),
  );
  return {
    manifest,
    mediaType: MANIFEST,
    digest: sha256(manifest),
    layer,
    blobs: new Map([config, layer].map((bytes) => [sha256(bytes), bytes])),
  };
}

export async function seed(vendor: Vendor, repository: string, tag: string, text?: string): Promise<void> {
  const { manifest, mediaType, blobs } = image(text);
  await vendor.importImage({ repository, tags: [tag], manifest, mediaType, blobs });
}

export const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;

interface Call {
  method?: string;
  authorization?: string | undefined;
  body?: BodyInit;
  headers?: Record<string, string>;
}

/** A client like the engine: on a challenge it fetches a token, with its credentials if it has any, and asks again. */
export class Client {
  private readonly vendor: Vendor;
  private readonly credentials: string | undefined;

  constructor(vendor: Vendor, credentials?: string) {
    this.vendor = vendor;
    this.credentials = credentials;
  }

  raw(url: string, { method = 'GET', authorization, body, headers = {} }: Call = {}): Promise<Response> {
    const all = { ...headers, ...(authorization ? { authorization } : {}) };
    return this.vendor.fetch(
      new Request(url, { method, headers: all, ...(body === undefined ? {} : { body }) }),
    );
  }

  /** Asks for what a challenge wants; a failing token response is returned as it is. */
  async call(url: string, call: Call = {}, actions?: string): Promise<Response> {
    const first = await this.raw(url, {
      ...call,
      authorization: this.credentials?.startsWith('Basic ') ? undefined : this.credentials,
    });
    const challenge = first.headers.get('www-authenticate') ?? '';
    if (first.status !== 401 || challenge === '') return first;
    if (challenge.startsWith('Basic ')) {
      return this.credentials ? this.raw(url, { ...call, authorization: this.credentials }) : first;
    }
    const parameters = Object.fromEntries(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
    );
    const query = new URLSearchParams({ service: parameters.service ?? '' });
    const scope = actions ?? parameters.scope;
    if (scope) for (const one of scope.split(' ')) query.append('scope', one);
    const token = await this.raw(`${parameters.realm}?${query}`, { authorization: this.credentials });
    if (!token.ok) return token;
    const tokens = (await token.json()) as { token?: string; access_token?: string };
    const value = tokens.token ?? tokens.access_token;
    return this.raw(url, { ...call, authorization: `Bearer ${value}` });
  }

  /** Pushes an image as `docker push` does; the first refusal is the result. */
  async push(host: string, repository: string, tag: string, text?: string): Promise<Response> {
    const { blobs, manifest, mediaType } = image(text);
    const scope = `repository:${repository}:pull,push`;
    const base = `https://${host}/v2/${repository}`;
    for (const [digest, bytes] of blobs) {
      const start = await this.call(`${base}/blobs/uploads/`, { method: 'POST' }, scope);
      if (start.status !== 202) return start;
      const location = start.headers.get('location') ?? '';
      const end = await this.call(
        `https://${host}${location}?digest=${digest}`,
        { method: 'PUT', body: bytes as BodyInit },
        scope,
      );
      if (end.status !== 201) return end;
    }
    return this.call(
      `${base}/manifests/${tag}`,
      { method: 'PUT', body: manifest as BodyInit, headers: { 'content-type': mediaType } },
      scope,
    );
  }

  pull(host: string, repository: string, reference: string, method = 'GET'): Promise<Response> {
    return this.call(`https://${host}/v2/${repository}/manifests/${reference}`, { method });
  }
}

/** Status, code and message of a refusal. */
export async function refusal(response: Response): Promise<[status: number, code: string, message: string]> {
  const { errors } = (await response.json()) as { errors: { code: string; message: string }[] };
  return [response.status, errors[0]!.code, errors[0]!.message];
}
