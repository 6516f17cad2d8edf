import { type DirectoryNode, FileSystem, Volume } from '../../common/files.ts';
import type { EngineContext } from '../context.ts';
import { ApiError, invalidParameter, messageOf } from '../errors.ts';
import { findImageFor, platformOf } from '../images/names.ts';
import type { Image } from '../images/store.ts';
import { checkEndpoint, emptyEndpoint } from '../networks/attach.ts';
import { formatPlatform, matchPlatform, maximumPlatform, type Platform } from '../platform.ts';
import { checkMount } from '../volumes/mounts.ts';
import type { ContainerConfig, EndpointSettings, HostConfig } from './config.ts';
import type { Container } from './container.ts';
import { checkSecurityOptions, checkStorageOptions } from './driver-options.ts';
import { containerEvent } from './events.ts';
import { checkLogConfig } from './log-config.ts';
import { mergeImageConfig } from './merge.ts';
import { type ContainerData, type Endpoint, initialState, networkMode } from './model.ts';
import { makeMounts } from './mounts.ts';
import { withInitLayer } from './root.ts';
import type { ContainerStore } from './store.ts';
import { ZERO_TIME } from './time.ts';
import { checkConfig, checkHostConfig } from './validate.ts';

export interface CreateRequest {
  name: string;
  config: ContainerConfig;
  hostConfig: HostConfig;
  endpoints: Record<string, EndpointSettings | null>;
  platform: Platform | undefined;
}

const MASKED_PATHS =
  '/proc/asound /proc/acpi /proc/interrupts /proc/kcore /proc/keys /proc/latency_stats /proc/timer_list ' +
  '/proc/timer_stats /proc/sched_debug /proc/scsi /sys/firmware /sys/devices/virtual/powercap';
const READONLY_PATHS = '/proc/bus /proc/fs /proc/irq /proc/sys /proc/sysrq-trigger';
const DEFAULT_SHM_SIZE = 67_108_864;

/** `docker create`: checks everything the daemon checks, makes the container's files and volumes, and tells warnings. */
export async function createContainer(
  store: ContainerStore,
  request: CreateRequest,
): Promise<{ container: Container; warnings: string[] }> {
  const { context } = store;
  const { config, hostConfig: host } = request;
  host.RestartPolicy.Name ||= 'no';
  checkConfig(config);
  for (const mount of host.Mounts ?? []) checkMount(mount, context.files);
  const warnings = checkHostConfig(host);
  if ((host.Mounts ?? []).some(({ Type }) => Type === 'image'))
    warnings.unshift('Image mount is an experimental feature');
  const image = config.Image === '' ? undefined : findImageFor(context, config.Image, request.platform);
  if (image && !request.platform) warnings.push(...platformWarning(context, image));
  checkEndpoints(store, request.endpoints);
  setDefaults(store, host);
  if (image) mergeImageConfig(config, image.config.config ?? {});
  if (config.Entrypoint?.length === 1 && config.Entrypoint[0] === '') config.Entrypoint = null;
  const command = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  if (command.length === 0) throw invalidParameter('no command specified');
  checkLogConfig(host);
  const name = store.reserveName(request.name);
  const root = await context.images.layers.tree(image?.chainId ?? '');
  checkSecurityOptions(host.SecurityOpt ?? []);
  checkStorageOptions(host.StorageOpt ?? {});
  // Somebody else may have taken the name while the layers were unpacked.
  if (request.name !== '') store.reserveName(request.name);
  const container = await assemble(store, request, { name, command, image, root });
  return { container, warnings };
}

async function assemble(
  store: ContainerStore,
  request: CreateRequest,
  parts: { name: string; command: string[]; image: Image | undefined; root: DirectoryNode },
): Promise<Container> {
  const { config, hostConfig } = request;
  const { context } = store;
  const id = store.newId();
  config.Hostname ||= networkMode.isHost(hostConfig.NetworkMode) ? context.hostname : id.slice(0, 12);
  const now = context.clock.now();
  const base = withInitLayer(parts.root, now);
  const disk = new Volume(base);
  const files = new FileSystem(disk, () => context.clock.now());
  makeWorkingDirectory(files, config.WorkingDir);
  const links = findLinks(store, hostConfig);
  const { mounts, images } = await makeMounts(store, { config, hostConfig, files, id });
  const data: Omit<ContainerData, 'order'> = {
    id,
    name: parts.name,
    created: store.stamps.now(),
    path: parts.command[0]!,
    args: parts.command.slice(1),
    config,
    hostConfig,
    imageId: parts.image?.id ?? '',
    chainId: parts.image?.chainId ?? '',
    platform: parts.image ? platformOf(parts.image) : { os: 'linux', architecture: context.architecture },
    state: initialState(ZERO_TIME),
    restartCount: 0,
    manuallyStopped: false,
    networks: wishedNetworks(store, request),
    sandboxId: '',
    ports: {},
    mounts,
    mountId: context.random.hex(64),
    links,
  };
  const container = store.add({ data, base, root: disk.root, mountedImages: images });
  containerEvent(context, container, 'create');
  return container;
}

