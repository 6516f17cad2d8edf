import { invalidParameter } from '../errors.ts';
import { findImage } from '../images/names.ts';
import { ENDPOINT_FIELDS } from './config.ts';
import type { Container } from './container.ts';
import { Filters } from './filters.ts';
import type { MountPoint } from './model.ts';
import { encode, sorted } from './schema.ts';
import type { ContainerStore } from './store.ts';
import { millisecondsOf, ZERO_TIME } from './time.ts';

const ACCEPTED =
  'ancestor before exited id isolation label name status health since volume network is-task publish expose'.split(
    ' ',
  );
const STATES = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];
const HEALTH_STATES = ['none', 'starting', 'healthy', 'unhealthy'];

export interface ListOptions {
  all: boolean;
  size: boolean;
  limit: number;
  before: string;
  since: string;
  filters: string | undefined;
}

/** `docker ps`: the newest first. */
export function listContainers(store: ContainerStore, options: ListOptions): object[] {
  const filters = Filters.parse(options.filters, ACCEPTED);
  const checks = checksOf(store, filters);
  const all = options.all || filters.has('status');
  const find = (term: string) => (term === '' ? undefined : store.get(term));
  const before = filters.get('before').map(find).at(-1) ?? find(options.before);
  const since = filters.get('since').map(find).at(-1) ?? find(options.since);
  const found: Container[] = [];
  let reached = before === undefined;
  for (const container of store.all().sort((a, b) => b.data.order - a.data.order)) {
    if (!reached) {
      reached = container === before;
      continue;
    }
    if (container === since) break;
    if (!container.data.state.running && !all && options.limit <= 0) continue;
    if (options.limit > 0 && found.length === options.limit) break;
    if (checks.every((check) => check(container))) found.push(container);
  }
  return found.map((container) => containerSummary(store, container, { size: options.size }));
}

type Check = (container: Container) => boolean;

function checksOf(store: ContainerStore, filters: Filters): Check[] {
  const exits = filters.get('exited').map((value) => {
    if (/^[+-]?\d+$/.test(value)) return Number(value);
    throw invalidParameter(
      `invalid filter 'exited=${value}': strconv.Atoi: parsing ${JSON.stringify(value)}: invalid syntax`,
    );
  });
  oneOf(filters, 'status', STATES, 'state');
  oneOf(filters, 'health', HEALTH_STATES, 'health');
  const isTask = filters.bool('is-task');
  const ids = filters.get('id').flatMap((term) => idsOf(store, term));
  const images = filters.has('ancestor') ? imagesOf(store, filters.get('ancestor')) : undefined;
  const published = portsOf(filters, 'publish');
  const exposed = portsOf(filters, 'expose');
  return [
    ({ id }) => !filters.has('id') || ids.includes(id),
    ({ data, name }) => filters.match('name', data.name) || filters.match('name', name),
    () => isTask !== true,
    ({ data }) => filters.matchLabels('label', data.config.Labels),
    ({ data }) => {
      const { exitCode, running, startedAt } = data.state;
      return exits.length === 0 || (exits.includes(exitCode) && !running && startedAt !== ZERO_TIME);
    },
    ({ stateName }) => filters.match('status', stateName),
    ({ data }) => filters.exact('health', data.state.health?.Status ?? 'none'),
    ({ data }) => {
      const names = data.mounts.flatMap((mount) => [mount.Name || mount.Source, mount.Destination]);
      return !filters.has('volume') || filters.get('volume').some((value) => names.includes(value));
    },
    ({ data }) => !images || images.has(data.imageId),
    ({ data }) =>
      !filters.has('network') ||
      Object.entries(data.networks).some(([name, { NetworkID }]) =>
        filters
          .get('network')
          .some((value) => name === value || (NetworkID !== '' && NetworkID.startsWith(value))),
      ),
    (container) =>
      (published.size === 0 && exposed.size === 0) ||
      portsJson(container).some(
        ({ PublicPort, PrivatePort, Type }) =>
          published.has(`${PublicPort ?? 0}/${Type}`) || exposed.has(`${PrivatePort}/${Type}`),
      ),
  ];
}

function oneOf(filters: Filters, key: string, values: readonly string[], what: string): void {
  for (const value of filters.get(key)) {
    if (values.includes(value)) continue;
    throw invalidParameter(
      `invalid filter '${key}=${value}': invalid value for ${what} (${value}): must be one of ${values.join(', ')}`,
    );
  }
}

function idsOf(store: ContainerStore, prefix: string): string[] {
  const found = store.all().filter(({ id }) => id.startsWith(prefix));
  return found.length === 1 ? [found[0]!.id] : [];
}

