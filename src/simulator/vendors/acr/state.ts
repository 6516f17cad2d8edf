import type { AcrDefinition } from './definition.ts';

/** What changes at ACR besides images. */
export interface AcrState {
  anonymousPull: boolean;
  knobs: AcrDefinition['knobs'];
  /** When the registry was made, milliseconds since the epoch; missing while there is none. */
  created: number | undefined;
  /** Missing while the admin user is off. */
  adminPassword: string | undefined;
  sku: AcrDefinition['sku'];
}
