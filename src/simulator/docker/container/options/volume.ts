import { resolvePath } from '../../../common/files.ts';

interface Volumes {
  /** What is mounted from somewhere. */
  binds: string[];
  /** Anonymous volumes, by their directory. */
  anonymous: Record<string, Record<string, never>>;
}

/**
 * The values of `--volume`. A path that begins with a dot is taken from the working directory.
 * @throws Error with the reason
 */
export function parseVolumes(specs: readonly string[], cwd: string): Volumes {
  const volumes: Volumes = { binds: [], anonymous: {} };
  for (const spec of new Set(specs)) {
    const source = parseSource(spec);
    if (source === '') volumes.anonymous[spec] = {};
    else {
      const relative = source.startsWith('.');
      volumes.binds.push(relative ? resolvePath(cwd, source) + spec.slice(source.length) : spec);
    }
  }
  return volumes;
}

/** The part before the first colon; a drive letter is no such part. */
function parseSource(spec: string): string {
  if (spec === '') throw new Error('invalid empty volume spec');
  if (spec.length <= 2) return '';
  const sections = spec
    .replace(/(^|:)([\p{L}]):/gu, '$1$2\0')
    .split(':')
    .map((part) => part.replaceAll('\0', ':'));
  if (sections.some((section) => section === '')) {
    throw new Error(`invalid spec: ${spec}: empty section between colons`);
  }
  if (sections.length > 3) throw new Error(`invalid spec: ${spec}: too many colons`);
  return sections.length === 1 ? '' : sections[0]!;
}
