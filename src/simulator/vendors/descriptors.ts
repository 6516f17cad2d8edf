import { asObject, objectOf } from './request.ts';

interface Descriptor {
  digest: string;
  size: number;
  mediaType?: string;
}

const decoder = new TextDecoder();

/**
 * The descriptors that a manifest has in a member (`config`, `layers`, `manifests`). A manifest of a type that the
 * registry does not know may hold anything there: what is no descriptor is passed by.
 */
export function descriptorsIn(
  manifest: Uint8Array | undefined,
  member: 'config' | 'layers' | 'manifests',
): Descriptor[] {
  const value = objectOf(decoder.decode(manifest))[member];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => {
    const { digest, size, mediaType } = asObject(one);
    if (typeof digest !== 'string' || typeof size !== 'number') return [];
    return [typeof mediaType === 'string' ? { digest, size, mediaType } : { digest, size }];
  });
}
