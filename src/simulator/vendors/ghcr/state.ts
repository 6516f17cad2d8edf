import type { Random } from '../../common/random.ts';
import type { Registry } from '../../registry/index.ts';
import type { Deleted } from '../bin.ts';
import type { Visibility } from '../vendor.ts';
import type { GhcrDefinition, PackageScope } from './definition.ts';

type Role = 'read' | 'write' | 'admin';

/** A package's settings, as its page on GitHub has them. */
export interface Package {
  visibility: Visibility;
  access: Record<string, Role>;
  actions: string[];
  downloads: number;
  /** Milliseconds since the epoch. */
  created: number;
}

export function newPackage(created: number, settings: Partial<Package> = {}): Package {
  return { visibility: 'private', access: {}, actions: [], downloads: 0, created, ...settings };
}

/** What changes at GHCR besides images. */
export interface GhcrState {
  packages: Map<string, Package>;
  /** Packages that were deleted as a whole, by name, and when. */
  gone: Map<string, { settings: Package; deleted: number }>;
  /** Versions that were deleted, those of whole packages too. */
  deleted: Deleted[];
  knobs: GhcrDefinition['knobs'];
  /** Tokens that the `gh` program was given since the world began. */
  issued: { token: string; account: string; scopes: PackageScope[] }[];
  /** Device codes that were given out: the scopes asked for, and how often the client has come for the token. */
  devices: Map<string, { scopes: PackageScope[]; asked: number }>;
}

export type Client =
  | { kind: 'anonymous' }
  | { kind: 'account'; name: string; scopes: PackageScope[] }
  | { kind: 'workflow'; repository: string; packages: 'none' | 'read' | 'write' };

/** What GitHub's own API shares with the registry. */
export interface Github {
  definition: GhcrDefinition;
  state: GhcrState;
  registry: Registry;
  random: Random;
  now(): number;
  clientOf(token: string): Client | undefined;
  roleOf(client: Client, name: string): Role | undefined;
}
