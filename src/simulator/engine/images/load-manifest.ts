import { decodeGoJson } from '../../common/go-json.ts';

/** What `manifest.json` of an archive says of one image. */
export interface ManifestItem {
  Config: string;
  RepoTags: string[];
  Layers: string[];
  Parent: string;
}

/** Reads `manifest.json`, in the words of the daemon where it is none. */
export function parseManifestItems(text: string): ManifestItem[] {
  const items = decodeGoJson(text);
  if (items === null) throw new Error('invalid manifest, manifest cannot be null (but can be [])');
  if (!Array.isArray(items)) throw mismatch(items, 'value of type []tarexport.manifestItem');
  return items.map((item: unknown) => {
    if (typeof item !== 'object' || Array.isArray(item))
      throw mismatch(item, 'value of type tarexport.manifestItem');
    const fields = (item ?? {}) as Record<string, unknown>;
    return {
      Config: readText(fields.Config, 'Config'),
      RepoTags: readTexts(fields.RepoTags, 'RepoTags'),
      Layers: readTexts(fields.Layers, 'Layers'),
      Parent: readText(fields.Parent, 'Parent'),
    };
  });
}

function readText(value: unknown, field: string): string {
  if (typeof (value ?? '') === 'string') return (value ?? '') as string;
  throw mismatch(value, `struct field manifestItem.${field} of type string`);
}

function readTexts(value: unknown, field: string): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map((one) => readText(one, field));
  throw mismatch(value, `struct field manifestItem.${field} of type []string`);
}

function mismatch(value: unknown, into: string): Error {
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return new Error(`json: cannot unmarshal ${kind} into Go ${into}`);
}
