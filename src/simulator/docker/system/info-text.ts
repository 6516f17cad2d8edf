import { binarySize } from '../render/size.ts';
import type { ClientVersion } from './client.ts';
import type { Plugin } from './plugins.ts';

/** What is shown of the answer to `GET /info`. */
export interface ServerInfo {
  Containers: number;
  ContainersRunning: number;
  ContainersPaused: number;
  ContainersStopped: number;
  Images: number;
  ServerVersion: string;
  Driver: string;
  DriverStatus: [string, string][] | null;
  LoggingDriver: string;
  CgroupDriver: string;
  CgroupVersion?: string;
  Plugins: {
    Volume: string[] | null;
    Network: string[] | null;
    Authorization: string[] | null;
    Log: string[] | null;
  };
  CDISpecDirs?: string[] | null;
  DiscoveredDevices?: { Source: string; ID: string }[] | null;
  Swarm: { LocalNodeState: string };
  Runtimes: Record<string, unknown> | null;
  DefaultRuntime: string;
  InitBinary: string;
  ContainerdCommit: { ID: string };
  RuncCommit: { ID: string };
  InitCommit: { ID: string };
  SecurityOptions: string[] | null;
  KernelVersion: string;
  OperatingSystem: string;
  OSType: string;
  Architecture: string;
  NCPU: number;
  MemTotal: number;
  Name: string;
  ID: string;
  DockerRootDir: string;
  Debug: boolean;
  NFd: number;
  NGoroutines: number;
  SystemTime: string;
  NEventsListener: number;
  HttpProxy?: string;
  HttpsProxy?: string;
  NoProxy?: string;
  Labels: string[] | null;
  ExperimentalBuild: boolean;
  RegistryConfig?: {
    InsecureRegistryCIDRs: string[] | null;
    IndexConfigs: Record<string, { Name: string; Secure: boolean }> | null;
    Mirrors: string[] | null;
  } | null;
  LiveRestoreEnabled: boolean;
  ProductLicense?: string;
  DefaultAddressPools?: { Base: string; Size: number }[] | null;
  Warnings?: string[] | null;
}

/** The part of `docker info` about the CLI. */
export function clientText(client: ClientVersion & { Debug: boolean; Plugins: readonly Plugin[] }): string {
  const plugins = client.Plugins.map(
    ({ Name, ShortDescription, Vendor, Version, Path }) =>
      `  ${Name}: ${ShortDescription} (${Vendor})\n    Version:  ${Version}\n    Path:     ${Path}\n`,
  );
  const heading = plugins.length > 0 ? ' Plugins:\n' : '';
  return ` Version:    ${client.Version}\n Context:    ${client.Context}\n Debug Mode: ${client.Debug}\n${heading}${plugins.join('')}`;
}

/** The part of `docker info` about the engine. */
export function serverText(info: ServerInfo, userName: string, debug: boolean): string {
  const lines = [...summaryLines(info), ...runtimeLines(info), ...machineLines(info, debug)];
  lines.push(
    ...shown([
      [' HTTP Proxy:', info.HttpProxy],
      [' HTTPS Proxy:', info.HttpsProxy],
      [' No Proxy:', info.NoProxy],
    ]),
  );
  lines.push(...shown([[' Username:', userName]]));
  lines.push(...list(' Labels:', info.Labels));
  lines.push(` Experimental: ${info.ExperimentalBuild}`, ...registryLines(info));
  lines.push(` Live Restore Enabled: ${info.LiveRestoreEnabled}`);
  lines.push(...shown([[' Product License:', info.ProductLicense]]));
  const pools = (info.DefaultAddressPools ?? []).map(({ Base, Size }) => ` Base: ${Base}, Size: ${Size}`);
  lines.push(...list(' Default Address Pools:', pools));
  return lines.map((line) => `${line}\n`).join('');
}

/** Lines of which those without a value are left out. */
function shown(pairs: readonly [string, string | undefined][]): string[] {
  return pairs.filter(([, value]) => value).map(([label, value]) => `${label} ${value}`);
}

/** A heading with its items, where there are any. */
function list(heading: string, items: readonly string[] | null | undefined): string[] {
  return items && items.length > 0 ? [heading, ...items.map((item) => `  ${item}`)] : [];
}

