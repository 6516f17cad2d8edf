import type { DirectoryNode } from '../common/files.ts';
import type { User } from '../common/process.ts';
import type { EngineState } from '../engine/index.ts';
import type { SessionState } from '../shell/index.ts';
import type { VendorDefinition, VendorState } from '../vendors/index.ts';

/** A command that was run on a machine, for checks and for the list of what one did. */
export interface CommandRecord {
  machine: string;
  line: string;
  status: number;
  /** What it printed, without control sequences; its end, where it was long. */
  output: string;
}

export interface MachineState {
  hostname: string;
  users: User[];
  /** The name of the user whose shell this is. */
  user: string;
  env: Record<string, string>;
  disk: DirectoryNode;
  /** Missing until the engine was asked for the first time. */
  engine: EngineState | undefined;
  insecureRegistries: string[];
  /** Where the interactive shell stands; missing before it was opened. */
  session: SessionState | undefined;
}

export interface RegistryEntry {
  definition: VendorDefinition;
  /** Host names, each with its port where that is not 443. */
  hosts: readonly string[];
  tls: boolean;
  state: VendorState;
}

/** What an exercise keeps in the world, so that undo and resume take it along. */
export interface Notes {
  /** Ids of the steps done. */
  done: string[];
}

/**
 * A whole world as plain, structured-clonable data. Trees of files are shared between snapshots, blobs are named by
 * digest: taking one costs the same however many bytes are held.
 */
export interface WorldSnapshot {
  /** Raised when the shape changes: an older save is set aside. */
  version: 1;
  name: string;
  /** Milliseconds since the epoch. */
  time: number;
  random: number;
  machines: Record<string, MachineState>;
  registries: RegistryEntry[];
  log: CommandRecord[];
  notes: Notes;
}

/** Every digest a snapshot needs the bytes of. */
export function blobsOf(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    if (/^sha(?:256|512):[0-9a-f]{64,128}$/.test(value)) found.add(value);
  } else if (value instanceof Map) {
    for (const [key, item] of value) {
      blobsOf(key, found);
      blobsOf(item, found);
    }
  } else if (value instanceof Set || Array.isArray(value)) {
    for (const item of value) blobsOf(item, found);
  } else if (
    value !== null &&
    typeof value === 'object' &&
    !ArrayBuffer.isView(value) &&
    !isFileTree(value)
  ) {
    for (const [key, item] of Object.entries(value)) {
      blobsOf(key, found);
      blobsOf(item, found);
    }
  }
  return found;
}

/** Files hold their bytes themselves; a digest that stands in one is only text. */
const isFileTree = (value: object): boolean => 'children' in value && 'mode' in value;
