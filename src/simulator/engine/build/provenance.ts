import { familiarName, parseReference } from '../../common/reference.ts';
import { formatPlatform, type Platform } from '../platform.ts';
import type { BaseImage } from './base-image.ts';
import { sortedKeys } from './go-format.ts';
import type { BuildOptions } from './options.ts';
import { type AnyStep, reachable } from './plan/graph.ts';
import type { Plan } from './plan/plan.ts';

/** What a build was made of and by: SLSA provenance 0.2, of which this is what `--metadata-file` gets. */
export function provenanceOf(
  plan: Plan,
  options: BuildOptions,
  downloads: ReadonlyMap<string, string>,
  platform: Platform,
): object {
  const steps = reachable(plan.target.top);
  const materials = [
    ...imagesOf(steps, platform),
    ...[...downloads].map(([uri, digest]) => material(uri, digest)),
  ];
  const args = sortedKeys(argumentsOf(options));
  return {
    buildType: 'https://mobyproject.org/buildkit@v1',
    ...(materials.length > 0 ? { materials } : {}),
    invocation: {
      configSource: { entryPoint: options.dockerfile.replace(/^.*\//, '') },
      parameters: {
        frontend: 'dockerfile.v0',
        ...(Object.keys(args).length > 0 ? { args } : {}),
        locals: ['context', 'dockerfile'].map((name) => ({ name })),
      },
      environment: { platform: formatPlatform(platform) },
    },
  };
}

function material(uri: string, digest: string): object {
  const [algorithm = '', hex = ''] = digest.split(':');
  return { uri, digest: { [algorithm]: hex } };
}

function imagesOf(steps: readonly AnyStep[], platform: Platform): object[] {
  const found = new Map<string, object>();
  for (const step of steps) {
    if (step.kind !== 'image') continue;
    const uri = packageUrl(step.image, platform);
    // An image of the engine's own is known by its files.
    found.set(uri, material(uri, step.image.remote?.root.digest ?? step.image.chainId));
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** The image as a package URL: `pkg:docker/busybox@1.37?platform=linux%2Famd64`. */
function packageUrl({ reference: text }: BaseImage, platform: Platform): string {
  const reference = parseReference(text);
  const digest = reference.digest ? `digest=${reference.digest}&` : '';
  const version = reference.tag ?? (reference.digest ? '' : 'latest');
  const at = version === '' ? '' : `@${version}`;
  return `pkg:docker/${familiarName(reference)}${at}?${digest}platform=${encodeURIComponent(formatPlatform(platform))}`;
}

function argumentsOf(options: BuildOptions): Record<string, string> {
  const args: Record<string, string> = {};
  for (const [key, value] of Object.entries(options.buildArgs)) {
    if (value !== null) args[`build-arg:${key}`] = value;
  }
  for (const [key, value] of Object.entries(options.labels)) args[`label:${key}`] = value;
  if (options.target !== '') args.target = options.target;
  if (options.platform) args.platform = formatPlatform(options.platform);
  if (options.noCache || options.noCacheFilter !== '') args['no-cache'] = options.noCacheFilter;
  if (options.pull) args['image-resolve-mode'] = 'pull';
  return args;
}