/** The images named, and all that were built on them here. */
function imagesOf(store: ContainerStore, names: readonly string[]): Set<string> {
  const ids = new Set<string>();
  const add = (id: string) => {
    if (ids.has(id)) return;
    ids.add(id);
    for (const child of store.context.images.children(id)) add(child.id);
  };
  for (const name of names) {
    try {
      add(findImage(store.context, name).id);
    } catch {
      // An image that is not there has no containers.
    }
  }
  return ids;
}

function portsOf(filters: Filters, key: string): Set<string> {
  const ports = new Set<string>();
  for (const value of filters.get(key)) {
    if (value.includes(':')) throw new Error(`filter for '${key}' should not contain ':': ${value}`);
    const [range = '', protocol = 'tcp'] = value.split('/');
    const match = /^(\d+)(?:-(\d+))?$/.exec(range);
    if (!match) {
      const number = JSON.stringify(range.split('-').find((part) => !/^\d+$/.test(part)) ?? range);
      throw new Error(
        `error while looking up for ${key} ${value}: strconv.ParseUint: parsing ${number}: invalid syntax`,
      );
    }
    for (let port = Number(match[1]); port <= Number(match[2] ?? match[1]); port++)
      ports.add(`${port}/${protocol}`);
  }
  return ports;
}

interface Port {
  IP?: string;
  PrivatePort: number;
  PublicPort?: number;
  Type: string;
}

function portsJson({ data }: Container): Port[] {
  return Object.entries(data.ports).flatMap(([port, bindings]): Port[] => {
    const [number, type = 'tcp'] = port.split('/');
    const common = { PrivatePort: Number(number) };
    if (!bindings?.length) return [{ ...common, Type: type }];
    return bindings.map(({ HostIp, HostPort }) => ({
      IP: HostIp,
      ...common,
      PublicPort: Number(HostPort),
      Type: type,
    }));
  });
}

/** A mount as the API shows it. */
export function mountJson(mount: MountPoint): Record<string, unknown> {
  return {
    Type: mount.Type,
    ...(mount.Name ? { Name: mount.Name } : {}),
    Source: mount.Source,
    Destination: mount.Destination,
    ...(mount.Driver ? { Driver: mount.Driver } : {}),
    Mode: mount.Mode,
    RW: mount.RW,
    Propagation: mount.Propagation,
  };
}

/** A container as `GET /containers/json` and `GET /system/df` show it. */
export function containerSummary(
  store: ContainerStore,
  container: Container,
  options: { size: boolean },
): object {
  const { data } = container;
  const sizes = options.size ? store.sizes(container) : undefined;
  return {
    Id: data.id,
    Names: namesOf(store, container),
    Image: imageName(store, container),
    ImageID: data.imageId,
    Command: commandOf(container),
    Created: Math.floor(millisecondsOf(data.created) / 1000),
    Ports: portsJson(container),
    ...(sizes?.own ? { SizeRw: sizes.own } : {}),
    ...(sizes?.whole ? { SizeRootFs: sizes.whole } : {}),
    Labels: sorted(data.config.Labels ?? {}, (value) => value),
    State: container.stateName,
    Status: container.status(store.context.clock.now()),
    HostConfig: {
      ...(data.hostConfig.NetworkMode ? { NetworkMode: data.hostConfig.NetworkMode } : {}),
      ...(data.hostConfig.Annotations ? { Annotations: data.hostConfig.Annotations } : {}),
    },
    NetworkSettings: {
      // The list shows neither names nor what was asked for.
      Networks: sorted(data.networks, (endpoint) =>
        encode(
          { ...endpoint, Links: null, Aliases: null, DriverOpts: null, DNSNames: null },
          ENDPOINT_FIELDS,
        ),
      ),
    },
    Mounts: data.mounts.map(mountJson),
  };
}

/** Its own name, and those by which linked containers know it. */
function namesOf(store: ContainerStore, container: Container): string[] {
  const links = store
    .all()
    .flatMap(({ data }) =>
      Object.entries(data.links).flatMap(([alias, id]) =>
        id === container.id ? [`${data.name}/${alias}`] : [],
      ),
    );
  return [container.data.name, ...links];
}

function imageName(store: ContainerStore, { data }: Container): string {
  if (data.config.Image === data.imageId) return data.imageId;
  try {
    return findImage(store.context, data.config.Image).id === data.imageId ? data.config.Image : data.imageId;
  } catch {
    return data.imageId;
  }
}

function commandOf({ data }: Container): string {
  return [data.path, ...data.args.map((arg) => (arg.includes(' ') ? `'${arg}'` : arg))].join(' ');
}
