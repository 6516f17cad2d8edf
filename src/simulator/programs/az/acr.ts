import type { Process } from '../../common/process.ts';
import { inputOf } from '../support/input.ts';
import { ask } from '../support/prompt.ts';
import { post, send } from './client.ts';
import { AzFailure, NOT_LOGGED_IN } from './errors.ts';
import { signedIn } from './profile.ts';
import { adminCredentials, findRegistry, NotFound, type Registry, registryName } from './registries.ts';

type Options = ReadonlyMap<string, string>;

export const NULL_USER = '00000000-0000-0000-0000-000000000000';

/** A refresh token of the registry's, for three hours; or why there is none, in the words of az. */
async function exchange(process: Process, server: string): Promise<{ token: string } | { reason: string }> {
  const current = signedIn(process);
  if (!current) return { reason: NOT_LOGGED_IN };
  const { token, subscription } = current;
  const response = await post(process, `https://${server}/oauth2/exchange`, {
    grant_type: 'access_token',
    service: server,
    tenant: subscription.tenantId,
    access_token: token,
  });
  if (response.ok) return { token: ((await response.json()) as { refresh_token: string }).refresh_token };
  const reason = `An error occurred: CONNECTIVITY_REFRESH_TOKEN_ERROR\nAccess to registry '${server}' was denied. Response code: ${response.status}. Please try running 'az login' again to refresh permissions.`;
  return { reason: stamped(process, reason) };
}

/** `2026-11-28 09:00:00.000000`, before what goes wrong between az and another program. */
const stamped = (process: Process, text: string): string =>
  `${new Date(process.host.clock.now()).toISOString().replace('T', ' ').replace('Z', '000')} ${text}`;

/** Whether docker can be asked. @throws AzFailure with what docker says */
async function requireDocker(process: Process): Promise<void> {
  const said: Uint8Array[] = [];
  const stderr = { isTTY: false, write: async (data: string | Uint8Array) => void said.push(bytesOf(data)) };
  const stdout = { isTTY: false, write: async () => undefined };
  const status = await process.spawn(['docker', 'ps'], { stdout, stderr });
  if (status === 0) return;
  const text = said.map((part) => new TextDecoder().decode(part)).join('');
  const reason = status === 127 ? 'Please verify if Docker client is installed and running.' : text;
  throw new AzFailure(stamped(process, `An error occurred: DOCKER_COMMAND_ERROR\n${reason}`));
}

const bytesOf = (data: string | Uint8Array): Uint8Array =>
  typeof data === 'string' ? new TextEncoder().encode(data) : data;

/** Where a registry answers: as Azure says, or as its name alone lets one guess. */
export interface Place {
  server: string;
  registry?: Registry;
  /** Why Azure did not say. */
  problem?: string;
}

/** Finds a registry and sees that it answers. @throws AzFailure */
export async function findPlace(process: Process, name: string): Promise<Place> {
  let place: Place;
  try {
    const registry = await findRegistry(process, name);
    place = { server: registry.loginServer, registry };
  } catch (error) {
    const known =
      error instanceof NotFound || (error instanceof AzFailure && error.message === NOT_LOGGED_IN);
    if (!known) throw error;
    place = { server: `${name}.azurecr.io`.toLowerCase(), problem: error.message };
  }
  const url = `https://${place.server}/v2/`;
  try {
    await send(process, url);
  } catch (error) {
    if (!(error instanceof AzFailure)) throw error;
    if (place.problem !== undefined) {
      await process.stderr.write(
        `WARNING: ${place.problem}\nUsing '${place.server}' as the default registry login server.\n`,
      );
    }
    throw new AzFailure(
      `Could not connect to the registry login server '${place.server}'. Please verify that the registry exists and the URL '${url}' is reachable from your environment.\nTry running 'az acr check-health -n ${name} --yes' to diagnose this issue.`,
    );
  }
  return place;
}

/** A name and password: a token of the signed-in user's, or the admin user, or what one types. */
export async function credentials(
  process: Process,
  { server, registry, problem }: Place,
): Promise<{ username: string; password: string }> {
  const result = await exchange(process, server);
  if ('token' in result) return { username: NULL_USER, password: result.token };
  return otherwise(process, result.reason, registry, problem);
}

/** `az acr login`: hands docker a token. */
export async function login(process: Process, options: Options): Promise<unknown> {
  const name = registryName(options);
  if (options.has('expose-token')) {
    if (options.has('username') || options.has('password'))
      throw new AzFailure('`--expose-token` cannot be combined with `--username` or `--password`.');
    const place = await findPlace(process, name);
    const { password } = await credentials(process, place);
    await process.stderr.write(
      `WARNING: You can perform manual login using the provided access token below, for example: 'docker login loginServer -u ${NULL_USER} -p accessToken'\n`,
    );
    return { accessToken: password, loginServer: place.server };
  }
  try {
    await requireDocker(process);
  } catch (error) {
    await process.stderr.write(
      `WARNING: You may want to use 'az acr login -n ${name} --expose-token' to get an access token, which does not require Docker to be installed.\n`,
    );
    throw error;
  }
  const typed = options.get('username');
  if (typed === undefined && options.has('password'))
    throw new AzFailure('Please also specify username if password is specified.');
  const place = await findPlace(process, name);
  const { username, password } =
    typed === undefined
      ? await credentials(process, place)
      : { username: typed, password: options.get('password') ?? (await askPassword(process)) };
  if (/[A-Z]/.test(name) && place.server.startsWith(`${name.toLowerCase()}.`)) {
    await process.stderr.write(
      'WARNING: Uppercase characters are detected in the registry name. When using its server url in docker commands, to avoid authentication errors, use all lowercase.\n',
    );
  }
  const status = await process.spawn(
    ['docker', 'login', place.server, '--username', username, '--password-stdin'],
    { stdin: inputOf(new TextEncoder().encode(password)) },
  );
  if (status !== 0) throw new AzFailure('Login failed.');
  return undefined;
}

async function askPassword(process: Process): Promise<string> {
  if (!process.stdin.isTTY)
    throw new AzFailure('Please specify both username and password in non-interactive mode.');
  return (await ask(process, 'Password: ', { echo: false })) ?? '';
}

/** Without a token az takes the admin user, or asks for a name and password where there is somebody to ask. */
async function otherwise(
  process: Process,
  reason: string,
  registry: Registry | undefined,
  problem = 'Admin user is disabled.',
): Promise<{ username: string; password: string }> {
  await process.stderr.write(`WARNING: Unable to get AAD authorization tokens with message: ${reason}\n`);
  if (registry?.adminUserEnabled) return adminCredentials(process, registry);
  await process.stderr.write(`WARNING: Unable to get admin user credentials with message: ${problem}\n`);
  if (!process.stdin.isTTY) {
    throw new AzFailure(
      'Unable to authenticate using AAD or admin login credentials. Please specify both username and password in non-interactive mode.',
    );
  }
  const username = (await ask(process, 'Username: ')) ?? '';
  return { username, password: (await ask(process, 'Password: ', { echo: false })) ?? '' };
}
