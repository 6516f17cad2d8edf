import { type Fields, of } from './schema.ts';

/**
 * What a container is made of, by the names of the Engine API v1.50: https://docs.docker.com/reference/api/engine/.
 * The order of the fields is the order in which the engine writes them.
 */

export interface HealthConfig {
  Test: string[] | null;
  /** Durations are nanoseconds. */
  Interval: number;
  Timeout: number;
  StartPeriod: number;
  StartInterval: number;
  Retries: number;
}

const OMIT = { omit: true };
const POINTER = { pointer: true };

const HEALTH_FIELDS: Fields = [
  ...of('strings', 'Test', OMIT),
  ...of('int64', 'Interval Timeout StartPeriod StartInterval Retries', OMIT),
];

export interface ContainerConfig {
  Hostname: string;
  Domainname: string;
  User: string;
  AttachStdin: boolean;
  AttachStdout: boolean;
  AttachStderr: boolean;
  ExposedPorts: Record<string, object> | null;
  Tty: boolean;
  OpenStdin: boolean;
  StdinOnce: boolean;
  Env: string[] | null;
  Cmd: string[] | null;
  Healthcheck: HealthConfig | null;
  ArgsEscaped: boolean;
  Image: string;
  Volumes: Record<string, object> | null;
  WorkingDir: string;
  Entrypoint: string[] | null;
  NetworkDisabled: boolean;
  MacAddress: string;
  OnBuild: string[] | null;
  Labels: Record<string, string> | null;
  StopSignal: string;
  StopTimeout: number | null;
  Shell: string[] | null;
}

export const CONFIG_FIELDS: Fields = [
  ...of('string', 'Hostname Domainname User'),
  ...of('bool', 'AttachStdin AttachStdout AttachStderr'),
  ...of('set', 'ExposedPorts', OMIT),
  ...of('bool', 'Tty OpenStdin StdinOnce'),
  ...of('strings', 'Env'),
  ...of('command', 'Cmd'),
  ...of({ struct: HEALTH_FIELDS }, 'Healthcheck', { omit: true, pointer: true }),
  ...of('bool', 'ArgsEscaped', OMIT),
  ...of('string', 'Image'),
  ...of('set', 'Volumes'),
  ...of('string', 'WorkingDir'),
  ...of('command', 'Entrypoint'),
  ...of('bool', 'NetworkDisabled', OMIT),
  ...of('string', 'MacAddress', OMIT),
  ...of('strings', 'OnBuild'),
  ...of('map', 'Labels'),
  ...of('string', 'StopSignal', OMIT),
  ...of('int64', 'StopTimeout', { omit: true, pointer: true }),
  ...of('command', 'Shell', OMIT),
];

export interface PortBinding {
  HostIp: string;
  HostPort: string;
}
/** Bindings by container port (`80/tcp`). */
export type PortMap = Record<string, PortBinding[] | null>;

export const PORT_BINDING_FIELDS: Fields = of('string', 'HostIp HostPort');

/** A mount as `--mount` gives it. */
export interface MountSpec {
  Type: string;
  Source: string;
  Target: string;
  ReadOnly: boolean;
  Consistency: string;
  BindOptions: { Propagation?: string; CreateMountpoint?: boolean } | null;
  VolumeOptions: {
    NoCopy?: boolean;
    Labels?: Record<string, string>;
    Subpath?: string;
    DriverConfig?: { Name?: string; Options?: Record<string, string> };
  } | null;
  ImageOptions: { Subpath?: string } | null;
  TmpfsOptions: { SizeBytes?: number; Mode?: number; Options?: string[][] } | null;
}

const MOUNT_FIELDS: Fields = [
  ...of('string', 'Type Source Target', OMIT),
  ...of('bool', 'ReadOnly', OMIT),
  ...of('string', 'Consistency', OMIT),
  ...of('any', 'BindOptions VolumeOptions ImageOptions TmpfsOptions', { omit: true, pointer: true }),
];

