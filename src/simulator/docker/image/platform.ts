import { goQuote } from '../../common/go-quote.ts';
import { CommandError } from '../framework/errors.ts';

/** A platform as the Engine API takes it. */
export interface Platform {
  architecture: string;
  os: string;
  variant?: string;
}

const OS_PART = '^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.-]*)\\))?$';
const PART = '^[A-Za-z0-9_.-]+$';
const SYSTEMS = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos'.split(
    ' ',
  ),
);
const ARCHITECTURES =
  /^(386|amd64|amd64p32|arm|armbe|arm64|arm64be|ppc64|ppc64le|loong64|mips.*|ppc|riscv|riscv64|s390|s390x|sparc|sparc64|wasm)$/;

/** Common names of architectures, and variants that say nothing, in normal form. */
function normalize(name: string, variantName: string): { architecture: string; variant: string } {
  const variant = variantName.toLowerCase();
  const architecture = name.toLowerCase();
  switch (architecture) {
    case 'i386':
      return { architecture: '386', variant: '' };
    case 'x86_64':
    case 'x86-64':
    case 'amd64':
      return { architecture: 'amd64', variant: variant === 'v1' ? '' : variant };
    case 'aarch64':
    case 'arm64':
      return { architecture: 'arm64', variant: variant === '8' || variant === 'v8' ? '' : variant };
    case 'armhf':
      return { architecture: 'arm', variant: 'v7' };
    case 'armel':
      return { architecture: 'arm', variant: 'v6' };
    case 'arm':
      if (variant === '') return { architecture, variant: 'v7' };
      return { architecture, variant: /^[5-8]$/.test(variant) ? `v${variant}` : variant };
    default:
      return { architecture, variant };
  }
}

/**
 * containerd's `platforms.Parse`: `linux/arm64`, `linux/arm/v6`, `amd64`, `linux`.
 * @throws CommandError
 */
export function parsePlatform(text: string, hostArchitecture: string): Platform {
  const refuse = (reason: string): never => {
    throw new CommandError(`${reason}: invalid argument`);
  };
  if (text.includes('*')) refuse(`${goQuote(text)}: wildcards not yet supported`);
  const parts = text.split('/');
  const [first = '', second = '', third = ''] = parts;
  const system = new RegExp(OS_PART).exec(first);
  if (!system) {
    refuse(
      `${goQuote(first)} is an invalid OS component of ${goQuote(text)}: OSAndVersion specifier component must match ${goQuote(OS_PART)}`,
    );
  }
  for (const part of parts.slice(1, 4)) {
    if (new RegExp(PART).test(part)) continue;
    refuse(
      `${goQuote(part)} is an invalid component of ${goQuote(text)}: platform specifier component must match ${goQuote(PART)}`,
    );
  }
  if (parts.length > 3) refuse(`${goQuote(text)}: cannot parse platform specifier`);
  const named = system![1]!.toLowerCase();
  const os = named === 'macos' ? 'darwin' : named;
  if (parts.length === 1 && SYSTEMS.has(os)) return { architecture: hostArchitecture, os };
  const { architecture, variant } = normalize(parts.length === 1 ? first : second, third);
  if (parts.length === 3)
    return platform(os, architecture, variant || (architecture === 'arm64' ? 'v8' : ''));
  // Without a variant, version 7 of arm goes without saying.
  const shown = architecture === 'arm' && variant === 'v7' ? '' : variant;
  if (parts.length === 2) return platform(os, architecture, shown);
  if (!ARCHITECTURES.test(architecture)) {
    refuse(`${goQuote(text)}: unknown operating system or architecture`);
  }
  return platform('linux', architecture, shown);
}

function platform(os: string, architecture: string, variant: string): Platform {
  return { architecture, os, ...(variant === '' ? {} : { variant }) };
}

/**
 * The Engine API's JSON parameter for a platform.
 * @throws CommandError
 */
export function platformJson(text: string, hostArchitecture: string): string {
  return JSON.stringify(parsePlatform(text, hostArchitecture));
}

/**
 * The same for a `--platform` flag that may be left out, then `undefined`.
 * @throws CommandError `invalid platform: …`
 */
export function platformQuery(text: string, hostArchitecture: string): string | undefined {
  if (text === '') return undefined;
  try {
    return platformJson(text, hostArchitecture);
  } catch (error) {
    throw new CommandError(`invalid platform: ${(error as Error).message}`);
  }
}

/** The platform that `--platform` begins with. */
export const platformFromEnvironment = ({
  DOCKER_DEFAULT_PLATFORM: platform = '',
}: Readonly<Record<string, string>>): string => platform;
