import type { Process } from '../../common/process.ts';
import { buildxPath } from '../builder/choice.ts';
import { PROFILE } from '../profile.ts';

/** A plugin of the CLI, by what it tells of itself. */
export interface Plugin {
  SchemaVersion: string;
  Vendor: string;
  Version: string;
  ShortDescription: string;
  Name: string;
  Path: string;
}

/** The plugins of the CLI that are installed. */
export function installedPlugins(process: Process): Plugin[] {
  const path = buildxPath(process);
  if (path === undefined) return [];
  return [
    {
      SchemaVersion: '0.1.0',
      Vendor: 'Docker Inc.',
      Version: PROFILE.buildx.version,
      ShortDescription: 'Docker Buildx',
      Name: 'buildx',
      Path: path,
    },
  ];
}
