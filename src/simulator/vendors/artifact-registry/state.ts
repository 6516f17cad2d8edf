import type { ArtifactRegistryDefinition, Role } from './definition.ts';

/** A repository's settings. */
export interface GarRepository {
  /** Members and their roles. */
  members: Record<string, Role>;
  immutable: boolean;
  /** Milliseconds since the epoch. */
  created: number;
}

/** What changes at Artifact Registry besides images. */
export interface ArtifactRegistryState {
  repositories: Map<string, GarRepository>;
  knobs: ArtifactRegistryDefinition['knobs'];
}
