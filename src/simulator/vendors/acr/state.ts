import type { Deleted } from '../bin.ts';
import { ACR_FACTS, type AcrDefinition } from './definition.ts';

/** What changes at a registry of ACR besides images. */
export interface AcrState {
  anonymousPull: boolean;
  knobs: AcrDefinition['knobs'];
  /** When the registry was made, milliseconds since the epoch; missing while there is none. */
  created: number | undefined;
  /** Missing while the admin user is off. */
  adminPassword: string | undefined;
  sku: AcrDefinition['sku'];
  /** Deletes manifests that have had no tag for so many days; Premium alone. */
  retention: {
    enabled: boolean;
    days: number;
    updated: number;
    /** Since when manifests have no tag, by repository and digest. `undefined`: since before the policy, which spares them. */
    untagged: Map<string, number | undefined>;
  };
  /** Keeps what is deleted for so many days. */
  softDelete: { enabled: boolean; days: number; updated: number };
  deleted: Deleted[];
}

export function newState(
  settings: Pick<AcrState, 'sku' | 'adminPassword' | 'created'> & Partial<AcrState>,
): AcrState {
  const updated = settings.created ?? 0;
  return {
    anonymousPull: false,
    knobs: { unavailable: false },
    retention: { enabled: false, days: ACR_FACTS.retentionDays, updated, untagged: new Map() },
    softDelete: { enabled: false, days: ACR_FACTS.softDeleteDays, updated },
    deleted: [],
    ...settings,
  };
}

/** A saved state, with what it lacks where an earlier version saved it. */
export function upToDate(saved: Partial<AcrState>): AcrState {
  const usual = newState({ sku: 'Standard', adminPassword: undefined, created: undefined });
  return { ...usual, ...saved, retention: { ...usual.retention, ...saved.retention } };
}
