import { digestOf } from '../../common/digest.ts';
import type { Process } from '../../common/process.ts';
import type { ConfigFile } from '../config/file.ts';
import type { Globals } from '../framework/globals.ts';

/** What a context's meta.json holds. */
interface ContextMetadata {
  Name: string;
  Metadata: { Description?: string };
  Endpoints: { docker?: { Host?: string; SkipTLSVerify?: boolean } };
}

const directoryOf = (globals: Globals): string => `${globals.configDirectory}/contexts/meta`;

/** The name of the context in force; `default` stands for `DOCKER_HOST` or the usual socket. */
export function currentContext(process: Process, globals: Globals, config: ConfigFile): string {
  if (globals.context !== '') return globals.context;
  if (globals.hosts.length > 0 || process.env.DOCKER_HOST) return 'default';
  return process.env.DOCKER_CONTEXT || config.text('currentContext') || 'default';
}

/** The directory of one context's metadata. */
export function contextDirectory(globals: Globals, name: string): string {
  return `${directoryOf(globals)}/${digestOf(name).slice('sha256:'.length)}`;
}

/**
 * The stored metadata of a context.
 * @throws Error `context "x": context not found: …`
 */
export function readContext(process: Process, globals: Globals, name: string): ContextMetadata {
  const path = `${contextDirectory(globals, name)}/meta.json`;
  if (!process.files.exists(path)) {
    throw new Error(`context "${name}": context not found: open ${path}: no such file or directory`);
  }
  return JSON.parse(process.files.readText(path)) as ContextMetadata;
}

/** Every stored context, sorted by name. */
export function listContexts(process: Process, globals: Globals): ContextMetadata[] {
  const directory = directoryOf(globals);
  if (!process.files.isDirectory(directory)) return [];
  return process.files
    .list(directory)
    .filter((name) => process.files.isFile(`${directory}/${name}/meta.json`))
    .map((name) => JSON.parse(process.files.readText(`${directory}/${name}/meta.json`)) as ContextMetadata)
    .sort((a, b) => (a.Name < b.Name ? -1 : 1));
}

/** The engine's address that a context names. */
export function contextHost(process: Process, globals: Globals, name: string): string {
  return readContext(process, globals, name).Endpoints.docker?.Host ?? '';
}
