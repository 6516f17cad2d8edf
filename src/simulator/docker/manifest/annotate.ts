import type { FlagSet } from '../../common/pflag/flag-set.ts';
import type { Reference } from '../../common/reference.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { ManifestStore, manifestReference } from './store.ts';
import type { ManifestPlatform } from './types.ts';

/** The pairs that a list may hold. */
const SUPPORTED: Record<string, string> = {
  darwin: '386 amd64 arm arm64',
  dragonfly: 'amd64',
  freebsd: '386 amd64 arm',
  linux: '386 amd64 arm arm64 ppc64 ppc64le mips64 mips64le riscv64 s390x',
  netbsd: '386 amd64 arm',
  openbsd: '386 amd64 arm',
  plan9: '386 amd64',
  solaris: 'amd64',
  windows: '386 amd64 arm arm64',
};

/** `docker manifest annotate` */
export const annotate: Command = {
  paths: ['manifest annotate'],
  short: 'Say more of a manifest in a local list',
  usage: '[OPTIONS] MANIFEST_LIST MANIFEST',
  experimental: true,
  args: exactArgs(2),
  flags: [
    { name: 'arch', type: 'string', usage: 'Its architecture' },
    { name: 'os', type: 'string', usage: 'Its operating system' },
    { name: 'os-features', type: 'strings', usage: 'What it needs of the operating system' },
    { name: 'os-version', type: 'string', usage: 'Its version of the operating system' },
    { name: 'variant', type: 'string', usage: 'Its variant of the architecture' },
  ],
  run: async (invocation) => {
    const { flags, args } = invocation;
    const [listName = '', name = ''] = args;
    const list = named(listName, 'manifest list');
    const reference = named(name, 'manifest');
    const store = new ManifestStore(invocation);
    const found = store.get(list, reference);
    if (!found) throw new CommandError(`manifest for image ${name} does not exist in ${listName}`);
    const platform = annotated(found.Descriptor.platform, flags);
    if (!SUPPORTED[platform.os]?.split(' ').includes(platform.architecture)) {
      throw new CommandError(
        `manifest entry for image has unsupported os/arch combination: ${flags.string('os')}/${flags.string('arch')}`,
      );
    }
    store.save(list, reference, { ...found, Descriptor: { ...found.Descriptor, platform } });
    return 0;
  },
};

function named(name: string, what: string): Reference {
  try {
    return manifestReference(name);
  } catch (error) {
    throw new CommandError(`annotate: error parsing name for ${what} ${name}: ${(error as Error).message}`);
  }
}

function annotated(before: ManifestPlatform | undefined, flags: FlagSet): ManifestPlatform {
  const version = flags.string('os-version') || before?.['os.version'];
  const features = [...new Set([...(before?.['os.features'] ?? []), ...flags.list('os-features')])];
  const variant = flags.string('variant') || before?.variant;
  return {
    architecture: flags.string('arch') || (before?.architecture ?? ''),
    os: flags.string('os') || (before?.os ?? ''),
    ...(version ? { 'os.version': version } : {}),
    ...(features.length > 0 ? { 'os.features': features } : {}),
    ...(variant ? { variant } : {}),
  };
}
