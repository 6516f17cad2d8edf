import { breathe } from '../../common/breathe.ts';
import type { Handler, Network } from '../../common/network.ts';
import type { PortMap } from '../containers/config.ts';
import type { Container } from '../containers/container.ts';
import { failed, wrap } from '../containers/errors.ts';
import { networkMode } from '../containers/model.ts';
import type { ContainerStore } from '../containers/store.ts';
import { conflict } from '../errors.ts';
import { clearOperational, joinNetwork, leaveNetwork } from './attach.ts';
import { brokenConnection } from './ports.ts';
import { Sandbox } from './sandbox.ts';

/** How long a container counts as starting, and how many turns its program gets to listen while time stands still. */
const STARTING = 3000;
const TURNS = 300;

/** The networking of one run of a container. */
export interface RunNetwork {
  network: Network;
  releasePorts: () => void;
}

/** Joins a container's networks and publishes its ports, before its process starts. */
export function setUpNetwork(store: ContainerStore, container: Container): RunNetwork {
  const { data } = container;
  const mode = data.hostConfig.NetworkMode;
  if (data.config.NetworkDisabled) return { network: makeSandbox(store, container), releasePorts: () => {} };
  if (networkMode.isContainer(mode))
    return { network: joinContainer(store, container), releasePorts: () => {} };
  data.sandboxId = store.context.random.hex(64);
  try {
    for (const [name, endpoint] of Object.entries(data.networks))
      joinNetwork(store, container, name, endpoint);
    return open(store, container, undefined);
  } catch (error) {
    throw wrap(error, (text) => `failed to set up container networking: ${text}`);
  }
}

/** The same for a container that ran when a snapshot was taken: it keeps its addresses and ports. */
export function restoreNetwork(store: ContainerStore, container: Container): RunNetwork {
  const { data } = container;
  if (networkMode.isContainer(data.hostConfig.NetworkMode)) {
    return { network: joinContainer(store, container), releasePorts: () => {} };
  }
  return open(store, container, data.ports);
}

/** Leaves all networks, when the process has ended or never started. */
export function tearDownNetwork(store: ContainerStore, container: Container): void {
  const { data } = container;
  data.ports = {};
  if (networkMode.isContainer(data.hostConfig.NetworkMode)) return;
  data.sandboxId = '';
  for (const [name, endpoint] of Object.entries(data.networks)) {
    const network = store.networks.lookup(endpoint.NetworkID || name);
    if (network && endpoint.EndpointID !== '') leaveNetwork(store, container, network);
    clearOperational(endpoint);
  }
}

function open(store: ContainerStore, container: Container, known: PortMap | undefined): RunNetwork {
  if (networkMode.isHost(container.data.hostConfig.NetworkMode)) {
    return { network: store.context.network, releasePorts: () => {} };
  }
  const sandbox = makeSandbox(store, container);
  return { network: sandbox, releasePorts: publish(store, container, sandbox, known) };
}

function publish(
  store: ContainerStore,
  container: Container,
  sandbox: Sandbox,
  known: PortMap | undefined,
): () => void {
  const { data } = container;
  const main = Object.entries(data.networks).find(([name, endpoint]) => {
    const network = store.networks.lookup(endpoint.NetworkID || name);
    return network?.driver === 'bridge' && !network.internal && endpoint.IPAddress !== '';
  });
  if (!main) return () => {};
  const [, endpoint] = main;
  try {
    const { ports, release } = store.ports.publish({
      bindings: known ? withoutDoubles(known) : (data.hostConfig.PortBindings ?? {}),
      exposed: Object.keys(data.config.ExposedPorts ?? {}),
      all: known ? false : data.hostConfig.PublishAllPorts,
      containerIp: endpoint.IPAddress,
      forward: (port) => forward(store, container, sandbox, port),
    });
    data.ports = ports;
    return release;
  } catch (error) {
    const text = `driver failed programming external connectivity on endpoint ${container.name} (${endpoint.EndpointID})`;
    throw wrap(error, (cause) => `${text}: ${cause}`);
  }
}

/** Both halves of a binding to every address are made from one wish without an address. */
function withoutDoubles(ports: PortMap): PortMap {
  return Object.fromEntries(
    Object.entries(ports).map(([port, bindings]) => {
      const both = (hostPort: string) =>
        ['0.0.0.0', '::'].every((ip) => bindings?.some((b) => b.HostIp === ip && b.HostPort === hostPort));
      const kept = bindings?.filter((b) => !(b.HostIp === '::' && both(b.HostPort)));
      return [port, kept?.map((b) => (both(b.HostPort) ? { ...b, HostIp: '' } : b)) ?? null];
    }),
  );
}

