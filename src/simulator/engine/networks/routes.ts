import { Hono } from 'hono';
import { goBool, notBool } from '../../common/go-bool.ts';
import { ENDPOINT_FIELDS, type EndpointSettings } from '../containers/config.ts';
import type { Container } from '../containers/container.ts';
import { networkEvent } from '../containers/events.ts';
import { Filters } from '../containers/filters.ts';
import { networkMode } from '../containers/model.ts';
import { pruneNetworks } from '../containers/prune.ts';
import { emptyBody, flag, json, readJson } from '../containers/request.ts';
import { decode, type Fields, of } from '../containers/schema.ts';
import type { ContainerStore } from '../containers/store.ts';
import { ApiError, invalidParameter, notFound } from '../errors.ts';
import {
  checkEndpoint,
  clearOperational,
  emptyEndpoint,
  joinNetwork,
  leaveNetwork,
  wishNetwork,
} from './attach.ts';
import { networkJson } from './json.ts';
import type { NetworkData } from './model.ts';
import type { NetworkRequest } from './store.ts';

const ACCEPTED = ['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type'];

const REQUEST_FIELDS: Fields = [
  ...of('string', 'Name Driver Scope'),
  ...of('bool', 'EnableIPv4 EnableIPv6', { pointer: true }),
  ...of('any', 'IPAM', { pointer: true }),
  ...of('bool', 'Internal Attachable Ingress ConfigOnly'),
  ...of('any', 'ConfigFrom', { pointer: true }),
  ...of('map', 'Options Labels'),
];
const CONNECT_FIELDS: Fields = [
  ...of('string', 'Container'),
  ...of({ struct: ENDPOINT_FIELDS }, 'EndpointConfig', { pointer: true }),
];
const DISCONNECT_FIELDS: Fields = [...of('string', 'Container'), ...of('bool', 'Force')];

/** `/networks` */
export function networkRoutes(store: ContainerStore): Hono {
  const app = new Hono();
  const { context, networks } = store;
  app.get('/networks', (c) => {
    const filters = Filters.parse(c.req.query('filters'), ACCEPTED);
    return json(
      filter(networks.all(), filters).map((network) => networkJson(network, { containers: false })),
    );
  });
  app.post('/networks/create', async (c) => {
    const request = decode<NetworkRequest>(await readJson(c.req.raw), REQUEST_FIELDS, 'CreateRequest');
    const network = networks.create(request);
    networkEvent(context, network, 'create');
    return json({ Id: network.id, Warning: '' }, 201);
  });
  app.post('/networks/prune', (c) => json(pruneNetworks(store, c.req.query('filters'))));
  app.get('/networks/:id', (c) => {
    const verbose = c.req.query('verbose') ?? '';
    if (verbose !== '' && goBool(verbose) === undefined) {
      throw invalidParameter(`invalid value for verbose: ${verbose}: ${notBool(verbose)}`);
    }
    const network = networks.find(c.req.param('id'));
    const scope = c.req.query('scope');
    if (scope && scope !== 'local') throw new ApiError(404, `network ${c.req.param('id')} not found`);
    return json(networkJson(network, { containers: true }));
  });
  app.delete('/networks/:id', (c) => {
    const network = networks.find(c.req.param('id'));
    networks.remove(network);
    networkEvent(context, network, 'destroy');
    return emptyBody(204);
  });
  app.post('/networks/:id/connect', async (c) => {
    const body = decode<{ Container: string; EndpointConfig: EndpointSettings | null }>(
      await readJson(c.req.raw),
      CONNECT_FIELDS,
      'ConnectOptions',
    );
    connect(store, store.get(body.Container), c.req.param('id'), body.EndpointConfig);
    return emptyBody(200);
  });
  app.post('/networks/:id/disconnect', async (c) => {
    const body = decode<{ Container: string; Force: boolean }>(
      await readJson(c.req.raw),
      DISCONNECT_FIELDS,
      'DisconnectOptions',
    );
    const isForced = body.Force || flag(c.req.query('force'));
    if (isForced && !store.lookup(body.Container)) {
      networks.find(c.req.param('id'));
      throw notFound(`endpoint ${body.Container} not found`);
    }
    disconnect(store, store.get(body.Container), c.req.param('id'), isForced);
    return emptyBody(200);
  });
  return app;
}

