import { concat, gzip } from '../common/gzip.ts';
import type { WorldSnapshot } from './snapshot.ts';

/**
 * Worlds as files: what the build makes and the page fetches. The data is JSON whose maps and bytes are tagged;
 * the bytes follow it. Blobs are a file of their own, since a prompt can be shown before they have come.
 */

/** Four bytes of length, the JSON, all bytes; gzip'd. */
export function packWorld(snapshot: WorldSnapshot): Uint8Array {
  return pack(snapshot);
}

/** What {@link packWorld} compresses: the same bytes for the same world, in a fraction of the time. */
export function worldBytes(snapshot: WorldSnapshot): Uint8Array {
  return concat(encode(snapshot));
}

/** @throws Error when the bytes are no packed world */
export async function unpackWorld(file: Uint8Array): Promise<WorldSnapshot> {
  return (await unpack(file)) as WorldSnapshot;
}

export function packBlobs(blobs: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return pack(blobs);
}

/** @throws Error when the bytes are no packed blobs */
export async function unpackBlobs(file: Uint8Array): Promise<Map<string, Uint8Array>> {
  return (await unpack(file)) as Map<string, Uint8Array>;
}

function pack(value: unknown): Uint8Array {
  return gzip(encode(value));
}

function encode(value: unknown): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const tag = (item: unknown): unknown => {
    if (item instanceof Uint8Array) {
      parts.push(item);
      offset += item.length;
      return { $bytes: [offset - item.length, item.length] };
    }
    if (item instanceof Map) return { $map: [...item].map(([key, entry]) => [tag(key), tag(entry)]) };
    if (Array.isArray(item)) return item.map(tag);
    if (item !== null && typeof item === 'object') {
      return Object.fromEntries(Object.entries(item).map(([key, entry]) => [key, tag(entry)]));
    }
    return item;
  };
  const json = new TextEncoder().encode(JSON.stringify(tag(value)));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, json.length);
  return [length, json, ...parts];
}

async function unpack(file: Uint8Array): Promise<unknown> {
  const stream = new Blob([file as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  const whole = new Uint8Array(await new Response(stream).arrayBuffer());
  const length = new DataView(whole.buffer).getUint32(0);
  const bytes = whole.subarray(4 + length);
  const untag = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(untag);
    if (item === null || typeof item !== 'object') return item;
    if ('$bytes' in item) {
      const [at, size] = item.$bytes as [number, number];
      return bytes.slice(at, at + size);
    }
    if ('$map' in item) {
      return new Map((item.$map as [unknown, unknown][]).map(([key, entry]) => [untag(key), untag(entry)]));
    }
    return Object.fromEntries(Object.entries(item).map(([key, entry]) => [key, untag(entry)]));
  };
  return untag(JSON.parse(new TextDecoder().decode(whole.subarray(4, 4 + length))));
}
