import { encodeBase64 } from '../../common/base64.ts';
import { resolvePath } from '../../common/files.ts';
import type { FlagSet } from '../../common/pflag/flag-set.ts';
import { splitCommas } from '../../common/pflag/values.ts';
import type { Process } from '../../common/process.ts';
import { parseReference } from '../../common/reference.ts';
import { CommandError } from '../framework/errors.ts';
import { parsePlatform, platformFromEnvironment } from '../image/platform.ts';
import { notSupported } from './checks.ts';

/** What a build's options come to, checked in the order and words of buildx. */

/** `KEY=value` options; a bare key takes its value from the environment. @throws CommandError */
export function keyValues(
  process: Process,
  options: readonly string[],
  fromEnv: boolean,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const option of options) {
    const equals = option.indexOf('=');
    const key = equals === -1 ? option : option.slice(0, equals);
    if (key === '') throw new CommandError(`invalid key-value pair ${JSON.stringify(option)}: empty key`);
    if (equals !== -1) values[key] = option.slice(equals + 1);
    else if (!fromEnv) values[key] = '';
    else if (process.env[key] !== undefined) values[key] = process.env[key];
  }
  return values;
}

/** Names for the image. @throws CommandError `invalid tag "X": …` */
export function checkTags(tags: readonly string[]): void {
  for (const tag of tags) {
    try {
      parseReference(tag);
    } catch (error) {
      const isCase = (error as Error).message.includes('must be lowercase');
      const empty = 'repository name must have at least one component';
      const other = tag === '' ? empty : 'invalid reference format';
      const reason = isCase ? 'repository name must be lowercase' : other;
      throw new CommandError(`invalid tag ${JSON.stringify(tag)}: ${reason}`);
    }
  }
}

/** What is said of options that BuildKit has no use for. */
const IGNORED: Record<string, string> = {
  isolation: 'isolation flag is deprecated with BuildKit.',
  'security-opt': 'security-opt flag is deprecated. "RUN --security=insecure" should be used with BuildKit.',
  squash:
    'experimental flag squash is removed with BuildKit. You should squash inside build using a multi-stage Dockerfile for efficiency.',
};

/** Warnings of options that have no effect. */
export function ignoredOptions(flags: FlagSet): string[] {
  return Object.entries(IGNORED).flatMap(([name, warning]) => (flags.changed(name) ? [warning] : []));
}

/** `--ssh`: what offers an agent must name its socket. @throws CommandError */
export function checkSsh(process: Process, options: readonly string[]): void {
  for (const option of options.filter((text) => text !== '')) {
    const [, path = ''] = option.split('=', 2);
    if (path === '' && !process.env.SSH_AUTH_SOCK) {
      throw new CommandError('invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set');
    }
    if (path !== '' && !process.files.exists(resolvePath(process.cwd, path))) {
      throw new CommandError(`stat ${path}: no such file or directory`);
    }
  }
}

/** `--platform`; `''` for the machine's own. @throws CommandError */
export function platformsOf({ env, host }: Process, flags: FlagSet): string[] {
  const given = flags.list('platform');
  const preset = platformFromEnvironment(env);
  const wanted = given.length > 0 || preset === '' ? given : [preset];
  const platforms = wanted.flatMap((text) => text.split(','));
  return platforms.map((text) => {
    if (text.toLowerCase() === 'local') return '';
    parsePlatform(text, host.architecture);
    return text;
  });
}

/** The one platform to build for. @throws CommandError */
export function onePlatform(platforms: readonly string[]): string {
  if (platforms.length > 1) throw notSupported('Multi-platform build', 'build-multi-platform');
  return platforms[0] ?? '';
}

/** @throws CommandError */
export function checkNetwork(mode: string): void {
  if (['', 'default', 'host', 'none'].includes(mode)) return;
  throw new CommandError(
    `network mode ${JSON.stringify(mode)} not supported by buildkit - you can define a custom network for your builder using the network driver-opt in buildx create`,
  );
}

/** The contents of `--secret id=NAME,src=FILE` and `--secret id=NAME,env=VARIABLE`. @throws CommandError */
export function readSecrets(process: Process, options: readonly string[]): Record<string, string> {
  const secrets: Record<string, string> = {};
  for (const option of options.filter((text) => text !== '')) {
    const secret = { id: '', type: '', source: '', env: '' };
    for (const field of splitCommas(option)) {
      const equals = field.indexOf('=');
      if (equals === -1) throw new CommandError(`invalid field '${field}' must be a key=value pair`);
      const key = field.slice(0, equals).toLowerCase();
      const value = field.slice(equals + 1);
      if (key === 'id' || key === 'env' || key === 'type') secret[key] = value;
      else if (key === 'src' || key === 'source') secret.source = value;
      else throw new CommandError(`unexpected key '${key}' in '${field}'`);
    }
    if (secret.type !== '' && secret.type !== 'file' && secret.type !== 'env') {
      throw new CommandError(`unsupported secret type ${JSON.stringify(secret.type)}`);
    }
    if (secret.id === '') throw new CommandError('secret missing ID');
    secrets[secret.id] = encodeBase64(readSecret(process, secret));
  }
  return secrets;
}

function readSecret(
  process: Process,
  secret: { id: string; type: string; source: string; env: string },
): Uint8Array {
  const { files, cwd, env } = process;
  const variable = secret.env || (secret.type === 'env' ? secret.source || secret.id : '');
  const fromEnv = variable || (secret.source === '' && secret.type !== 'file' ? secret.id : '');
  if (fromEnv !== '' && (variable !== '' || env[fromEnv] !== undefined)) {
    return new TextEncoder().encode(env[fromEnv] ?? '');
  }
  const path = secret.source || secret.id;
  try {
    return files.read(resolvePath(cwd, path));
  } catch (error) {
    throw new CommandError(`failed to stat ${path}: stat ${path}: ${(error as Error).message.toLowerCase()}`);
  }
}
