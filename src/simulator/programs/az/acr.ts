import type { Process } from '../../common/process.ts';
import { ask } from '../support/prompt.ts';
import { manage, post, send } from './client.ts';
import { AzFailure, usageError } from './errors.ts';
import { currentLogin } from './profile.ts';

type Options = ReadonlyMap<string, string>;

const NULL_USER = '00000000-0000-0000-0000-000000000000';

/** A registry's name, checked before anybody is asked. @throws AzFailure */
function registryName(options: Options): string {
  const given = options.get('name') ?? '';
  const name = given.replace(/\.azurecr\.io$/i, '').toLowerCase();
  if (!/^[a-z0-9]{5,50}$/.test(name)) {
    throw usageError(
      'argument --name/-n: Registry names may contain only alpha numeric characters and must be between 5 and 50 characters',
    );
  }
  return name;
}

/** `az acr create` */
export async function create(process: Process, options: Options): Promise<unknown> {
  const name = registryName(options);
  const { subscription, token } = currentLogin(process);
  const skus = ['Basic', 'Standard', 'Premium'];
  const sku = skus.find((one) => one.toLowerCase() === options.get('sku')?.toLowerCase());
  if (!sku) {
    throw usageError(
      `argument --sku: invalid choice: '${options.get('sku')}' (choose from 'Basic', 'Premium', 'Standard')`,
    );
  }
  const path = `/subscriptions/${subscription.id}/resourceGroups/${options.get('resource-group')}/providers/Microsoft.ContainerRegistry/registries/${name}`;
  const adminUserEnabled = options.get('admin-enabled') === 'true';
  return manage(process, token, path, {
    sku: { name: sku },
    location: options.get('location'),
    properties: { adminUserEnabled },
  });
}

/** `az acr list` */
export async function list(process: Process): Promise<unknown> {
  const { subscription, token } = currentLogin(process);
  const path = `/subscriptions/${subscription.id}/providers/Microsoft.ContainerRegistry/registries`;
  return (await manage(process, token, path)).value;
}

/** The server of a registry that the subscription has. @throws AzFailure */
async function loginServer(process: Process, name: string): Promise<string> {
  const { subscription } = currentLogin(process);
  const known = (await list(process)) as { name: string; loginServer: string }[];
  const found = known.find((one) => one.name === name);
  if (found) return found.loginServer;
  throw new AzFailure(
    `The resource with name '${name}' and type 'Microsoft.ContainerRegistry/registries' could not be found in subscription '${subscription.name} (${subscription.id})'.`,
  );
}

/** A refresh token of the registry's, for three hours; or why there is none, in the words of az. */
async function exchange(process: Process, server: string): Promise<{ token: string } | { reason: string }> {
  const { token, subscription } = currentLogin(process);
  const response = await post(process, `https://${server}/oauth2/exchange`, {
    grant_type: 'access_token',
    service: server,
    tenant: subscription.tenantId,
    access_token: token,
  });
  if (response.ok) return { token: ((await response.json()) as { refresh_token: string }).refresh_token };
  return {
    reason: `An error occurred: CONNECTIVITY_REFRESH_TOKEN_ERROR\nAccess to registry '${server}' was denied. Response code: ${response.status}. Please try running 'az login' again to refresh permissions.`,
  };
}

/** `az acr login`: hands docker a token. */
export async function login(process: Process, options: Options): Promise<unknown> {
  const server = await loginServer(process, registryName(options));
  const result = await exchange(process, server);
  if (options.has('expose-token')) {
    if ('reason' in result)
      throw new AzFailure(`Unable to get AAD authorization tokens with message: ${result.reason}`);
    await process.stderr.write(
      `WARNING: You can perform manual login using the provided access token below, for example: 'docker login loginServer -u ${NULL_USER} -p accessToken'\n`,
    );
    return { accessToken: result.token, loginServer: server, username: NULL_USER };
  }
  const { username, password } =
    'token' in result ? { username: NULL_USER, password: result.token } : await typed(process, result.reason);
  const status = await process.spawn(
    ['docker', 'login', server, '--username', username, '--password-stdin'],
    {
      stdin: { isTTY: false, read: once(new TextEncoder().encode(password)) },
    },
  );
  if (status !== 0) throw new AzFailure('Login failed.');
  return undefined;
}

function once(bytes: Uint8Array): () => Promise<Uint8Array | undefined> {
  let rest: Uint8Array | undefined = bytes;
  return async () => {
    const given = rest;
    rest = undefined;
    return given;
  };
}

/** Without a token az asks for a name and password, where there is somebody to ask. */
async function typed(process: Process, reason: string): Promise<{ username: string; password: string }> {
  await process.stderr.write(
    `WARNING: Unable to get AAD authorization tokens with message: ${reason}\nWARNING: Unable to get admin user credentials with message: Admin user is disabled.\n`,
  );
  if (!process.stdin.isTTY) {
    throw new AzFailure(
      'Unable to authenticate using AAD or admin login credentials. Please specify both username and password in non-interactive mode.',
    );
  }
  const username = (await ask(process, 'Username: ')) ?? '';
  return { username, password: (await ask(process, 'Password: ', { echo: false })) ?? '' };
}

/** Asks the registry's own API with a token for a scope. @throws AzFailure */
async function askRegistry(
  process: Process,
  server: string,
  path: string,
  scope: string,
): Promise<Record<string, unknown>> {
  const refresh = await exchange(process, server);
  if ('reason' in refresh) throw new AzFailure(refresh.reason);
  const form = { grant_type: 'refresh_token', service: server, scope, refresh_token: refresh.token };
  const access = (await (await post(process, `https://${server}/oauth2/token`, form)).json()) as {
    access_token: string;
  };
  const response = await send(process, `https://${server}${path}`, {
    headers: { authorization: `Bearer ${access.access_token}` },
  });
  const answer = (await response.json()) as Record<string, unknown> & { errors?: { message: string }[] };
  if (response.ok) return answer;
  const id = response.headers.get('x-ms-correlation-request-id') ?? process.host.random.uuid();
  throw new AzFailure(`${answer.errors?.[0]?.message ?? 'an error occurred'}. Correlation ID: ${id}.`);
}

/** `az acr repository list` */
export async function repositories(process: Process, options: Options): Promise<unknown> {
  const server = await loginServer(process, registryName(options));
  const answer = await askRegistry(process, server, '/acr/v1/_catalog', 'registry:catalog:*');
  return answer.repositories ?? [];
}

/** `az acr repository show-tags` */
export async function tags(process: Process, options: Options): Promise<unknown> {
  const server = await loginServer(process, registryName(options));
  const name = options.get('repository') ?? '';
  const answer = await askRegistry(
    process,
    server,
    `/acr/v1/${name}/_tags`,
    `repository:${name}:pull,metadata_read`,
  );
  const found = answer.tags as { name: string; digest: string; lastUpdateTime: string }[];
  if (options.get('orderby') === 'time_desc')
    found.sort((a, b) => (a.lastUpdateTime < b.lastUpdateTime ? 1 : -1));
  if (options.get('orderby') === 'time_asc')
    found.sort((a, b) => (a.lastUpdateTime < b.lastUpdateTime ? -1 : 1));
  return options.has('detail') ? found : found.map((tag) => tag.name);
}