/** `docker network connect`: at once for a running container, else at its next start. */
function connect(
  store: ContainerStore,
  container: Container,
  name: string,
  settings: EndpointSettings | null,
): void {
  const { data } = container;
  const wish = { ...emptyEndpoint(), ...settings, desiredMac: settings?.MacAddress ?? '' };
  if (!data.state.running) {
    const network = store.networks.lookup(name);
    if (network) wishNetwork(container, network, wish);
    else data.networks[name] = wish;
    return;
  }
  if (networkMode.isContainer(data.hostConfig.NetworkMode)) {
    throw invalidParameter(
      'container sharing network namespace with another container or host cannot be connected to any other network',
    );
  }
  const network = store.networks.find(name);
  checkEndpoint(network, network.name, wish);
  if (data.networks[network.name]?.EndpointID) {
    throw new ApiError(403, `endpoint with name ${container.name} already exists in network ${network.name}`);
  }
  joinNetwork(store, container, name, wish);
}

/** `docker network disconnect`. */
function disconnect(store: ContainerStore, container: Container, name: string, force: boolean): void {
  const { data } = container;
  const network = store.networks.lookup(name);
  if (!data.state.running || (!network && force)) {
    const key = network?.name ?? name;
    if (!data.networks[key]) {
      throw new ApiError(500, `container ${container.id} is not connected to the network ${key}`);
    }
    delete data.networks[key];
    return;
  }
  const found = network ?? store.networks.find(name);
  if (networkMode.isHost(data.hostConfig.NetworkMode) && found.driver === 'host') {
    throw invalidParameter(
      'cannot disconnect container from host network - container was created in host network mode',
    );
  }
  const endpoint = data.networks[found.name];
  if (!endpoint || endpoint.EndpointID === '') {
    throw new ApiError(500, `container ${container.id} is not connected to network ${found.name}`);
  }
  leaveNetwork(store, container, found);
  clearOperational(endpoint);
  delete data.networks[found.name];
  const stillOut = Object.values(data.networks).some(
    ({ IPAddress, Gateway }) => IPAddress !== '' && Gateway !== '',
  );
  if (!stillOut) {
    container.running?.releasePorts();
    data.ports = {};
  }
}

function filter(networks: readonly NetworkData[], filters: Filters): NetworkData[] {
  const predefined = (network: NetworkData) => ['bridge', 'host', 'none'].includes(network.name);
  const dangling = danglingOf(filters);
  for (const type of filters.get('type')) {
    if (!['builtin', 'custom'].includes(type)) throw new ApiError(500, `invalid filter: 'type'='${type}'`);
  }
  return networks.filter(
    (network) =>
      filters.exact('driver', network.driver) &&
      filters.match('name', network.name) &&
      filters.match('id', network.id) &&
      filters.matchLabels('label', network.labels) &&
      filters.exact('scope', 'local') &&
      filters.get('type').every((type) => predefined(network) === (type === 'builtin')) &&
      (dangling === undefined || dangling === (!predefined(network) && network.endpoints.length === 0)),
  );
}

function danglingOf(filters: Filters): boolean | undefined {
  const values = filters.get('dangling');
  if (values.length > 1) throw invalidParameter('got more than one value for filter key "dangling"');
  const [value] = values;
  if (value === undefined) return undefined;
  if (['1', 'true'].includes(value)) return true;
  if (['0', 'false'].includes(value)) return false;
  throw invalidParameter(
    'invalid value for filter \'dangling\', must be "true" (or "1"), or "false" (or "0")',
  );
}
