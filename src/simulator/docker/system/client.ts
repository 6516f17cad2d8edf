import { currentContext } from '../context/store.ts';
import { API_VERSION } from '../framework/engine.ts';
import type { Invocation } from '../framework/invocation.ts';
import { PROFILE } from '../profile.ts';
import { type GoType, pointer, STRING, struct } from '../render/template/types.ts';

const EMPTY = { omit: 'empty' } as const;

/** What the CLI tells of itself. */
export const CLIENT_VERSION: GoType = struct('system.clientVersion', {
  Platform: [pointer(struct('system.platformInfo', { Name: [STRING, EMPTY] })), EMPTY],
  Version: [STRING, EMPTY],
  APIVersion: [STRING, { ...EMPTY, json: 'ApiVersion' }],
  DefaultAPIVersion: [STRING, EMPTY],
  GitCommit: [STRING, EMPTY],
  GoVersion: [STRING, EMPTY],
  Os: [STRING, EMPTY],
  Arch: [STRING, EMPTY],
  BuildTime: [STRING, EMPTY],
  Context: STRING,
});

export interface ClientVersion {
  Version: string;
  ApiVersion?: string;
  DefaultAPIVersion: string;
  GitCommit: string;
  GoVersion: string;
  Os: string;
  Arch: string;
  BuildTime: string;
  Context: string;
}

/** The CLI's version, without that of the API it will speak. */
export function clientVersion({ process, globals, config }: Invocation): ClientVersion {
  return {
    Version: PROFILE.version,
    DefaultAPIVersion: API_VERSION,
    GitCommit: PROFILE.gitCommit,
    GoVersion: PROFILE.goVersion,
    Os: 'linux',
    Arch: process.host.architecture,
    BuildTime: PROFILE.buildTime,
    Context: currentContext(process, globals, config),
  };
}
