import type { ArtifactRegistryDefinition, Role } from './definition.ts';

/** A repository's settings. */
export interface GarRepository {
  /** Members and their roles. */
  members: Record<string, Role>;
  immutable: boolean;
  /** Milliseconds since the epoch. */
  created: number;
  /** Clean-up policies as the API has them, and when they were last carried out. */
  cleanup?: { policies: Record<string, unknown>; dryRun: boolean; evaluated: number };
}

/** What changes at Artifact Registry besides images. */
export interface ArtifactRegistryState {
  repositories: Map<string, GarRepository>;
  knobs: ArtifactRegistryDefinition['knobs'];
}