function summaryLines(info: ServerInfo): string[] {
  const { Plugins } = info;
  const joined = (names: readonly string[] | null): string => (names ?? []).join(' ');
  return [
    ` Containers: ${info.Containers}`,
    `  Running: ${info.ContainersRunning}`,
    `  Paused: ${info.ContainersPaused}`,
    `  Stopped: ${info.ContainersStopped}`,
    ` Images: ${info.Images}`,
    ...shown([
      [' Server Version:', info.ServerVersion],
      [' Storage Driver:', info.Driver],
    ]),
    ...(info.DriverStatus ?? []).map(([name, value]) => `  ${name}: ${value}`),
    ...shown([
      [' Logging Driver:', info.LoggingDriver],
      [' Cgroup Driver:', info.CgroupDriver],
      [' Cgroup Version:', info.CgroupVersion],
    ]),
    ' Plugins:',
    `  Volume: ${joined(Plugins.Volume)}`,
    `  Network: ${joined(Plugins.Network)}`,
    ...shown([['  Authorization:', joined(Plugins.Authorization)]]),
    `  Log: ${joined(Plugins.Log)}`,
    ...list(' CDI spec directories:', info.CDISpecDirs),
    ...list(
      ' Discovered Devices:',
      info.DiscoveredDevices?.map(({ Source, ID }) => `${Source}: ${ID}`),
    ),
    ` Swarm: ${info.Swarm.LocalNodeState}`,
  ];
}

function runtimeLines(info: ServerInfo): string[] {
  const names = Object.keys(info.Runtimes ?? {});
  const lines =
    names.length > 0 ? [` Runtimes: ${names.join(' ')}`, ` Default Runtime: ${info.DefaultRuntime}`] : [];
  if (info.OSType !== 'linux') return lines;
  lines.push(
    ` Init Binary: ${info.InitBinary}`,
    ` containerd version: ${info.ContainerdCommit.ID}`,
    ` runc version: ${info.RuncCommit.ID}`,
    ` init version: ${info.InitCommit.ID}`,
  );
  const security = info.SecurityOptions ?? [];
  if (security.length > 0) lines.push(' Security Options:', ...security.flatMap(securityLines));
  return lines;
}

/** `name=seccomp,profile=builtin` */
function securityLines(option: string): string[] {
  if (!option.includes('=')) return [`  ${option}`];
  const pairs = option.split(',').map((pair) => pair.split('='));
  const name = pairs.find(([key]) => key === 'name')?.[1] ?? '';
  const profiles = pairs.filter(([key]) => key === 'profile');
  return [`  ${name}`, ...profiles.map(([, value]) => `   Profile: ${value}`)];
}

function machineLines(info: ServerInfo, debug: boolean): string[] {
  const lines = [
    ...shown([
      [' Kernel Version:', info.KernelVersion],
      [' Operating System:', info.OperatingSystem],
      [' OSType:', info.OSType],
      [' Architecture:', info.Architecture],
    ]),
    ` CPUs: ${info.NCPU}`,
    ` Total Memory: ${binarySize(info.MemTotal)}`,
    ...shown([
      [' Name:', info.Name],
      [' ID:', info.ID],
    ]),
    ` Docker Root Dir: ${info.DockerRootDir}`,
    ` Debug Mode: ${info.Debug}`,
  ];
  if (info.Debug || debug) {
    lines.push(
      `  File Descriptors: ${info.NFd}`,
      `  Goroutines: ${info.NGoroutines}`,
      `  System Time: ${info.SystemTime}`,
      `  EventsListeners: ${info.NEventsListener}`,
    );
  }
  return lines;
}

function registryLines({ RegistryConfig }: ServerInfo): string[] {
  if (!RegistryConfig) return [];
  const { InsecureRegistryCIDRs, IndexConfigs, Mirrors } = RegistryConfig;
  const insecure = Object.values(IndexConfigs ?? {})
    .filter(({ Secure }) => !Secure)
    .map(({ Name }) => Name);
  const ranges = InsecureRegistryCIDRs ?? [];
  const any = ranges.length > 0 || Object.keys(IndexConfigs ?? {}).length > 0;
  return [
    ...(any ? [' Insecure Registries:', ...[...insecure, ...ranges].map((name) => `  ${name}`)] : []),
    ...list(' Registry Mirrors:', Mirrors),
  ];
}
