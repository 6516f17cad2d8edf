import { PORT } from '../../render/template/common-types.ts';
import {
  BOOL,
  type GoType,
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
  UINT16,
  UINT64,
} from '../../render/template/types.ts';

const EMPTY = { omit: 'empty' } as const;
const text = (name: string): GoType => named(name, STRING);

/** `strslice.StrSlice` */
export const STR_SLICE = named('strslice.StrSlice', STRINGS);

/** `nat.PortMap`: where ports are published. */
export const PORT_MAP = named(
  'nat.PortMap',
  mapOf(PORT, slice(struct('nat.PortBinding', { HostIP: [STRING, { json: 'HostIp' }], HostPort: STRING }))),
);

const device = (name: string, value: 'Weight' | 'Rate', type: GoType): GoType =>
  slice(pointer(struct(name, { Path: STRING, [value]: type })));
const THROTTLE = device('blkiodev.ThrottleDevice', 'Rate', UINT64);

const RESOURCES = struct('container.Resources', {
  CPUShares: [INT64, { json: 'CpuShares' }],
  Memory: INT64,
  NanoCPUs: [INT64, { json: 'NanoCpus' }],
  CgroupParent: STRING,
  BlkioWeight: UINT16,
  BlkioWeightDevice: device('blkiodev.WeightDevice', 'Weight', UINT16),
  BlkioDeviceReadBps: THROTTLE,
  BlkioDeviceWriteBps: THROTTLE,
  BlkioDeviceReadIOps: THROTTLE,
  BlkioDeviceWriteIOps: THROTTLE,
  CPUPeriod: [INT64, { json: 'CpuPeriod' }],
  CPUQuota: [INT64, { json: 'CpuQuota' }],
  CPURealtimePeriod: [INT64, { json: 'CpuRealtimePeriod' }],
  CPURealtimeRuntime: [INT64, { json: 'CpuRealtimeRuntime' }],
  CpusetCpus: STRING,
  CpusetMems: STRING,
  Devices: slice(
    struct('container.DeviceMapping', {
      PathOnHost: STRING,
      PathInContainer: STRING,
      CgroupPermissions: STRING,
    }),
  ),
  DeviceCgroupRules: STRINGS,
  DeviceRequests: slice(
    struct('container.DeviceRequest', {
      Driver: STRING,
      Count: INT,
      DeviceIDs: STRINGS,
      Capabilities: slice(STRINGS),
      Options: STRING_MAP,
    }),
  ),
  KernelMemory: [INT64, EMPTY],
  KernelMemoryTCP: [INT64, EMPTY],
  MemoryReservation: INT64,
  MemorySwap: INT64,
  MemorySwappiness: pointer(INT64),
  OomKillDisable: pointer(BOOL),
  PidsLimit: pointer(INT64),
  Ulimits: slice(pointer(struct('units.Ulimit', { Name: STRING, Hard: INT64, Soft: INT64 }))),
  CPUCount: [INT64, { json: 'CpuCount' }],
  CPUPercent: [INT64, { json: 'CpuPercent' }],
  IOMaximumIOps: UINT64,
  IOMaximumBandwidth: UINT64,
});

const MOUNT = struct('mount.Mount', {
  Type: [text('mount.Type'), EMPTY],
  Source: [STRING, EMPTY],
  Target: [STRING, EMPTY],
  ReadOnly: [BOOL, EMPTY],
  Consistency: [text('mount.Consistency'), EMPTY],
  BindOptions: [
    pointer(
      struct('mount.BindOptions', {
        Propagation: [text('mount.Propagation'), EMPTY],
        NonRecursive: [BOOL, EMPTY],
        CreateMountpoint: [BOOL, EMPTY],
        ReadOnlyNonRecursive: [BOOL, EMPTY],
        ReadOnlyForceRecursive: [BOOL, EMPTY],
      }),
    ),
    EMPTY,
  ],
  VolumeOptions: [
    pointer(
      struct('mount.VolumeOptions', {
        NoCopy: [BOOL, EMPTY],
        Labels: [STRING_MAP, EMPTY],
        Subpath: [STRING, EMPTY],
        DriverConfig: [
          pointer(struct('mount.Driver', { Name: [STRING, EMPTY], Options: [STRING_MAP, EMPTY] })),
          EMPTY,
        ],
      }),
    ),
    EMPTY,
  ],
  ImageOptions: [pointer(struct('mount.ImageOptions', { Subpath: [STRING, EMPTY] })), EMPTY],
  TmpfsOptions: [
    pointer(struct('mount.TmpfsOptions', { SizeBytes: [INT64, EMPTY], Mode: [INT64, EMPTY] })),
    EMPTY,
  ],
  ClusterOptions: [pointer(struct('mount.ClusterOptions', {})), EMPTY],
});

/** `container.HostConfig` */
export const HOST_CONFIG = struct('container.HostConfig', {
  Binds: STRINGS,
  ContainerIDFile: STRING,
  LogConfig: struct('container.LogConfig', { Type: STRING, Config: STRING_MAP }),
  NetworkMode: text('container.NetworkMode'),
  PortBindings: PORT_MAP,
  RestartPolicy: struct('container.RestartPolicy', {
    Name: text('container.RestartPolicyMode'),
    MaximumRetryCount: INT,
  }),
  AutoRemove: BOOL,
  VolumeDriver: STRING,
  VolumesFrom: STRINGS,
  ConsoleSize: { ...slice(UINT64), name: '[2]uint' },
  Annotations: [STRING_MAP, EMPTY],
  CapAdd: STR_SLICE,
  CapDrop: STR_SLICE,
  CgroupnsMode: text('container.CgroupnsMode'),
  DNS: [STRINGS, { json: 'Dns' }],
  DNSOptions: [STRINGS, { json: 'DnsOptions' }],
  DNSSearch: [STRINGS, { json: 'DnsSearch' }],
  ExtraHosts: STRINGS,
  GroupAdd: STRINGS,
  IpcMode: text('container.IpcMode'),
  Cgroup: text('container.CgroupSpec'),
  Links: STRINGS,
  OomScoreAdj: INT,
  PidMode: text('container.PidMode'),
  Privileged: BOOL,
  PublishAllPorts: BOOL,
  ReadonlyRootfs: BOOL,
  SecurityOpt: STRINGS,
  StorageOpt: [STRING_MAP, EMPTY],
  Tmpfs: [STRING_MAP, EMPTY],
  UTSMode: text('container.UTSMode'),
  UsernsMode: text('container.UsernsMode'),
  ShmSize: INT64,
  Sysctls: [STRING_MAP, EMPTY],
  Runtime: [STRING, EMPTY],
  Isolation: text('container.Isolation'),
  Resources: [RESOURCES, { embedded: true }],
  Mounts: [slice(MOUNT), EMPTY],
  MaskedPaths: STRINGS,
  ReadonlyPaths: STRINGS,
  Init: [pointer(BOOL), EMPTY],
});
