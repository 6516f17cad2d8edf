import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { digestOf } from '../../common/digest.ts';
import type { AuthConfig } from '../distribution/auth.ts';

/** A registry's repository that is known to hold a layer, compressed to this digest. */
export interface LayerSource {
  digest: string;
  /** Whole name: `docker.io/library/busybox`. */
  repository: string;
  /** Binds it to the credentials it was pushed with; `''` where it was pulled. */
  hmac: string;
}

export interface MetadataState {
  sources: [string, LayerSource[]][];
  diffIds: [string, string][];
}

const KEPT = 50;
const encoder = new TextEncoder();
const equal = (a: LayerSource, b: LayerSource): boolean =>
  a.digest === b.digest && a.repository === b.repository && a.hmac === b.hmac;

/** Where layers have been seen, by diff ID: saves uploads and downloads. */
export class LayerMetadata {
  private sources = new Map<string, readonly LayerSource[]>();
  private diffIds = new Map<string, string>();

  /** Oldest first. */
  of(diffId: string): readonly LayerSource[] {
    return this.sources.get(diffId) ?? [];
  }

  diffIdOf(digest: string): string | undefined {
    return this.diffIds.get(digest);
  }

  add(diffId: string, source: LayerSource): void {
    const others = this.of(diffId).filter((known) => !equal(known, source));
    this.sources.set(diffId, [...others, source].slice(-KEPT));
    this.diffIds.set(source.digest, diffId);
  }

  remove(source: LayerSource): void {
    const diffId = this.diffIds.get(source.digest);
    if (diffId === undefined) return;
    const others = this.of(diffId).filter((known) => !equal(known, source));
    if (others.length > 0) this.sources.set(diffId, others);
    else this.sources.delete(diffId);
  }

  snapshot(): MetadataState {
    return {
      sources: [...this.sources].map(([diffId, list]) => [diffId, [...list]]),
      diffIds: [...this.diffIds],
    };
  }

  restore(state: MetadataState): void {
    this.sources = new Map(state.sources);
    this.diffIds = new Map(state.diffIds);
  }
}

/** What binds a source to credentials, without telling them. */
export function credentialsKey({
  username,
  password,
  auth,
  identitytoken,
  registrytoken,
}: AuthConfig): string {
  const given = Object.entries({ username, password, auth, identitytoken, registrytoken }).filter(
    ([, value]) => value,
  );
  return digestOf(JSON.stringify(Object.fromEntries(given)));
}

export function sign(
  key: string,
  { digest, repository }: Pick<LayerSource, 'digest' | 'repository'>,
): string {
  return bytesToHex(hmac(sha256, encoder.encode(key), encoder.encode(digest + repository)));
}
