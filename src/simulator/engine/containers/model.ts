import type { DirectoryNode } from '../../common/files.ts';
import type { ContainerConfig, EndpointSettings, HostConfig, PortMap } from './config.ts';
import type { LogEntry } from './log.ts';

export type HealthStatus = 'starting' | 'healthy' | 'unhealthy';

export interface HealthResult {
  Start: string;
  End: string;
  ExitCode: number;
  Output: string;
}

interface ContainerHealth {
  Status: HealthStatus;
  FailingStreak: number;
  Log: HealthResult[];
}

export interface ContainerState {
  running: boolean;
  paused: boolean;
  restarting: boolean;
  dead: boolean;
  pid: number;
  exitCode: number;
  error: string;
  startedAt: string;
  finishedAt: string;
  health: ContainerHealth | null;
}

/** Something mounted into a container, in the API's words. */
export interface MountPoint {
  Type: string;
  Name: string;
  Source: string;
  Destination: string;
  Driver: string;
  Mode: string;
  RW: boolean;
  Propagation: string;
  /** Whether a missing host directory is an error rather than made. */
  mustExist: boolean;
  /** Whether an empty volume is filled with what the image has there. */
  copyData: boolean;
  /** Nobody named the volume: it goes with its container where that is asked. */
  anonymous: boolean;
  /** A folder inside the volume. */
  subpath: string;
}

export interface Endpoint extends EndpointSettings {
  /** The address asked for, kept while the container is stopped. */
  desiredMac: string;
}

/** Everything about a container but its files and its running process: plain data. */
export interface ContainerData {
  id: string;
  /** With its slash: `/web`. */
  name: string;
  /** Counts up: which of two containers is older. */
  order: number;
  created: string;
  path: string;
  args: string[];
  config: ContainerConfig;
  hostConfig: HostConfig;
  /** Digest of the image's config, `''` without an image. */
  imageId: string;
  /** Chain ID of the image's layers, which stay while the container does. */
  chainId: string;
  platform: { os: string; architecture: string; variant?: string };
  state: ContainerState;
  restartCount: number;
  manuallyStopped: boolean;
  networks: Record<string, Endpoint>;
  sandboxId: string;
  /** What is published while the container runs. */
  ports: PortMap;
  mounts: MountPoint[];
  /** Names of the layer directories that `inspect` tells of. */
  mountId: string;
  /** Ids of linked containers by alias. */
  links: Record<string, string>;
}

/** A container at rest, with its files: for snapshots. */
export interface SavedContainer {
  data: ContainerData;
  /** The image's files, as they were when the container was made. */
  base: DirectoryNode;
  root: DirectoryNode;
  /** The files of images that `--mount type=image` mounts, by name. */
  mountedImages: ReadonlyMap<string, DirectoryNode>;
  log: readonly LogEntry[];
}

export function initialState(zeroTime: string): ContainerState {
  return {
    running: false,
    paused: false,
    restarting: false,
    dead: false,
    pid: 0,
    exitCode: 0,
    error: '',
    startedAt: zeroTime,
    finishedAt: zeroTime,
    health: null,
  };
}

export type StateName = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

/** One word for a container's state. */
export function stateName(state: ContainerState, zeroTime: string): StateName {
  if (state.running) return state.paused ? 'paused' : state.restarting ? 'restarting' : 'running';
  if (state.dead) return 'dead';
  return state.startedAt === zeroTime ? 'created' : 'exited';
}

/** Kinds of network mode, as the engine tells them apart. */
export const networkMode = {
  isContainer: (mode: string) => mode.startsWith('container:'),
  isHost: (mode: string) => mode === 'host',
  isNone: (mode: string) => mode === 'none',
  isBridge: (mode: string) => mode === 'bridge',
  isUserDefined: (mode: string) =>
    !['', 'default', 'bridge', 'host', 'none'].includes(mode) && !mode.startsWith('container:'),
};
