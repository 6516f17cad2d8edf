import { DURATION, PORT, TIME } from '../../render/template/common-types.ts';
import {
  BOOL,
  EMPTY_STRUCT,
  INT,
  INT64,
  mapOf,
  named,
  pointer,
  STRING,
  STRING_MAP,
  STRINGS,
  slice,
  struct,
} from '../../render/template/types.ts';
import { HOST_CONFIG, PORT_MAP, STR_SLICE } from './host-config.ts';

const EMPTY = { omit: 'empty' } as const;

const HEALTH = struct('container.Health', {
  Status: STRING,
  FailingStreak: INT,
  Log: slice(
    pointer(struct('container.HealthcheckResult', { Start: TIME, End: TIME, ExitCode: INT, Output: STRING })),
  ),
});

const STATE = struct('container.State', {
  Status: STRING,
  Running: BOOL,
  Paused: BOOL,
  Restarting: BOOL,
  OOMKilled: BOOL,
  Dead: BOOL,
  Pid: INT,
  ExitCode: INT,
  Error: STRING,
  StartedAt: STRING,
  FinishedAt: STRING,
  Health: [pointer(HEALTH), EMPTY],
});

const HEALTHCHECK = struct('v1.HealthcheckConfig', {
  Test: [STRINGS, EMPTY],
  Interval: [DURATION, EMPTY],
  Timeout: [DURATION, EMPTY],
  StartPeriod: [DURATION, EMPTY],
  StartInterval: [DURATION, EMPTY],
  Retries: [INT, EMPTY],
});

/** What a container is made from: its image's settings with what the user changed. */
export const CONFIG = struct('container.Config', {
  Hostname: STRING,
  Domainname: STRING,
  User: STRING,
  AttachStdin: BOOL,
  AttachStdout: BOOL,
  AttachStderr: BOOL,
  ExposedPorts: [named('nat.PortSet', mapOf(PORT, EMPTY_STRUCT)), EMPTY],
  Tty: BOOL,
  OpenStdin: BOOL,
  StdinOnce: BOOL,
  Env: STRINGS,
  Cmd: STR_SLICE,
  Healthcheck: [pointer(HEALTHCHECK), EMPTY],
  ArgsEscaped: [BOOL, EMPTY],
  Image: STRING,
  Volumes: mapOf(STRING, EMPTY_STRUCT),
  WorkingDir: STRING,
  Entrypoint: STR_SLICE,
  NetworkDisabled: [BOOL, EMPTY],
  MacAddress: [STRING, EMPTY],
  OnBuild: STRINGS,
  Labels: STRING_MAP,
  StopSignal: [STRING, EMPTY],
  StopTimeout: [pointer(INT), EMPTY],
  Shell: [STR_SLICE, EMPTY],
});

export const ENDPOINT = struct('network.EndpointSettings', {
  IPAMConfig: pointer(
    struct('network.EndpointIPAMConfig', {
      IPv4Address: [STRING, EMPTY],
      IPv6Address: [STRING, EMPTY],
      LinkLocalIPs: [STRINGS, EMPTY],
    }),
  ),
  Links: STRINGS,
  Aliases: STRINGS,
  MacAddress: STRING,
  DriverOpts: STRING_MAP,
  GwPriority: INT,
  NetworkID: STRING,
  EndpointID: STRING,
  Gateway: STRING,
  IPAddress: STRING,
  IPPrefixLen: INT,
  IPv6Gateway: STRING,
  GlobalIPv6Address: STRING,
  GlobalIPv6PrefixLen: INT,
  DNSNames: STRINGS,
});

const ADDRESSES = slice(struct('network.Address', { Addr: STRING, PrefixLen: INT }));

const NETWORK_SETTINGS = struct('container.NetworkSettings', {
  NetworkSettingsBase: [
    struct('container.NetworkSettingsBase', {
      Bridge: STRING,
      SandboxID: STRING,
      SandboxKey: STRING,
      Ports: PORT_MAP,
      HairpinMode: BOOL,
      LinkLocalIPv6Address: STRING,
      LinkLocalIPv6PrefixLen: INT,
      SecondaryIPAddresses: ADDRESSES,
      SecondaryIPv6Addresses: ADDRESSES,
    }),
    { embedded: true },
  ],
  DefaultNetworkSettings: [
    struct('container.DefaultNetworkSettings', {
      EndpointID: STRING,
      Gateway: STRING,
      GlobalIPv6Address: STRING,
      GlobalIPv6PrefixLen: INT,
      IPAddress: STRING,
      IPPrefixLen: INT,
      IPv6Gateway: STRING,
      MacAddress: STRING,
    }),
    { embedded: true },
  ],
  Networks: mapOf(STRING, pointer(ENDPOINT)),
});

export const MOUNT_POINT = struct('container.MountPoint', {
  Type: [named('mount.Type', STRING), EMPTY],
  Name: [STRING, EMPTY],
  Source: STRING,
  Destination: STRING,
  Driver: [STRING, EMPTY],
  Mode: STRING,
  RW: BOOL,
  Propagation: named('mount.Propagation', STRING),
});

export const DESCRIPTOR = struct('v1.Descriptor', {
  MediaType: [STRING, { json: 'mediaType' }],
  Digest: [named('digest.Digest', STRING), { json: 'digest' }],
  Size: [INT64, { json: 'size' }],
});

const BASE = struct('container.ContainerJSONBase', {
  ID: [STRING, { json: 'Id' }],
  Created: STRING,
  Path: STRING,
  Args: STRINGS,
  State: pointer(STATE),
  Image: STRING,
  ResolvConfPath: STRING,
  HostnamePath: STRING,
  HostsPath: STRING,
  LogPath: STRING,
  Name: STRING,
  RestartCount: INT,
  Driver: STRING,
  Platform: STRING,
  MountLabel: STRING,
  ProcessLabel: STRING,
  AppArmorProfile: STRING,
  ExecIDs: STRINGS,
  HostConfig: pointer(HOST_CONFIG),
  GraphDriver: struct('storage.DriverData', { Data: STRING_MAP, Name: STRING }),
  SizeRw: [pointer(INT64), EMPTY],
  SizeRootFs: [pointer(INT64), EMPTY],
});

/** `container.InspectResponse`: what `docker inspect` of a container hands to templates. */
export const CONTAINER = struct('container.InspectResponse', {
  ContainerJSONBase: [pointer(BASE), { embedded: true }],
  Mounts: slice(MOUNT_POINT),
  Config: pointer(CONFIG),
  NetworkSettings: pointer(NETWORK_SETTINGS),
  ImageManifestDescriptor: [pointer(DESCRIPTOR), EMPTY],
});
