import { parseReference, type Reference, repositoryName } from '../../common/reference.ts';
import { RegistryErrors } from '../../common/registry-errors.ts';
import type { Layer } from '../images/layers.ts';
import { credentialsKey, type LayerSource, sign } from '../images/metadata.ts';
import { shortId } from '../images/names.ts';
import type { Transfer } from './context.ts';
import { BlobUnknown } from './errors.ts';
import { SCHEMA2_LAYER } from './manifest.ts';
import type { Descriptor, RemoteRepository } from './repository.ts';
import { retryable, withRetries } from './retry.ts';

const SMALL = 100 * 1024;
const MEDIUM = 10 * 1024 * 1024;

/** How hard to look for a layer before sending it: the larger, the harder. */
function effort(size: number): { mounts: number; checks: number; elsewhere: boolean } {
  if (size > MEDIUM) return { mounts: 4, checks: 3, elsewhere: true };
  if (size > SMALL) return { mounts: 3, checks: 1, elsewhere: false };
  return { mounts: 1, checks: 1, elsewhere: false };
}

/** Makes the layers of an image present in a repository, the top one first, five at a time. Lowest first in the answer. */
export async function uploadLayers(
  push: Transfer,
  repository: RemoteRepository,
  layers: readonly Layer[],
  present: Map<string, Descriptor>,
): Promise<Descriptor[]> {
  const { context, progress } = push;
  const uploads = new Map<string, Promise<Descriptor>>();
  // One failure ends the push; the transfers still running are told to stop.
  const stop = new AbortController();
  const signal = push.signal ? AbortSignal.any([push.signal, stop.signal]) : stop.signal;
  const upload = async (layer: Layer): Promise<Descriptor> => {
    const id = shortId(layer.diffId);
    await Promise.resolve();
    const release = await context.uploads.take(() => {
      // What an earlier tag brought there is done with before anyone could be told of a wait.
      if (!present.has(layer.diffId)) progress.status(id, 'Waiting');
    });
    try {
      signal.throwIfAborted();
      const status = (text: string) => progress.status(id, text);
      const work = () => new LayerUpload(push, repository, layer, present).run();
      return await withRetries({ clock: context.clock, signal, status }, work);
    } finally {
      release();
    }
  };
  const topFirst = [...layers].reverse();
  for (const layer of topFirst) {
    progress.status(shortId(layer.diffId), 'Preparing');
    if (!uploads.has(layer.diffId)) {
      const running = upload(layer);
      running.catch(() => {});
      uploads.set(layer.diffId, running);
    }
  }
  try {
    for (const running of uploads.values()) await running;
  } catch (error) {
    stop.abort(new Error('context canceled'));
    throw error;
  }
  return Promise.all(layers.map((layer) => uploads.get(layer.diffId)!));
}

/** One attempt at making a layer present. */
class LayerUpload {
  private readonly push: Transfer;
  private readonly repository: RemoteRepository;
  private readonly layer: Layer;
  private readonly present: Map<string, Descriptor>;
  private readonly key: string;
  private readonly checked = new Set<string>();

  constructor(push: Transfer, repository: RemoteRepository, layer: Layer, present: Map<string, Descriptor>) {
    this.push = push;
    this.repository = repository;
    this.layer = layer;
    this.present = present;
    this.key = credentialsKey(push.credentials);
  }

  async run(): Promise<Descriptor> {
    const { diffId, size } = this.layer;
    const known = this.present.get(diffId);
    if (known) {
      this.status('Layer already exists');
      return known;
    }
    const { mounts, checks, elsewhere } = effort(size);
    const sources = this.metadata.of(diffId);
    const found = await this.findThere(sources, true, 1);
    if (found) return found;
    const started = await this.mount(sources, mounts);
    if (started && 'mounted' in started) return started.mounted;
    const left = checks - this.checked.size;
    const later = left > 0 ? await this.findThere(sources, elsewhere, left) : undefined;
    if (later) return later;
    return await this.send(started?.location);
  }

  private get metadata() {
    return this.push.context.images.metadata;
  }

  private get name(): string {
    return repositoryName(this.push.reference);
  }

  private status(text: string): void {
    this.push.progress.status(shortId(this.layer.diffId), text);
  }

  private keep(descriptor: Descriptor): Descriptor {
    const layer = { ...descriptor, mediaType: SCHEMA2_LAYER };
    this.present.set(this.layer.diffId, layer);
    return layer;
  }

