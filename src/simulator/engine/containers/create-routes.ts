import { Hono } from 'hono';
import { invalidParameter } from '../errors.ts';
import { parsePlatform } from '../platform.ts';
import { commitContainer } from './commit.ts';
import {
  CONFIG_FIELDS,
  type ContainerConfig,
  ENDPOINT_FIELDS,
  type EndpointSettings,
  HOST_CONFIG_FIELDS,
  type HostConfig,
  UPDATE_FIELDS,
  type UpdateConfig,
} from './config.ts';
import { createContainer } from './create.ts';
import { networkMode } from './model.ts';
import { emptyBody, json, readJson } from './request.ts';
import { decode, of } from './schema.ts';
import type { ContainerStore } from './store.ts';
import { renameContainer, updateContainer } from './update.ts';
import { checkModes } from './validate.ts';

const NETWORKING_FIELDS = of({ structs: ENDPOINT_FIELDS }, 'EndpointsConfig');

interface Body {
  HostConfig?: unknown;
  NetworkingConfig?: unknown;
}

/** Making, changing and copying containers. */
export function createRoutes(store: ContainerStore): Hono {
  const app = new Hono();
  app.post('/containers/create', async (c) => {
    const body = await readJson(c.req.raw);
    const config = decode<ContainerConfig>(body, CONFIG_FIELDS, 'CreateRequest');
    const { HostConfig: given, NetworkingConfig: networking } = body as Body;
    const hostConfig = decode<HostConfig>(given ?? {}, HOST_CONFIG_FIELDS, 'CreateRequest.HostConfig');
    const { EndpointsConfig } = decode<{ EndpointsConfig: Record<string, EndpointSettings | null> | null }>(
      networking ?? {},
      NETWORKING_FIELDS,
      'CreateRequest.NetworkingConfig',
    );
    checkModes(config, hostConfig);
    const endpoints = { ...EndpointsConfig };
    if (['', 'default'].includes(hostConfig.NetworkMode)) {
      hostConfig.NetworkMode = 'bridge';
      if (endpoints.default) endpoints.bridge = endpoints.default;
      delete endpoints.default;
    }
    const more = requestWarnings(config, hostConfig, endpoints);
    const platform = c.req.query('platform');
    const { container, warnings } = await createContainer(store, {
      name: c.req.query('name') ?? '',
      config,
      hostConfig,
      endpoints,
      platform: platform ? parsePlatform(platform, store.context.architecture) : undefined,
    });
    return json({ Id: container.id, Warnings: [...warnings, ...more] }, 201);
  });
  app.post('/containers/:name/rename', (c) => {
    const name = c.req.query('name') ?? '';
    if (name === '') throw invalidParameter('Neither old nor new names may be empty');
    renameContainer(store, store.get(c.req.param('name')), name);
    return emptyBody(204);
  });
  app.post('/containers/:name/update', async (c) => {
    const update = decode<UpdateConfig>(await readJson(c.req.raw), UPDATE_FIELDS, 'UpdateConfig');
    return json(updateContainer(store, c.req.param('name'), update));
  });
  app.post('/commit', async (c) => {
    const text = await c.req.text();
    const given: unknown = text.trim() === '' || text.trim() === 'null' ? undefined : JSON.parse(text);
    const container = store.get(c.req.query('container') ?? '');
    const options = {
      repository: c.req.query('repo') ?? '',
      tag: c.req.query('tag') ?? '',
      author: c.req.query('author') ?? '',
      comment: c.req.query('comment') ?? '',
      changes: c.req.queries('changes') ?? [],
      config: given ? decode<ContainerConfig>(given, CONFIG_FIELDS, 'CreateRequest') : undefined,
    };
    const id = await store.context.images.layers.keeping(() => commitContainer(store, container, options));
    return json({ Id: id }, 201);
  });
  return app;
}

/** What the API refuses or warns of because it has another place now. */
function requestWarnings(
  config: ContainerConfig,
  hostConfig: HostConfig,
  endpoints: Record<string, EndpointSettings | null>,
): string[] {
  const warnings: string[] = [];
  for (const mount of hostConfig.Mounts ?? []) {
    for (const [field, type] of [
      ['VolumeOptions', 'volume'],
      ['BindOptions', 'bind'],
      ['TmpfsOptions', 'tmpfs'],
    ] as const) {
      if (mount[field] && mount.Type !== type) {
        throw invalidParameter(`${field} must not be specified on mount type ${JSON.stringify(mount.Type)}`);
      }
    }
    if (hostConfig.VolumeDriver && mount.Type === 'volume' && !mount.VolumeOptions?.DriverConfig?.Name) {
      warnings.push(
        "WARNING: the container-wide volume-driver configuration is ignored for volumes specified via 'mount'. Use '--mount type=volume,volume-driver=...' instead",
      );
    }
  }
  for (const key of Object.keys(hostConfig.Sysctls ?? {})) {
    if (/^net\.[^.]+\.[^.]+\.eth[^.]*\./.test(key)) {
      throw new Error(
        `interface specific sysctl setting ${JSON.stringify(key)} must be supplied using driver option 'com.docker.network.endpoint.sysctls'`,
      );
    }
  }
  if (config.MacAddress !== '') {
    const mode = hostConfig.NetworkMode;
    if (networkMode.isBridge(mode) || networkMode.isUserDefined(mode)) {
      const known = endpoints[mode];
      if (!known && Object.keys(endpoints).length > 0) {
        throw invalidParameter(
          'unable to migrate container-wide MAC address to a specific network: HostConfig.NetworkMode must match the identity of a network in NetworkSettings.Networks',
        );
      }
      const endpoint = known ?? decode<EndpointSettings>({}, ENDPOINT_FIELDS, 'EndpointSettings');
      if (endpoint.MacAddress !== '' && endpoint.MacAddress !== config.MacAddress) {
        throw invalidParameter(
          'the container-wide MAC address must match the endpoint-specific MAC address for the main network, or be left empty',
        );
      }
      endpoints[mode] = { ...endpoint, MacAddress: config.MacAddress };
    }
    config.MacAddress = '';
    warnings.push(
      'The container-wide MacAddress field is now deprecated. It should be specified in EndpointsConfig instead.',
    );
  }
  return warnings;
}
