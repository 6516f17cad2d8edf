import type { BlobStore, Registry } from '../../registry/index.ts';
import { ECR_FACTS, type EcrDefinition } from './definition.ts';

interface EcrScan {
  status: 'COMPLETE' | 'FAILED';
  description: string;
  /** Milliseconds since the epoch. */
  completed: number;
  findings: EcrFinding[];
}

export interface EcrFinding {
  name: string;
  description: string;
  uri: string;
  severity: string;
  attributes: { key: string; value: string }[];
}

/** A repository's settings, by what the API calls them. */
export interface EcrRepository {
  /** Milliseconds since the epoch. */
  created: number;
  immutable: boolean;
  scanOnPush: boolean;
  shared: string[];
  /** The text of its lifecycle policy, and when it was last carried out. */
  lifecycle?: { text: string; evaluated: number };
  /** By manifest digest. */
  scans: Map<string, EcrScan>;
}

/** What changes at ECR besides images. */
export interface EcrState {
  repositories: Map<string, EcrRepository>;
  knobs: EcrDefinition['knobs'];
}

/** What the parts of ECR share. */
export interface Ecr {
  definition: EcrDefinition;
  state: EcrState;
  registry: Registry;
  blobs: BlobStore;
  host: string;
  now(): number;
  /** A password for `docker login`, for a user. */
  password(user: { name: string; account: string }): string;
}

/**
 * Why a repository takes no new image, in ECR's words (https://github.com/vllm-project/vllm/issues/48065 and
 * https://github.com/namespacelabs/foundation/issues/649); `undefined` when it does.
 */
export function quotaRefusal(
  { definition, state, registry }: Ecr,
  name: string,
  digest: string,
  tag: string | undefined,
): string | undefined {
  const repository = registry.repository(name);
  const place = `in registry with id '${definition.account}'`;
  const most = state.knobs['max-images'] ?? ECR_FACTS.images;
  if (!repository?.manifest(digest) && (repository?.manifests.size ?? 0) >= most) {
    return `The repository with name '${name}' ${place} already has the maximum allowed number of images which is '${most}'`;
  }
  if (tag === undefined || !repository?.manifest(digest)) return undefined;
  const own = [...repository.tags].filter(([one, { digest: of }]) => of === digest && one !== tag).length;
  return own < ECR_FACTS.tagsOfImage
    ? undefined
    : `Adding tag '${tag}' to an image in the repository with name '${name}' ${place} exceeds the maximum allowed number of tags per image which is '${ECR_FACTS.tagsOfImage}'`;
}

/** Where and whose a registry is, as its messages and names of resources say it. */
export const repositoryArn = ({ account, region }: EcrDefinition, name: string): string =>
  `arn:aws:ecr:${region}:${account}:repository/${name}`;

export function newRepository(created: number, settings: Partial<EcrRepository> = {}): EcrRepository {
  return { created, immutable: false, scanOnPush: false, shared: [], scans: new Map(), ...settings };
}
