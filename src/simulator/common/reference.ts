/**
 * Image references by the grammar of the distribution project's `reference` package, with Docker's normal form:
 * `busybox` is `docker.io/library/busybox:latest`.
 */

const DOMAIN_PART = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`;
const SEPARATOR = '(?:[_.]|__|[-]+)';
const PATH_PART = `[a-z0-9]+(?:${SEPARATOR}[a-z0-9]+)*`;
const REMOTE = `${PATH_PART}(?:/${PATH_PART})*`;
const TAG = '[\\w][\\w.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^((?:${DOMAIN}/)?${REMOTE})(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const WHOLE_DOMAIN = new RegExp(`^${DOMAIN}$`);
const IDENTIFIER = /^[a-f0-9]{64}$/;
const DIGEST_LENGTHS: Record<string, number> = { sha256: 64, sha384: 96, sha512: 128 };

export const DEFAULT_DOMAIN = 'docker.io';
const LEGACY_DOMAIN = 'index.docker.io';
const OFFICIAL_PREFIX = 'library/';

/** A parsed reference in normal form. */
export interface Reference {
  /** Registry host, with its port: `docker.io`, `ghcr.io`, `localhost:5000`. */
  domain: string;
  /** Repository on that host: `library/busybox`. */
  path: string;
  tag?: string;
  /** `algorithm:hex`. */
  digest?: string;
}

/** The messages are those of the Go package. */
export class InvalidReference extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidReference';
  }
}

/** Splits a host off a name: a first part with a dot, a colon or an upper-case letter, or `localhost`, is one. */
function splitDomain(name: string): { domain: string; remainder: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, slash);
  let domain = DEFAULT_DOMAIN;
  let remainder = name;
  if (slash !== -1 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first)) {
    domain = first;
    remainder = name.slice(slash + 1);
  }
  if (domain === LEGACY_DOMAIN) domain = DEFAULT_DOMAIN;
  if (domain === DEFAULT_DOMAIN && !remainder.includes('/')) remainder = OFFICIAL_PREFIX + remainder;
  return { domain, remainder };
}

/**
 * `ParseNormalizedNamed`: parses what a person types. No tag is added.
 * @throws InvalidReference `invalid reference format` and its relatives
 */
export function parseReference(text: string): Reference {
  if (IDENTIFIER.test(text)) {
    throw new InvalidReference(
      `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`,
    );
  }
  const { domain, remainder } = splitDomain(text);
  const tagAt = remainder.indexOf(':');
  const remote = tagAt === -1 ? remainder : remainder.slice(0, tagAt);
  if (remote.toLowerCase() !== remote) {
    throw new InvalidReference(`invalid reference format: repository name (${remote}) must be lowercase`);
  }
  const match = REFERENCE.exec(`${domain}/${remainder}`);
  if (!match) throw new InvalidReference('invalid reference format');
  const [, name, tag, digest] = match as unknown as [string, string, string | undefined, string | undefined];
  // The grammar alone would take a first part that is no host for a part of the path.
  if (domain !== DEFAULT_DOMAIN && !WHOLE_DOMAIN.test(domain))
    throw new InvalidReference('invalid reference format');
  const path = name.slice(domain.length + 1);
  if (path.length > 255) throw new InvalidReference('repository name must not be more than 255 characters');
  if (digest) validateDigest(digest);
  const reference: Reference = { domain, path };
  if (tag) reference.tag = tag;
  if (digest) reference.digest = digest;
  return reference;
}

function validateDigest(digest: string): void {
  const [algorithm = '', hex = ''] = digest.split(':');
  const length = DIGEST_LENGTHS[algorithm];
  if (length === undefined) throw new InvalidReference('unsupported digest algorithm');
  if (hex.length !== length) throw new InvalidReference('invalid checksum digest length');
  if (!/^[a-f0-9]+$/.test(hex)) throw new InvalidReference('invalid checksum digest format');
}

/** `TagNameOnly`: adds `latest` where neither a tag nor a digest is given. */
export function withDefaultTag(reference: Reference): Reference {
  return reference.tag || reference.digest ? reference : { ...reference, tag: 'latest' };
}

/** `domain/path`, whole: `docker.io/library/busybox`. */
export function repositoryName(reference: Reference): string {
  return `${reference.domain}/${reference.path}`;
}

/** `FamiliarName`: the short name people know, `busybox`, `learner/app`, `ghcr.io/octocat/app`. */
export function familiarName(reference: Reference): string {
  if (reference.domain !== DEFAULT_DOMAIN) return repositoryName(reference);
  const official =
    reference.path.startsWith(OFFICIAL_PREFIX) && !reference.path.slice(OFFICIAL_PREFIX.length).includes('/');
  return official ? reference.path.slice(OFFICIAL_PREFIX.length) : reference.path;
}

/** `FamiliarString`: the familiar name with its tag and digest. */
export function familiarString(reference: Reference): string {
  return familiarName(reference) + suffix(reference);
}

/** The whole reference: `docker.io/library/busybox:1.37`. */
export function referenceString(reference: Reference): string {
  return repositoryName(reference) + suffix(reference);
}

function suffix(reference: Reference): string {
  return (reference.tag ? `:${reference.tag}` : '') + (reference.digest ? `@${reference.digest}` : '');
}
