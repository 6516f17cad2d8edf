import { CONFIG_FIELDS, ENDPOINT_FIELDS, HOST_CONFIG_FIELDS, PORT_BINDING_FIELDS } from './config.ts';
import type { Container } from './container.ts';
import { mountJson } from './list.ts';
import { networkMode } from './model.ts';
import { encode, sorted } from './schema.ts';
import type { ContainerStore } from './store.ts';

const ROOT = '/var/lib/docker';

/** A container as `GET /containers/{id}/json` shows it, field by field in the daemon's order. */
export function inspectContainer(
  store: ContainerStore,
  container: Container,
  options: { size: boolean },
): object {
  const { data } = container;
  const folder = `${ROOT}/containers/${data.id}`;
  const execs = store.execs.of(container);
  // The files are there from the first start on.
  const hasFolder = data.sandboxId !== '' || data.state.startedAt > '0002';
  const sizes = options.size ? store.sizes(container) : undefined;
  return {
    Id: data.id,
    Created: data.created,
    Path: data.path,
    Args: data.args,
    State: stateJson(container),
    Image: data.imageId,
    ResolvConfPath: hasFolder ? `${folder}/resolv.conf` : '',
    HostnamePath: hasFolder ? `${folder}/hostname` : '',
    HostsPath: hasFolder ? `${folder}/hosts` : '',
    LogPath:
      hasFolder && data.hostConfig.LogConfig.Type === 'json-file' ? `${folder}/${data.id}-json.log` : '',
    Name: data.name,
    RestartCount: data.restartCount,
    Driver: 'overlay2',
    Platform: data.platform.os,
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: execs.length > 0 ? execs : null,
    HostConfig: hostConfigJson(store, container),
    GraphDriver: { Data: graphData(store, container), Name: 'overlay2' },
    ...(sizes ? { SizeRw: sizes.own, SizeRootFs: sizes.whole } : {}),
    Mounts: data.mounts.map(mountJson),
    Config: configJson(container),
    NetworkSettings: networkJson(container),
  };
}

function stateJson(container: Container): object {
  const { state } = container.data;
  return {
    Status: container.stateName,
    Running: state.running,
    Paused: state.paused,
    Restarting: state.restarting,
    OOMKilled: false,
    Dead: state.dead,
    Pid: state.pid,
    ExitCode: state.exitCode,
    Error: state.error,
    StartedAt: state.startedAt,
    FinishedAt: state.finishedAt,
    ...(state.health ? { Health: state.health } : {}),
  };
}

function hostConfigJson(store: ContainerStore, container: Container): object {
  const { hostConfig, links } = container.data;
  const shown = Object.entries(links).flatMap(([alias, id]) => {
    const child = store.all().find((other) => other.id === id);
    return child ? [`${child.data.name}:${container.data.name}/${alias}`] : [];
  });
  return encode({ ...hostConfig, Links: shown.length > 0 ? shown : null }, HOST_CONFIG_FIELDS);
}

function configJson(container: Container): object {
  const { config, hostConfig, networks } = container.data;
  const mode = hostConfig.NetworkMode;
  const shows = networkMode.isBridge(mode) || networkMode.isUserDefined(mode);
  const mac = config.MacAddress || (shows ? (networks[mode]?.desiredMac ?? '') : '');
  return encode({ ...config, MacAddress: mac }, CONFIG_FIELDS);
}

function graphData(store: ContainerStore, container: Container): object {
  const { data } = container;
  const folder = `${ROOT}/overlay2/${data.mountId}`;
  const layers = store.context.images.layers.chain(data.chainId).reverse();
  const lower = [`${folder}-init/diff`, ...layers.map(({ cacheId }) => `${ROOT}/overlay2/${cacheId}/diff`)];
  return {
    ID: data.id,
    LowerDir: lower.join(':'),
    MergedDir: `${folder}/merged`,
    UpperDir: `${folder}/diff`,
    WorkDir: `${folder}/work`,
  };
}

function networkJson({ data }: Container): object {
  const bridge = data.networks.bridge;
  const key = networkMode.isHost(data.hostConfig.NetworkMode) ? 'default' : data.sandboxId.slice(0, 12);
  return {
    Bridge: '',
    SandboxID: data.sandboxId,
    SandboxKey: data.sandboxId ? `/var/run/docker/netns/${key}` : '',
    Ports: sorted(
      data.ports,
      (bindings) => bindings?.map((binding) => encode(binding, PORT_BINDING_FIELDS)) ?? null,
    ),
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: bridge?.EndpointID ?? '',
    Gateway: bridge?.Gateway ?? '',
    GlobalIPv6Address: bridge?.GlobalIPv6Address ?? '',
    GlobalIPv6PrefixLen: bridge?.GlobalIPv6PrefixLen ?? 0,
    IPAddress: bridge?.IPAddress ?? '',
    IPPrefixLen: bridge?.IPPrefixLen ?? 0,
    IPv6Gateway: bridge?.IPv6Gateway ?? '',
    MacAddress: bridge?.MacAddress ?? '',
    Networks: sorted(data.networks, (endpoint) => encode(endpoint, ENDPOINT_FIELDS)),
  };
}
