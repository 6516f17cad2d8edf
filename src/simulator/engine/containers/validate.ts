import { resolvePath } from '../../common/files.ts';
import { invalidParameter } from '../errors.ts';
import type { ContainerConfig, HealthConfig, HostConfig, PortMap, RestartPolicy } from './config.ts';
import { networkMode } from './model.ts';
import { checkResources } from './resources.ts';
import { parseSignal } from './signals.ts';

/** What the daemon refuses in a container's configuration before anything is made. */

const MINIMUM_DURATION = 1_000_000;

/** Checks of the request as a whole, made while it is decoded. */
export function checkModes(config: ContainerConfig, host: HostConfig): void {
  const mode = host.NetworkMode;
  if (mode === 'container' || networkMode.isContainer(mode)) checkContainerMode(config, host);
  if (host.UTSMode === 'host' && config.Hostname)
    throw invalidParameter('conflicting options: hostname and the UTS mode');
  if (networkMode.isHost(mode) && host.Links?.length) {
    throw invalidParameter(
      "conflicting options: host type networking can't be used with links. This would result in undefined behavior",
    );
  }
  if (!['', 'default'].includes(host.Isolation)) {
    throw invalidParameter(`invalid isolation (${host.Isolation}): linux only supports 'default'`);
  }
  if (host.IOMaximumBandwidth) {
    throw invalidParameter('invalid option: QoS maximum bandwidth configuration is not supported on linux');
  }
  if (host.IOMaximumIOps) {
    throw invalidParameter('invalid option: QoS maximum IOPs configuration is not supported on linux');
  }
  if (host.CpuRealtimePeriod && host.CpuRealtimeRuntime > host.CpuRealtimePeriod) {
    throw invalidParameter('cpu real-time runtime cannot be higher than cpu real-time period');
  }
  if (host.CpuShares < 0) {
    throw invalidParameter(`invalid CPU shares (${host.CpuShares}): value must be a positive integer`);
  }
}

function checkContainerMode(config: ContainerConfig, host: HostConfig): void {
  if (host.NetworkMode.slice('container:'.length) === '') {
    throw invalidParameter('invalid network mode: invalid container format container:<name|id>');
  }
  const conflicts: [unknown, string][] = [
    [config.Hostname, 'hostname and the network mode'],
    [
      host.Links?.length,
      "container type network can't be used with links. This would result in undefined behavior",
    ],
    [host.Dns?.length, 'dns and the network mode'],
    [host.ExtraHosts?.length, 'custom host-to-IP mapping and the network mode'],
    [
      Object.keys(host.PortBindings ?? {}).length || host.PublishAllPorts,
      'port publishing and the container type network mode',
    ],
    [Object.keys(config.ExposedPorts ?? {}).length, 'port exposing and the container type network mode'],
  ];
  for (const [given, text] of conflicts) if (given) throw invalidParameter(`conflicting options: ${text}`);
}

export function checkConfig(config: ContainerConfig): void {
  if (config.WorkingDir) {
    if (!config.WorkingDir.startsWith('/')) {
      throw invalidParameter(
        `the working directory '${config.WorkingDir}' is invalid, it needs to be an absolute path`,
      );
    }
    config.WorkingDir = resolvePath('/', config.WorkingDir);
  }
  if (config.StopSignal) parseSignal(config.StopSignal);
  for (const variable of config.Env ?? []) {
    if (variable === '' || variable.startsWith('=')) {
      throw invalidParameter(`invalid environment variable: ${variable}`);
    }
  }
  if (config.Healthcheck) checkHealth(config.Healthcheck);
}

function checkHealth(health: HealthConfig): void {
  const short = (value: number) => value !== 0 && value < MINIMUM_DURATION;
  for (const key of ['Interval', 'Timeout'] as const) {
    if (short(health[key])) throw invalidParameter(`${key} in Healthcheck cannot be less than 1ms`);
  }
  if (health.Retries < 0) throw invalidParameter('Retries in Healthcheck cannot be negative');
  for (const key of ['StartPeriod', 'StartInterval'] as const) {
    if (short(health[key])) throw invalidParameter(`${key} in Healthcheck cannot be less than 1ms`);
  }
}

/** Checks a host configuration and sets what it leaves open; gives the warnings. */
export function checkHostConfig(host: HostConfig, options: { update?: boolean } = {}): string[] {
  if (host.AutoRemove && !['', 'no'].includes(host.RestartPolicy.Name)) {
    throw invalidParameter("can't create 'AutoRemove' container with restart policy");
  }
  for (const extra of host.ExtraHosts ?? []) checkExtraHost(extra);
  checkPortBindings(host.PortBindings ?? {});
  checkRestartPolicy(host.RestartPolicy);
  checkCapabilities('CapAdd', host.CapAdd);
  checkCapabilities('CapDrop', host.CapDrop);
  for (const key of Object.keys(host.Annotations ?? {})) {
    if (key === '') {
      throw invalidParameter('invalid Annotations: the empty string is not permitted as an annotation key');
    }
  }
  const warnings = checkResources(host, options.update ?? false);
  checkNamespaces(host);
  if (networkMode.isHost(host.NetworkMode) && Object.keys(host.PortBindings ?? {}).length > 0) {
    warnings.push('Published ports are discarded when using host network mode');
  }
  if (host.Runtime === '') host.Runtime = 'runc';
  if (!['runc', 'io.containerd.runc.v2'].includes(host.Runtime)) {
    throw invalidParameter(`unknown or invalid runtime name: ${host.Runtime}`);
  }
  for (const destination of Object.keys(host.Tmpfs ?? {})) checkMountTarget(destination);
  if (!['', 'private', 'host'].includes(host.CgroupnsMode)) {
    throw invalidParameter(`invalid cgroup namespace mode: ${host.CgroupnsMode}`);
  }
  return warnings;
}