function makeWorkingDirectory(files: FileSystem, path: string): void {
  if (path === '' || files.isDirectory(path)) return;
  try {
    files.mkdir(path, { parents: true });
  } catch {
    throw new ApiError(500, `Cannot mkdir: ${path} is not a directory`);
  }
}

/** A warning where the image was made for other machines and nobody asked for that. */
function platformWarning(context: EngineContext, image: Image): string[] {
  const host = maximumPlatform(context.architecture);
  const platform = platformOf(image);
  if (matchPlatform(host, platform) !== -1) return [];
  return [
    `The requested image's platform (${formatPlatform(platform)}) does not match the detected host platform (${formatPlatform(host)}) and no specific platform was requested`,
  ];
}

function checkEndpoints(store: ContainerStore, endpoints: CreateRequest['endpoints']): void {
  const faults: string[] = [];
  for (const [name, settings] of Object.entries(endpoints)) {
    if (!settings) faults.push(`invalid config for network ${name}: EndpointsConfig is nil`);
    else {
      try {
        checkEndpoint(store.networks.lookup(name), name, settings);
      } catch (error) {
        faults.push(`invalid config for network ${name}: ${messageOf(error)}`);
      }
    }
  }
  if (faults.length > 0) throw invalidParameter(faults.join('\n'));
}

/** What the daemon sets where a request leaves it open. */
function setDefaults(store: ContainerStore, host: HostConfig): void {
  if (host.Memory > 0 && host.MemorySwap === 0) host.MemorySwap = host.Memory * 2;
  host.ShmSize ||= DEFAULT_SHM_SIZE;
  host.IpcMode ||= 'private';
  host.CgroupnsMode ||= 'host';
  host.OomKillDisable ??= false;
  host.ConsoleSize ??= [0, 0];
  if (host.PidsLimit !== null && host.PidsLimit <= 0) host.PidsLimit = null;
  if (!host.Privileged) {
    host.MaskedPaths ??= MASKED_PATHS.split(' ');
    host.ReadonlyPaths ??= READONLY_PATHS.split(' ');
  }
  // A container named by others stays the same one when it is renamed.
  for (const mode of ['NetworkMode', 'PidMode', 'IpcMode'] as const) {
    const name = /^container:(.+)$/.exec(host[mode])?.[1];
    const other = name === undefined ? undefined : store.lookup(name);
    if (other) host[mode] = `container:${other.id}`;
  }
  setSecurityLabels(store, host);
}

/** The labels of SELinux that a container has which shares a namespace; on this machine SELinux has none. */
function setSecurityLabels(store: ContainerStore, host: HostConfig): void {
  if (host.SecurityOpt?.some((option) => option.split('=')[0] === 'label')) return;
  if (host.IpcMode === 'host' || host.PidMode === 'host' || host.Privileged) {
    host.SecurityOpt = [...(host.SecurityOpt ?? []), 'label=disable'];
    return;
  }
  for (const mode of [host.IpcMode, host.PidMode]) {
    const name = /^container:(.+)$/.exec(mode)?.[1];
    if (name === undefined) continue;
    if (!store.lookup(name)) throw invalidParameter(`No such container: ${name}`);
  }
}

/** `--link NAME:ALIAS` on the default bridge. */
function findLinks(store: ContainerStore, host: HostConfig): Record<string, string> {
  const links: Record<string, string> = {};
  if (networkMode.isUserDefined(host.NetworkMode)) return links;
  for (const link of host.Links ?? []) {
    const [name = '', alias = name.replace(/^\//, ''), more] = link.split(':');
    if (more !== undefined) throw new ApiError(500, `bad format for links: ${link}`);
    if (name === '') throw invalidParameter('could not get container for : invalid name or ID supplied: ""');
    const child = store.lookup(name);
    if (!child) throw new ApiError(400, `could not get container for ${name}: No such container: ${name}`);
    links[alias] = child.id;
  }
  return links;
}

function wishedNetworks(
  store: ContainerStore,
  { config, hostConfig, endpoints }: CreateRequest,
): Record<string, Endpoint> {
  const mode = hostConfig.NetworkMode;
  if (config.NetworkDisabled || networkMode.isContainer(mode)) return {};
  const network = networkMode.isUserDefined(mode) ? store.networks.lookup(mode) : undefined;
  const main = network?.name ?? mode;
  const wishes: Record<string, Endpoint> = {};
  for (const [name, settings] of Object.entries(endpoints)) {
    const key = network && (name === network.id || name === mode) ? main : name;
    wishes[key] = { ...emptyEndpoint(), ...settings!, desiredMac: settings!.MacAddress };
  }
  if (Object.keys(wishes).length === 0) wishes[main] = emptyEndpoint();
  return wishes;
}
