import type { FlagSet } from '../../../common/pflag/flag-set.ts';
import type { Process } from '../../../common/process.ts';
import { effectiveCapabilities } from './capabilities.ts';
import { isCdiName, parseDevice } from './device.ts';
import { toMap } from './files.ts';
import { parseGpus } from './gpus.ts';
import { checkNamespaces, parseRestartPolicy, parseSecurity, type RestartPolicy } from './modes.ts';
import { type Mount, parseMount } from './mount.ts';
import type { Ports } from './ports.ts';
import { parseUlimit } from './ulimit.ts';

/** `HostConfig` of the Engine API: how the host runs a container. */
export interface HostConfig {
  RestartPolicy: RestartPolicy;
  NetworkMode: string;
  DNS: string[];
  Mounts?: Mount[];
  ContainerIDFile: string;
  AutoRemove: boolean;
  ConsoleSize: [number, number];
  [name: string]: unknown;
}

/** Limits in the Engine API's words. */
export function resources(flags: FlagSet): Record<string, unknown> {
  return {
    CpuShares: flags.number('cpu-shares'),
    Memory: flags.number('memory'),
    NanoCpus: nanoCpus(flags.string('cpus')),
    BlkioWeight: flags.number('blkio-weight'),
    CpuPeriod: flags.number('cpu-period'),
    CpuQuota: flags.number('cpu-quota'),
    CpuRealtimePeriod: flags.number('cpu-rt-period'),
    CpuRealtimeRuntime: flags.number('cpu-rt-runtime'),
    CpusetCpus: flags.string('cpuset-cpus'),
    CpusetMems: flags.string('cpuset-mems'),
    MemoryReservation: flags.number('memory-reservation'),
    MemorySwap: flags.number('memory-swap'),
    PidsLimit: flags.number('pids-limit'),
  };
}

function nanoCpus(text: string): number {
  if (text === '') return 0;
  const [over = '', under] = text.split('/');
  return Math.round((Number(over) / Number(under ?? 1)) * 1e9);
}