function checkNamespaces(host: HostConfig): void {
  const named = (mode: string) => /^container:[^:]+$/.test(mode);
  if (
    !['', 'private', 'host', 'shareable', 'none'].includes(host.IpcMode) &&
    // Unlike the other modes it may leave the container's name out.
    !host.IpcMode.startsWith('container:')
  ) {
    throw invalidParameter(`invalid IPC mode: ${host.IpcMode}`);
  }
  if (!['', 'host'].includes(host.PidMode) && !named(host.PidMode)) {
    throw invalidParameter(`invalid PID mode: ${host.PidMode}`);
  }
  if (host.ShmSize < 0) throw invalidParameter('SHM size can not be less than 0');
  if (!['', 'host'].includes(host.UTSMode)) throw invalidParameter(`invalid UTS mode: ${host.UTSMode}`);
  if (host.OomScoreAdj < -1000 || host.OomScoreAdj > 1000) {
    throw invalidParameter(`Invalid value ${host.OomScoreAdj}, range for oom score adj is [-1000, 1000]`);
  }
}

/** Where something may be mounted. */
export function checkMountTarget(destination: string): void {
  const path = destination.replaceAll('\\', '/');
  if (path.startsWith('/') && resolvePath('/', path) === '/') {
    throw invalidParameter("invalid specification: destination can't be '/'");
  }
  if (!path.startsWith('/')) {
    throw invalidParameter(`invalid mount path: '${path}' mount path must be absolute`);
  }
}

function checkExtraHost(extra: string): void {
  const colon = extra.indexOf(':');
  if (colon < 1) throw invalidParameter(`bad format for add-host: ${JSON.stringify(extra)}`);
  const ip = extra.slice(colon + 1).replace(/^\[(.*)\]$/, '$1');
  if (ip !== 'host-gateway' && !isAddress(ip)) {
    throw invalidParameter(`invalid IP address in add-host: ${JSON.stringify(ip)}`);
  }
}

export function isAddress(text: string): boolean {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (v4) return v4.slice(1).every((part) => Number(part) <= 255);
  return text.includes(':') && /^[0-9a-fA-F:.]+$/.test(text);
}

/** A number of a port in a range that ports have; `''` is 0. */
function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= 65_535;
}

function checkPortBindings(ports: PortMap): void {
  for (const [port, bindings] of Object.entries(ports)) {
    const number = port.split('/')[0]!;
    if (!isPort(number)) throw invalidParameter(`invalid port specification: ${JSON.stringify(number)}`);
    for (const { HostPort } of bindings ?? []) {
      const parts = HostPort.split('/')[0]!.split('-');
      const wrong = parts.length > 2 || (HostPort !== '' && !parts.every(isPort));
      if (wrong || (parts.length === 2 && Number(parts[1]) < Number(parts[0]))) {
        throw invalidParameter(`invalid port specification: ${JSON.stringify(HostPort)}`);
      }
    }
  }
}

function checkRestartPolicy({ Name: name, MaximumRetryCount: count }: RestartPolicy): void {
  if (['always', 'unless-stopped', 'no'].includes(name) && count !== 0) {
    const negative = count < 0 ? ' and cannot be negative' : '';
    throw invalidParameter(
      `invalid restart policy: maximum retry count can only be used with 'on-failure'${negative}`,
    );
  }
  if (name === 'on-failure' && count < 0) {
    throw invalidParameter('invalid restart policy: maximum retry count cannot be negative');
  }
  if (!['', 'no', 'always', 'unless-stopped', 'on-failure'].includes(name)) {
    throw invalidParameter(
      `invalid restart policy: unknown policy '${name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`,
    );
  }
}

const CAPABILITIES =
  'AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH ' +
  'FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN ' +
  'NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT SYS_CHROOT ' +
  'SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG SYSLOG WAKE_ALARM';

function checkCapabilities(field: string, capabilities: string[] | null): void {
  for (const capability of capabilities ?? []) {
    const name = capability.toUpperCase().replace(/^CAP_/, '');
    if (name !== 'ALL' && !CAPABILITIES.split(' ').includes(name)) {
      throw invalidParameter(`invalid ${field}: unknown capability: "CAP_${name}"`);
    }
  }
}
