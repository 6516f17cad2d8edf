import type { Process } from '../../common/process.ts';
import { ask } from '../support/prompt.ts';
import { post } from './client.ts';
import { AzFailure } from './errors.ts';
import { currentLogin } from './profile.ts';
import { adminCredentials, findRegistry, type Registry, registryName } from './registries.ts';

type Options = ReadonlyMap<string, string>;

const NULL_USER = '00000000-0000-0000-0000-000000000000';

/** A refresh token of the registry's, for three hours; or why there is none, in the words of az. */
export async function exchange(
  process: Process,
  server: string,
): Promise<{ token: string } | { reason: string }> {
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
  const registry = await findRegistry(process, registryName(options));
  const server = registry.loginServer;
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
    'token' in result
      ? { username: NULL_USER, password: result.token }
      : await otherwise(process, result.reason, registry);
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

/** Without a token az takes the admin user, or asks for a name and password where there is somebody to ask. */
async function otherwise(
  process: Process,
  reason: string,
  registry: Registry,
): Promise<{ username: string; password: string }> {
  await process.stderr.write(`WARNING: Unable to get AAD authorization tokens with message: ${reason}\n`);
  if (registry.adminUserEnabled) return adminCredentials(process, registry);
  await process.stderr.write(
    'WARNING: Unable to get admin user credentials with message: Admin user is disabled.\n',
  );
  if (!process.stdin.isTTY) {
    throw new AzFailure(
      'Unable to authenticate using AAD or admin login credentials. Please specify both username and password in non-interactive mode.',
    );
  }
  const username = (await ask(process, 'Username: ')) ?? '';
  return { username, password: (await ask(process, 'Password: ', { echo: false })) ?? '' };
}