/** A request to a published port reaches the container, if something listens there; a paused one keeps it waiting. */
function forward(store: ContainerStore, container: Container, sandbox: Sandbox, port: number): Handler {
  return async (request) => {
    await container.gate.passed();
    const handler = sandbox.listener(port) ?? (await justStarted(store, container, sandbox, port));
    if (!handler) throw brokenConnection(Number(new URL(request.url).port) || 80);
    return handler(request);
  };
}

/**
 * What was started a moment ago, by a restored snapshot too, may be about to listen: programs here are not slower
 * than real ones. One that listens elsewhere has started, and is not waited for.
 */
async function justStarted(
  store: ContainerStore,
  container: Container,
  sandbox: Sandbox,
  port: number,
): Promise<Handler | undefined> {
  const { running } = container;
  const { clock } = store.context;
  for (let turn = 0; turn < TURNS; turn++) {
    if (!running || container.running !== running || sandbox.listening) break;
    if (clock.now() - running.since >= STARTING) break;
    await breathe(turn < 20 ? 0 : 10);
  }
  return sandbox.listener(port);
}

function joinContainer(store: ContainerStore, container: Container): Network {
  const term = container.data.hostConfig.NetworkMode.slice('container:'.length);
  const other = store.lookup(term);
  if (!other) throw failed(`joining network namespace of container: No such container: ${term}`);
  if (other === container) throw failed('cannot join own network namespace');
  if (!other.running) {
    throw conflict(
      `cannot join network namespace of a non running container: container ${other.name} is ${other.stateName}`,
    );
  }
  container.data.config.Hostname = other.data.config.Hostname;
  container.data.config.Domainname = other.data.config.Domainname;
  return other.running.network;
}

function makeSandbox(store: ContainerStore, container: Container): Sandbox {
  const { data } = container;
  const joined = () =>
    Object.entries(data.networks).flatMap(([name, endpoint]) => {
      const network = store.networks.lookup(endpoint.NetworkID || name);
      return network ? [{ network, endpoint }] : [];
    });
  const containerOf = (id: string) => store.all().find((other) => other.id === id);
  return new Sandbox(data.config.Hostname, {
    host: store.context.network,
    get outside() {
      const open = joined().some(
        ({ network }) => network.driver !== 'null' && network.driver !== 'host' && !network.internal,
      );
      return open ? store.context.network : undefined;
    },
    isHost: (address) =>
      joined().some(({ network }) => network.gateway !== '' && network.gateway === address),
    neighbour: (address) => {
      for (const { network } of joined()) {
        const endpoint = network.endpoints.find(({ ip }) => ip !== '' && ip === address);
        const other = endpoint && containerOf(endpoint.containerId)?.running?.network;
        if (other instanceof Sandbox) return other;
      }
      return undefined;
    },
    address: (name) => {
      const extra = extraHosts(store, container).find(([host]) => host === name);
      if (extra) return extra[1];
      const linked = data.links[name] && containerOf(data.links[name]);
      if (linked)
        return Object.values(linked.data.networks).find(({ IPAddress }) => IPAddress !== '')?.IPAddress;
      for (const { network } of joined().filter((place) => networkMode.isUserDefined(place.network.name))) {
        for (const { containerId, ip } of network.endpoints) {
          const other = containerOf(containerId)?.data.networks[network.name];
          if (ip !== '' && other?.DNSNames?.includes(name)) return ip;
        }
      }
      return undefined;
    },
  });
}

/** `--add-host` entries, `host-gateway` replaced by the address that it stands for. */
export function extraHosts(store: ContainerStore, container: Container): [string, string][] {
  return (container.data.hostConfig.ExtraHosts ?? []).map((entry) => {
    const colon = entry.indexOf(':');
    const address = entry.slice(colon + 1);
    const gateway = store.networks.lookup('bridge')?.gateway ?? '';
    return [entry.slice(0, colon), address === 'host-gateway' ? gateway : address];
  });
}

/** A container's /etc/hosts. */
export function hostsFile(store: ContainerStore, container: Container): string {
  const { data } = container;
  const lines = [
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::\tip6-localnet',
    'ff00::\tip6-mcastprefix',
    'ff02::1\tip6-allnodes',
    'ff02::2\tip6-allrouters',
    ...extraHosts(store, container).map(([host, address]) => `${address}\t${host}`),
  ];
  const fullName = data.config.Domainname ? `${data.config.Hostname}.${data.config.Domainname} ` : '';
  for (const { IPAddress } of Object.values(data.networks)) {
    if (IPAddress) lines.push(`${IPAddress}\t${fullName}${data.config.Hostname}`);
  }
  return `${lines.join('\n')}\n`;
}
