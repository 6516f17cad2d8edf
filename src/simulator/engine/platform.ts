import { invalidParameter } from './errors.ts';

/** An operating system and processor, as containerd's `platforms` package knows them. */
export interface Platform {
  os: string;
  architecture: string;
  variant?: string;
  'os.version'?: string;
}

const SYSTEMS = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos'.split(
    ' ',
  ),
);
const ARCHITECTURES = new Set(
  '386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm'.split(
    ' ',
  ),
);
const COMPONENT = /^[A-Za-z0-9_.-]+$/;
const SYSTEM_AND_VERSION = /^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.-]*)\))?$/;

function normalizeArchitecture(name: string, variant: string): Pick<Platform, 'architecture' | 'variant'> {
  const lower = name.toLowerCase();
  const v = variant.toLowerCase();
  switch (lower) {
    case 'i386':
      return { architecture: '386' };
    case 'x86_64':
    case 'x86-64':
    case 'amd64':
      return { architecture: 'amd64', ...(v && v !== 'v1' ? { variant: v } : {}) };
    case 'aarch64':
    case 'arm64': {
      const kept = ['8', 'v8', 'v8.0'].includes(v) ? '' : ['9', '9.0', 'v9.0'].includes(v) ? 'v9' : v;
      return { architecture: 'arm64', ...(kept ? { variant: kept } : {}) };
    }
    case 'armhf':
      return { architecture: 'arm', variant: 'v7' };
    case 'armel':
      return { architecture: 'arm', variant: 'v6' };
    case 'arm':
      return { architecture: 'arm', variant: /^[5-8]$/.test(v) ? `v${v}` : v || 'v7' };
    default:
      return { architecture: lower, ...(v ? { variant: v } : {}) };
  }
}

const normalizeSystem = (os: string): string =>
  os.toLowerCase() === 'macos' ? 'darwin' : os.toLowerCase() || 'linux';

function normalize(platform: Platform): Platform {
  return {
    ...normalizeArchitecture(platform.architecture, platform.variant ?? ''),
    os: normalizeSystem(platform.os),
  };
}

/**
 * Reads `linux/arm64`, `arm`, `linux/arm/v7`, …
 * @param local the architecture meant when only a system is named
 * @throws ApiError with containerd's message
 */
export function parsePlatform(text: string, local: string): Platform {
  const refuse = (reason: string) => invalidParameter(`${reason}: invalid argument`);
  const quoted = JSON.stringify(text);
  if (text.includes('*')) throw refuse(`${quoted}: wildcards not yet supported`);
  const parts = text.split('/');
  const system = SYSTEM_AND_VERSION.exec(parts[0]!);
  if (!system) {
    const rule = JSON.stringify('^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.-]*)\\))?$');
    throw refuse(
      `${JSON.stringify(parts[0])} is an invalid OS component of ${quoted}: OSAndVersion specifier component must match ${rule}`,
    );
  }
  for (const part of parts.slice(1, 4)) {
    if (!COMPONENT.test(part)) {
      throw refuse(
        `${JSON.stringify(part)} is an invalid component of ${quoted}: platform specifier component must match "^[A-Za-z0-9_.-]+$"`,
      );
    }
  }
  const os = normalizeSystem(system[1]!);
  if (parts.length === 1) {
    if (SYSTEMS.has(os)) return { os, architecture: local };
    const found = withoutV7(normalizeArchitecture(text, ''));
    if (ARCHITECTURES.has(found.architecture)) return { os: 'linux', ...found };
    throw refuse(`${quoted}: unknown operating system or architecture`);
  }
  if (parts.length === 2) return { os, ...withoutV7(normalizeArchitecture(parts[1]!, '')) };
  if (parts.length > 3) throw refuse(`${quoted}: cannot parse platform specifier`);
  const full = normalizeArchitecture(parts[1]!, parts[2]!);
  return { os, ...full, ...(full.architecture === 'arm64' && !full.variant ? { variant: 'v8' } : {}) };
}

/** `arm` alone means its seventh version, and is written without it. */
function withoutV7(
  found: Pick<Platform, 'architecture' | 'variant'>,
): Pick<Platform, 'architecture' | 'variant'> {
  return found.architecture === 'arm' && found.variant === 'v7' ? { architecture: 'arm' } : found;
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return os === '' ? 'unknown' : [os, architecture, variant].filter(Boolean).join('/');
}

/** What a machine calls itself where no platform was asked for. */
export function defaultPlatform(architecture: string): Platform {
  return { os: 'linux', architecture, ...(architecture === 'arm64' ? { variant: 'v8' } : {}) };
}

/** The most that a machine can run: today's amd64 processors are of level 4. */
export function maximumPlatform(architecture: string): Platform {
  return architecture === 'amd64'
    ? { os: 'linux', architecture, variant: 'v4' }
    : defaultPlatform(architecture);
}

/** The platforms that run on `platform`, best first. */
function vector(platform: Platform): Platform[] {
  const { os, architecture, variant = '' } = platform;
  const below = (from: number, to: number) =>
    Array.from({ length: Math.max(0, from - to + 1) }, (_, i) => ({
      os,
      architecture,
      variant: `v${from - i}`,
    }));
  const version = Number(/^v(\d+)$/.exec(variant)?.[1] ?? 0);
  switch (architecture) {
    case 'amd64':
      return [platform, ...below(version - 1, 1), { os, architecture: '386' }];
    case 'arm':
      return [platform, ...below(version - 1, 5)];
    case 'arm64':
      // What is older than the eighth version runs nothing but itself.
      if (version > 0 && version < 8) return [platform];
      return [
        ...(variant && variant !== 'v8' ? [platform] : []),
        { os, architecture },
        ...vector({ os, architecture: 'arm', variant: 'v8' }),
      ];
    default:
      return [platform];
  }
}

const equal = (a: Platform, b: Platform): boolean =>
  a.os === b.os && a.architecture === b.architecture && (a.variant ?? '') === (b.variant ?? '');

/** How well `found` runs where `wanted` is asked for: 0 is best, -1 is not at all. */
export function matchPlatform(wanted: Platform, found: Platform): number {
  const normal = normalize(found);
  return vector(normalize(wanted)).findIndex((candidate) => equal(normalize(candidate), normal));
}

/** Whether `found` is just what `wanted` says, in whatever spelling. */
export function samePlatform(wanted: Platform, found: Platform): boolean {
  return equal(normalize(wanted), normalize(found));
}