export interface DeviceRequest {
  Driver: string;
  Capabilities: string[][] | null;
}

export interface Resources {
  CpuShares: number;
  Memory: number;
  NanoCpus: number;
  CgroupParent: string;
  BlkioWeight: number;
  BlkioWeightDevice: object[] | null;
  BlkioDeviceReadBps: object[] | null;
  BlkioDeviceWriteBps: object[] | null;
  BlkioDeviceReadIOps: object[] | null;
  BlkioDeviceWriteIOps: object[] | null;
  CpuPeriod: number;
  CpuQuota: number;
  CpuRealtimePeriod: number;
  CpuRealtimeRuntime: number;
  CpusetCpus: string;
  CpusetMems: string;
  Devices: { PathOnHost: string; PathInContainer: string }[] | null;
  DeviceCgroupRules: string[] | null;
  DeviceRequests: DeviceRequest[] | null;
  MemoryReservation: number;
  MemorySwap: number;
  MemorySwappiness: number | null;
  OomKillDisable: boolean | null;
  PidsLimit: number | null;
  Ulimits: object[] | null;
  CpuCount: number;
  CpuPercent: number;
  IOMaximumIOps: number;
  IOMaximumBandwidth: number;
}

const DEVICE_FIELDS: Fields = of('string', 'PathOnHost PathInContainer CgroupPermissions');
const DEVICE_REQUEST_FIELDS: Fields = [
  ...of('string', 'Driver'),
  ...of('int64', 'Count'),
  ...of('strings', 'DeviceIDs'),
  ...of('string lists', 'Capabilities'),
  ...of('map', 'Options'),
];

const RESOURCE_FIELDS: Fields = [
  ...of('int64', 'CpuShares Memory NanoCpus'),
  ...of('string', 'CgroupParent'),
  ...of('int64', 'BlkioWeight'),
  ...of(
    'any',
    'BlkioWeightDevice BlkioDeviceReadBps BlkioDeviceWriteBps BlkioDeviceReadIOps BlkioDeviceWriteIOps',
    POINTER,
  ),
  ...of('int64', 'CpuPeriod CpuQuota CpuRealtimePeriod CpuRealtimeRuntime'),
  ...of('string', 'CpusetCpus CpusetMems'),
  ...of({ list: DEVICE_FIELDS }, 'Devices'),
  ...of('strings', 'DeviceCgroupRules'),
  ...of({ list: DEVICE_REQUEST_FIELDS }, 'DeviceRequests'),
  ...of('int64', 'MemoryReservation MemorySwap'),
  ...of('int64', 'MemorySwappiness', POINTER),
  ...of('bool', 'OomKillDisable', POINTER),
  ...of('int64', 'PidsLimit', POINTER),
  ...of('any', 'Ulimits', POINTER),
  ...of('int64', 'CpuCount CpuPercent IOMaximumIOps IOMaximumBandwidth'),
];

export interface RestartPolicy {
  Name: string;
  MaximumRetryCount: number;
}
const RESTART_FIELDS: Fields = [...of('string', 'Name'), ...of('int64', 'MaximumRetryCount')];

export interface HostConfig extends Resources {
  Binds: string[] | null;
  ContainerIDFile: string;
  LogConfig: { Type: string; Config: Record<string, string> | null };
  NetworkMode: string;
  PortBindings: PortMap | null;
  RestartPolicy: RestartPolicy;
  AutoRemove: boolean;
  VolumeDriver: string;
  VolumesFrom: string[] | null;
  ConsoleSize: [number, number] | null;
  Annotations: Record<string, string> | null;
  CapAdd: string[] | null;
  CapDrop: string[] | null;
  CgroupnsMode: string;
  Dns: string[] | null;
  DnsOptions: string[] | null;
  DnsSearch: string[] | null;
  ExtraHosts: string[] | null;
  GroupAdd: string[] | null;
  IpcMode: string;
  Cgroup: string;
  Links: string[] | null;
  OomScoreAdj: number;
  PidMode: string;
  Privileged: boolean;
  PublishAllPorts: boolean;
  ReadonlyRootfs: boolean;
  SecurityOpt: string[] | null;
  StorageOpt: Record<string, string> | null;
  Tmpfs: Record<string, string> | null;
  UTSMode: string;
  UsernsMode: string;
  ShmSize: number;
  Sysctls: Record<string, string> | null;
  Runtime: string;
  Isolation: string;
  Mounts: MountSpec[] | null;
  MaskedPaths: string[] | null;
  ReadonlyPaths: string[] | null;
  Init: boolean | null;
}

