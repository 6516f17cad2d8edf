import { type ScalarTag, stringify, type Tags } from 'yaml';

/** PyYAML takes `y` and `n` for texts, other than YAML 1.1. */
const pythonTags = (tags: Tags): Tags =>
  tags.map((tag) =>
    typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:bool'
      ? ({ ...tag, test: /^(?:yes|no|true|false|on|off)$/i } as ScalarTag)
      : tag,
  );

/** Plain data as PyYAML's `dump` writes it in block style: sorted names, quotes where YAML 1.1 wants them. */
export function pythonYaml(value: unknown): string {
  return stringify(value, {
    version: '1.1',
    schema: 'yaml-1.1',
    customTags: pythonTags,
    sortMapEntries: true,
    indentSeq: false,
    singleQuote: true,
    blockQuote: false,
    lineWidth: 80,
    minContentWidth: 0,
    aliasDuplicateObjects: false,
  });
}
