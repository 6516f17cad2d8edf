import { createHash } from 'node:crypto';
import {
  createRegistry,
  type Registry,
  type RegistryOptions,
} from '../../../src/simulator/registry/index.ts';

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export function digestOf(data: Uint8Array | string, algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(data).digest('hex')}`;
}

interface Call {
  body?: BodyInit;
  headers?: Record<string, string>;
}

/** A registry and short ways to speak to it. */
export class Bench {
  readonly blobs = new Map<string, Uint8Array>();
  readonly registry: Registry;
  time = 1_700_000_000_000;
  private uploads = 0;

  constructor(options: Partial<RegistryOptions> = {}) {
    this.registry = createRegistry({
      blobs: this.blobs,
      now: () => this.time,
      newId: () => `upload-${++this.uploads}`,
      ...options,
    });
  }

  call(method: string, path: string, { body, headers = {} }: Call = {}): Promise<Response> {
    const request = new Request(`http://localhost:5000${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return this.registry.fetch(request);
  }

  /** Opens an upload and gives its location. */
  async open(repository: string): Promise<string> {
    const response = await this.call('POST', `/v2/${repository}/blobs/uploads/`);
    return response.headers.get('location')!;
  }

  async blob(
    repository: string,
    data: Uint8Array<ArrayBuffer> | string,
    algorithm = 'sha256',
  ): Promise<string> {
    const digest = digestOf(data, algorithm);
    const response = await this.call('POST', `/v2/${repository}/blobs/uploads/?digest=${digest}`, {
      body: data,
    });
    if (response.status !== 201) throw new Error(await response.text());
    return digest;
  }

  manifest(repository: string, reference: string, value: unknown, type = OCI_MANIFEST): Promise<Response> {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    return this.call('PUT', `/v2/${repository}/manifests/${reference}`, {
      body,
      headers: { 'content-type': type },
    });
  }

  /** Pushes a whole small image; `extra` fields go into its manifest. */
  async image(repository: string, tag: string, extra: object = {}, type = OCI_MANIFEST): Promise<string> {
    const config = await this.blob(repository, '{}');
    const layer = await this.blob(repository, `layer of ${tag}`);
    const response = await this.manifest(
      repository,
      tag,
      {
        schemaVersion: 2,
        mediaType: type,
        config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size: 2 },
        layers: [
          {
            mediaType: 'application/vnd.oci.image.layer.v1.tar',
            digest: layer,
            size: `layer of ${tag}`.length,
          },
        ],
        ...extra,
      },
      type,
    );
    if (response.status !== 201) throw new Error(await response.text());
    return response.headers.get('docker-content-digest')!;
  }
}

/** Status and code of a refusal. */
export async function refusal(response: Response): Promise<[status: number, code: string]> {
  const { errors } = (await response.json()) as { errors: { code: string }[] };
  return [response.status, errors[0]!.code];
}
