import { encodeJson } from '../render/template/json.ts';
import {
  ANY_FLOAT,
  BOOL,
  type GoType,
  GoValue,
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
} from '../render/template/types.ts';
import { CLIENT_VERSION } from './client.ts';

const EMPTY = { omit: 'empty' } as const;
const PAIRS: GoType = slice({ ...STRINGS, name: '[2]string' });
const COMMIT = struct('system.Commit', { ID: STRING });

const PLUGIN_METADATA = struct('metadata.Metadata', {
  SchemaVersion: [STRING, EMPTY],
  Vendor: [STRING, EMPTY],
  Version: [STRING, EMPTY],
  ShortDescription: [STRING, EMPTY],
  URL: [STRING, EMPTY],
});

const PLUGIN = struct('manager.Plugin', {
  Metadata: [PLUGIN_METADATA, { embedded: true }],
  Name: [STRING, EMPTY],
  Path: [STRING, EMPTY],
  Err: [pointer(STRING), EMPTY],
  ShadowedPaths: [STRINGS, EMPTY],
});

const CLIENT_INFO = struct('system.clientInfo', {
  Debug: BOOL,
  clientVersion: [CLIENT_VERSION, { embedded: true }],
  Plugins: slice(PLUGIN),
  Warnings: STRINGS,
});

/** The fields that the CLI fills in by itself. */
export const CLIENT_FIELDS: Parameters<typeof struct>[1] = {
  ClientInfo: [pointer(CLIENT_INFO), EMPTY],
  ClientErrors: [STRINGS, EMPTY],
};

const INDEX = struct('registry.IndexInfo', {
  Name: STRING,
  Mirrors: STRINGS,
  Secure: BOOL,
  Official: BOOL,
});

const NETWORKS = slice(named('registry.NetIPNet', STRING));
const INDEXES = mapOf(STRING, pointer(INDEX));

/** The daemon writes this struct into JSON as a map, keys in order, and without what it no longer knows. */
const REGISTRY_CONFIG_JSON = struct('registry.ServiceConfig', {
  IndexConfigs: INDEXES,
  InsecureRegistryCIDRs: NETWORKS,
  Mirrors: STRINGS,
});

const REGISTRY_CONFIG = struct(
  'registry.ServiceConfig',
  {
    AllowNondistributableArtifactsCIDRs: NETWORKS,
    AllowNondistributableArtifactsHostnames: STRINGS,
    InsecureRegistryCIDRs: NETWORKS,
    IndexConfigs: INDEXES,
    Mirrors: STRINGS,
    ExtraFields: mapOf(STRING, ANY_FLOAT),
  },
  { json: (data) => encodeJson(new GoValue(REGISTRY_CONFIG_JSON, data), { escapeHtml: true }) },
);

const RUNTIME = struct('system.RuntimeWithStatus', {
  Runtime: [
    struct('system.Runtime', {
      Path: [STRING, { json: 'path', omit: 'empty' }],
      Args: [STRINGS, { json: 'runtimeArgs', omit: 'empty' }],
      Type: [STRING, { json: 'runtimeType', omit: 'empty' }],
      Options: [mapOf(STRING, ANY_FLOAT), { json: 'options', omit: 'empty' }],
    }),
    { embedded: true },
  ],
  Status: [STRING_MAP, { json: 'status', omit: 'empty' }],
});

const SWARM = struct('swarm.Info', {
  NodeID: STRING,
  NodeAddr: STRING,
  LocalNodeState: named('swarm.LocalNodeState', STRING),
  ControlAvailable: BOOL,
  Error: STRING,
  RemoteManagers: slice(struct('swarm.Peer', { NodeID: STRING, Addr: STRING })),
  Nodes: [INT, EMPTY],
  Managers: [INT, EMPTY],
  Cluster: [pointer(struct('swarm.ClusterInfo', {})), EMPTY],
  Warnings: [STRINGS, EMPTY],
});

const SERVER_INFO = struct('system.Info', {
  ID: STRING,
  Containers: INT,
  ContainersRunning: INT,
  ContainersPaused: INT,
  ContainersStopped: INT,
  Images: INT,
  Driver: STRING,
  DriverStatus: PAIRS,
  SystemStatus: [PAIRS, EMPTY],
  Plugins: struct('system.PluginsInfo', {
    Volume: STRINGS,
    Network: STRINGS,
    Authorization: STRINGS,
    Log: STRINGS,
  }),
  MemoryLimit: BOOL,
  SwapLimit: BOOL,
  KernelMemory: [BOOL, EMPTY],
  KernelMemoryTCP: [BOOL, EMPTY],
  CPUCfsPeriod: [BOOL, { json: 'CpuCfsPeriod' }],
  CPUCfsQuota: [BOOL, { json: 'CpuCfsQuota' }],
  CPUShares: BOOL,
  CPUSet: BOOL,
  PidsLimit: BOOL,
  IPv4Forwarding: BOOL,
  Debug: BOOL,
  NFd: INT,
  OomKillDisable: BOOL,
  NGoroutines: INT,
  SystemTime: STRING,
  LoggingDriver: STRING,
  CgroupDriver: STRING,
  CgroupVersion: [STRING, EMPTY],
  NEventsListener: INT,
  KernelVersion: STRING,
  OperatingSystem: STRING,
  OSVersion: STRING,
  OSType: STRING,
  Architecture: STRING,
  IndexServerAddress: STRING,
  RegistryConfig: pointer(REGISTRY_CONFIG),
  NCPU: INT,
  MemTotal: INT64,
  GenericResources: slice(struct('swarm.GenericResource', {})),
  DockerRootDir: STRING,
  HTTPProxy: [STRING, { json: 'HttpProxy' }],
  HTTPSProxy: [STRING, { json: 'HttpsProxy' }],
  NoProxy: STRING,
  Name: STRING,
  Labels: STRINGS,
  ExperimentalBuild: BOOL,
  ServerVersion: STRING,
  Runtimes: mapOf(STRING, RUNTIME),
  DefaultRuntime: STRING,
  Swarm: SWARM,
  LiveRestoreEnabled: BOOL,
  Isolation: named('container.Isolation', STRING),
  InitBinary: STRING,
  ContainerdCommit: COMMIT,
  RuncCommit: COMMIT,
  InitCommit: COMMIT,
  SecurityOptions: STRINGS,
  ProductLicense: [STRING, EMPTY],
  DefaultAddressPools: [slice(struct('system.NetworkAddressPool', { Base: STRING, Size: INT })), EMPTY],
  FirewallBackend: [pointer(struct('system.FirewallInfo', { Driver: STRING, Info: [PAIRS, EMPTY] })), EMPTY],
  CDISpecDirs: STRINGS,
  DiscoveredDevices: [slice(struct('system.DeviceInfo', { Source: STRING, ID: STRING })), EMPTY],
  Containerd: [
    pointer(
      struct('system.ContainerdInfo', {
        Address: [STRING, EMPTY],
        Namespaces: struct('system.ContainerdNamespaces', { Containers: STRING, Plugins: STRING }),
      }),
    ),
    EMPTY,
  ],
  Warnings: STRINGS,
});

/** `system.dockerInfo`: what `docker info` hands to templates. */
export const INFO = struct('system.dockerInfo', {
  Info: [pointer(SERVER_INFO), { embedded: true }],
  ServerErrors: [STRINGS, EMPTY],
  UserName: [STRING, { json: '-' }],
  ...CLIENT_FIELDS,
});
