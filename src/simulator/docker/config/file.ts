import type { Process } from '../../common/process.ts';
import type { Globals } from '../framework/globals.ts';

/** What the CLI knows of `config.json`; keys it does not know are kept when it writes. */
export interface ConfigFile {
  auths?: Record<string, { auth?: string; identitytoken?: string; registrytoken?: string; email?: string }>;
  credsStore?: string;
  credHelpers?: Record<string, string>;
  currentContext?: string;
  imagesFormat?: string;
  psFormat?: string;
  detachKeys?: string;
}

/** Reads the config file; one that is missing or broken counts as empty. */
export function readConfig(process: Process, globals: Globals): ConfigFile {
  const path = `${globals.configDirectory}/config.json`;
  if (!process.files.exists(path)) return {};
  try {
    return JSON.parse(process.files.readText(path)) as ConfigFile;
  } catch {
    return {};
  }
}