  private learn(digest: string): void {
    const source = { digest, repository: this.name };
    this.metadata.add(this.layer.diffId, { ...source, hmac: sign(this.key, source) });
  }

  private isOurs(source: LayerSource): boolean {
    return source.hmac === sign(this.key, source);
  }

  /** Asks the repository itself for digests that this layer has had anywhere. */
  private async findThere(
    sources: readonly LayerSource[],
    elsewhere: boolean,
    attempts: number,
  ): Promise<Descriptor | undefined> {
    const candidates = sources.filter((source) => elsewhere || source.repository === this.name);
    const digests = new Map<string, LayerSource>();
    for (const source of this.likeliest(candidates)) {
      if (digests.size >= attempts) break;
      if (!digests.has(source.digest) && !this.checked.has(source.digest)) digests.set(source.digest, source);
    }
    for (const [digest, source] of digests) {
      this.checked.add(digest);
      try {
        const found = await this.repository.statBlob(digest);
        if (source.repository !== this.name || !this.isOurs(source)) this.learn(digest);
        this.status('Layer already exists');
        return this.keep(found);
      } catch (error) {
        this.push.signal?.throwIfAborted();
        if (error instanceof BlobUnknown && source.repository === this.name) this.metadata.remove(source);
      }
    }
    return undefined;
  }

  /** Youngest first, those of these credentials before others, and of like names before those. */
  private likeliest(sources: readonly LayerSource[]): LayerSource[] {
    const parts = this.name.split('/');
    const likeness = (source: LayerSource) => {
      const other = source.repository.split('/');
      const differs = parts.findIndex((part, i) => other[i] !== part);
      return differs === -1 ? Math.min(parts.length, other.length) : differs;
    };
    const rank = (source: LayerSource) => (this.isOurs(source) ? 1000 : 0) + likeness(source);
    return [...sources].reverse().sort((a, b) => rank(b) - rank(a));
  }

  /** Tries to take the layer from another repository of the registry. A refused mount leaves an upload begun. */
  private async mount(
    sources: readonly LayerSource[],
    attempts: number,
  ): Promise<{ mounted: Descriptor } | { location: string } | undefined> {
    const { credentials, reference, signal } = this.push;
    const hasCredentials = Boolean(
      credentials.registrytoken || (credentials.username && credentials.password),
    );
    const candidates = this.likeliest(
      sources.filter(
        (s) => s.repository !== this.name && parseReference(s.repository).domain === reference.domain,
      ),
    ).slice(0, attempts);
    let unauthorized = false;
    let begun: { location: string } | undefined;
    for (const source of candidates) {
      const from: Reference = parseReference(source.repository);
      let result: { mounted: Descriptor } | { location: string } | undefined;
      try {
        result = await this.repository.createUpload({ digest: source.digest, from: from.path });
      } catch (error) {
        signal?.throwIfAborted();
        const codes = error instanceof RegistryErrors ? error.errors : [];
        if (codes.some((e) => 'code' in e && 'bare' in e && e.code === 'UNAUTHORIZED' && !e.bare))
          unauthorized = true;
      }
      if (result && 'mounted' in result) {
        this.status(`Mounted from ${from.path}`);
        this.learn(result.mounted.digest);
        return { mounted: this.keep(result.mounted) };
      }
      const stale = this.isOurs(source) || source.hmac === '';
      if ((!unauthorized || hasCredentials) && stale) this.metadata.remove(source);
      if (result) {
        if (begun) await this.repository.cancelUpload(begun.location);
        begun = result;
      }
    }
    return begun;
  }

  private async send(location: string | undefined): Promise<Descriptor> {
    const { context, progress, signal } = this.push;
    try {
      const start = location ?? (await this.begin());
      const { digest, bytes } = await context.images.layers.compressed(this.layer);
      signal?.throwIfAborted();
      const counter = progress.counter(shortId(this.layer.diffId), 'Pushing', this.layer.size);
      const next = await this.repository.sendUpload(start, bytes);
      counter.add(this.layer.size);
      await this.repository.commitUpload(next, digest);
      this.status('Pushed');
      this.learn(digest);
      return this.keep({ mediaType: SCHEMA2_LAYER, digest, size: bytes.length });
    } catch (error) {
      signal?.throwIfAborted();
      throw retryable(error as Error);
    }
  }

  private async begin(): Promise<string> {
    const upload = await this.repository.createUpload();
    if (!('location' in upload)) throw new Error('unexpected mount');
    return upload.location;
  }
}