/** @throws Error with the reason */
export function hostConfig(
  process: Process,
  flags: FlagSet,
  binds: readonly string[],
  bindings: Ports['bindings'],
): HostConfig {
  const devices = flags.list('device');
  const mapped = devices.filter((device) => !isCdiName(device)).map(parseDevice);
  checkNamespaces(flags);
  const restart = parseRestartPolicy(flags.string('restart'));
  const logs = flags.list('log-opt');
  const driver = flags.string('log-driver');
  if (driver === 'none' && logs.length > 0) throw new Error(`invalid logging opts for driver ${driver}`);
  const security = parseSecurity(process, flags.list('security-opt'));
  for (const option of flags.list('storage-opt')) {
    if (!option.includes('=')) throw new Error('invalid storage option');
  }
  const capabilities = effectiveCapabilities(flags.list('cap-add'), flags.list('cap-drop'));
  const cdi = devices.filter(isCdiName);
  const requests = [
    ...(flags.string('gpus') ? [parseGpus(flags.string('gpus'))] : []),
    ...(cdi.length > 0
      ? [{ Driver: 'cdi', Count: 0, DeviceIDs: cdi, Capabilities: null, Options: null }]
      : []),
  ];
  return {
    Binds: orNull(binds),
    ContainerIDFile: flags.string('cidfile'),
    LogConfig: { Type: driver, Config: toMap(logs) },
    NetworkMode: 'default',
    PortBindings: bindings,
    RestartPolicy: restart,
    AutoRemove: flags.bool('rm'),
    VolumeDriver: flags.string('volume-driver'),
    VolumesFrom: orNull(flags.list('volumes-from')),
    ConsoleSize: [0, 0],
    ...(Object.keys(toMap(flags.list('annotation'))).length > 0
      ? { Annotations: toMap(flags.list('annotation')) }
      : {}),
    CapAdd: orNull(capabilities.add),
    CapDrop: orNull(capabilities.drop),
    CgroupnsMode: flags.string('cgroupns'),
    DNS: [...flags.list('dns')],
    DNSOptions: [...flags.list('dns-opt'), ...flags.list('dns-option')],
    DNSSearch: [...flags.list('dns-search')],
    ExtraHosts: orNull(flags.list('add-host')),
    GroupAdd: orNull(flags.list('group-add')),
    IpcMode: flags.string('ipc'),
    Cgroup: '',
    Links: orNull(flags.list('link')),
    OomScoreAdj: flags.number('oom-score-adj'),
    PidMode: flags.string('pid'),
    Privileged: flags.bool('privileged'),
    PublishAllPorts: flags.bool('publish-all'),
    ReadonlyRootfs: flags.bool('read-only'),
    SecurityOpt: security.options,
    ...(flags.list('storage-opt').length > 0 ? { StorageOpt: toMap(flags.list('storage-opt')) } : {}),
    ...(flags.list('tmpfs').length > 0 ? { Tmpfs: tmpfs(flags.list('tmpfs')) } : {}),
    UTSMode: flags.string('uts'),
    UsernsMode: flags.string('userns'),
    ShmSize: flags.number('shm-size'),
    ...(flags.list('sysctl').length > 0 ? { Sysctls: toMap(flags.list('sysctl')) } : {}),
    ...(flags.string('runtime') ? { Runtime: flags.string('runtime') } : {}),
    Isolation: flags.string('isolation'),
    ...resources(flags),
    CgroupParent: flags.string('cgroup-parent'),
    BlkioWeightDevice: flags.list('blkio-weight-device').map((text) => deviceNumber(text, 'Weight')),
    BlkioDeviceReadBps: flags.list('device-read-bps').map((text) => deviceNumber(text, 'Rate')),
    BlkioDeviceWriteBps: flags.list('device-write-bps').map((text) => deviceNumber(text, 'Rate')),
    BlkioDeviceReadIOps: flags.list('device-read-iops').map((text) => deviceNumber(text, 'Rate')),
    BlkioDeviceWriteIOps: flags.list('device-write-iops').map((text) => deviceNumber(text, 'Rate')),
    Devices: mapped,
    DeviceCgroupRules: orNull(flags.list('device-cgroup-rule')),
    DeviceRequests: orNull(requests),
    MemorySwappiness: flags.number('memory-swappiness'),
    OomKillDisable: flags.bool('oom-kill-disable'),
    Ulimits: ulimits(flags.list('ulimit')),
    CpuCount: 0,
    CpuPercent: 0,
    IOMaximumIOps: 0,
    IOMaximumBandwidth: 0,
    ...(flags.list('mount').length > 0
      ? { Mounts: flags.list('mount').map((text) => parseMount(text, process.cwd)) }
      : {}),
    MaskedPaths: security.unconfined ? [] : null,
    ReadonlyPaths: security.unconfined ? [] : null,
    ...(flags.changed('init') ? { Init: flags.bool('init') } : {}),
  };
}

function orNull<T>(list: readonly T[]): T[] | null {
  return list.length > 0 ? [...list] : null;
}

/** The last limit of a name counts; in the order of names. */
function ulimits(given: readonly string[]): unknown[] {
  const byName = new Map(given.map((text) => [parseUlimit(text).Name, parseUlimit(text)]));
  return [...byName.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
}

function tmpfs(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const [path = '', ...options] = text.split(':');
      return [path, options.join(':')];
    }),
  );
}

const SUFFIXES: Record<string, number> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `/dev/sda:10mb` */
function deviceNumber(text: string, key: 'Rate' | 'Weight'): Record<string, unknown> {
  const at = text.indexOf(':');
  const [, number = '0', unit = ''] = /^([\d.]+) ?([kmg]?)/i.exec(text.slice(at + 1)) ?? [];
  return { Path: text.slice(0, at), [key]: Math.trunc(Number(number) * (SUFFIXES[unit.toLowerCase()] ?? 1)) };
}