export const HOST_CONFIG_FIELDS: Fields = [
  ...of('strings', 'Binds'),
  ...of('string', 'ContainerIDFile'),
  ...of({ struct: [...of('string', 'Type'), ...of('map', 'Config')] }, 'LogConfig'),
  ...of('string', 'NetworkMode'),
  ...of({ lists: PORT_BINDING_FIELDS }, 'PortBindings'),
  ...of({ struct: RESTART_FIELDS }, 'RestartPolicy'),
  ...of('bool', 'AutoRemove'),
  ...of('string', 'VolumeDriver'),
  ...of('strings', 'VolumesFrom'),
  ...of('any', 'ConsoleSize'),
  ...of('map', 'Annotations', OMIT),
  ...of('command', 'CapAdd CapDrop'),
  ...of('string', 'CgroupnsMode'),
  ...of('strings', 'Dns DnsOptions DnsSearch ExtraHosts GroupAdd'),
  ...of('string', 'IpcMode Cgroup'),
  ...of('strings', 'Links'),
  ...of('int64', 'OomScoreAdj'),
  ...of('string', 'PidMode'),
  ...of('bool', 'Privileged PublishAllPorts ReadonlyRootfs'),
  ...of('strings', 'SecurityOpt'),
  ...of('map', 'StorageOpt Tmpfs', OMIT),
  ...of('string', 'UTSMode UsernsMode'),
  ...of('int64', 'ShmSize'),
  ...of('map', 'Sysctls', OMIT),
  ...of('string', 'Runtime', OMIT),
  ...of('string', 'Isolation'),
  ...RESOURCE_FIELDS,
  ...of({ list: MOUNT_FIELDS }, 'Mounts', OMIT),
  ...of('strings', 'MaskedPaths ReadonlyPaths'),
  ...of('bool', 'Init', { omit: true, pointer: true }),
];

/** What `docker update` may change. */
export type UpdateConfig = Resources & { RestartPolicy: RestartPolicy };
export const UPDATE_FIELDS: Fields = [...RESOURCE_FIELDS, ...of({ struct: RESTART_FIELDS }, 'RestartPolicy')];

export interface EndpointSettings {
  IPAMConfig: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] } | null;
  Links: string[] | null;
  Aliases: string[] | null;
  MacAddress: string;
  DriverOpts: Record<string, string> | null;
  GwPriority: number;
  NetworkID: string;
  EndpointID: string;
  Gateway: string;
  IPAddress: string;
  IPPrefixLen: number;
  IPv6Gateway: string;
  GlobalIPv6Address: string;
  GlobalIPv6PrefixLen: number;
  DNSNames: string[] | null;
}

export const ENDPOINT_FIELDS: Fields = [
  ...of('any', 'IPAMConfig', POINTER),
  ...of('strings', 'Links Aliases'),
  ...of('string', 'MacAddress'),
  ...of('map', 'DriverOpts'),
  ...of('int64', 'GwPriority'),
  ...of('string', 'NetworkID EndpointID Gateway IPAddress'),
  ...of('int64', 'IPPrefixLen'),
  ...of('string', 'IPv6Gateway GlobalIPv6Address'),
  ...of('int64', 'GlobalIPv6PrefixLen'),
  ...of('strings', 'DNSNames'),
];
