import type { Process } from '../../common/process.ts';
import { ask } from '../support/prompt.ts';
import { manage, post } from './client.ts';
import { AzFailure, NOT_LOGGED_IN } from './errors.ts';
import { forgetLogin, readSubscriptions, type Subscription, saveLogin } from './profile.ts';

const AUTHORITY = 'https://login.microsoftonline.com';
const CLIENT = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
const BROWSER = `A web browser has been opened at ${AUTHORITY}/organizations/oauth2/v2.0/authorize. Please continue the login in the web browser. If no web browser is available or if the web browser fails to open, use device code flow with \`az login --use-device-code\`.`;

/** `az login` */
export async function login(process: Process, options: ReadonlyMap<string, string>): Promise<unknown> {
  const user = options.get('username');
  let password = options.get('password');
  const principal = options.has('service-principal');
  if (principal && user === undefined)
    throw new AzFailure('usage error: --service-principal --username NAME --password SECRET --tenant TENANT');
  if (user !== undefined && password === undefined) {
    if (!process.stdin.isTTY)
      throw new AzFailure('Please specify both username and password in non-interactive mode.');
    password = (await ask(process, 'Password: ', { echo: false, output: process.stderr })) ?? '';
  }
  if (principal && !options.has('tenant')) throw new AzFailure("Please specify tenant ID with '--tenant'.");
  const tenant = options.get('tenant') ?? 'organizations';
  let form: Record<string, string> = {
    client_id: CLIENT,
    grant_type: 'authorization_code',
    scope: 'https://management.core.windows.net//.default',
  };
  if (principal)
    form = { ...form, grant_type: 'client_credentials', client_id: user!, client_secret: password! };
  else if (user !== undefined && password !== undefined)
    form = { ...form, grant_type: 'password', username: user, password };
  else if (options.has('use-device-code')) {
    const code = Array.from({ length: 9 }, () =>
      process.host.random.pick([...'ABCDEFGHJKLMNPQRSTUVWXYZ23456789']),
    ).join('');
    form.grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
    await process.stderr.write(
      `To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code ${code} to authenticate.\n`,
    );
  } else await process.stderr.write(`${BROWSER}\n`);
  const response = await post(process, `${AUTHORITY}/${tenant}/oauth2/v2.0/token`, form);
  const answer = (await response.json()) as {
    access_token?: string;
    account?: string;
    error_description?: string;
  };
  if (answer.access_token === undefined) throw new AzFailure(answer.error_description ?? 'login failed');
  const listed = (await manage(process, answer.access_token, '/subscriptions')) as {
    value: { subscriptionId: string; tenantId: string; displayName: string; state: string }[];
  };
  const subscriptions = listed.value.map(
    (one, i): Subscription => ({
      id: one.subscriptionId,
      name: one.displayName,
      state: one.state,
      user: { name: answer.account ?? '', type: principal ? 'servicePrincipal' : 'user' },
      isDefault: i === 0,
      tenantId: one.tenantId,
      environmentName: 'AzureCloud',
    }),
  );
  saveLogin(process, subscriptions, answer.access_token);
  return subscriptions.map(show);
}

/** A subscription as `az login` and `az account` print it. */
function show({ environmentName, id, isDefault, name, state, tenantId, user }: Subscription): unknown {
  return {
    cloudName: environmentName,
    homeTenantId: tenantId,
    id,
    isDefault,
    managedByTenants: [],
    name,
    state,
    tenantId,
    user,
  };
}

/** `az logout` */
export async function logout(process: Process): Promise<undefined> {
  if (!forgetLogin(process)) throw new AzFailure('There are no active accounts.');
}

/** `az account show` and `list` */
export async function account(process: Process, verb: string): Promise<unknown> {
  const known = readSubscriptions(process);
  if (verb === 'list') {
    if (known.length === 0)
      await process.stderr.write('WARNING: Please run "az login" to access your accounts.\n');
    return known.map(show);
  }
  const current = known.find(({ isDefault }) => isDefault);
  if (!current) throw new AzFailure(NOT_LOGGED_IN);
  const { homeTenantId, managedByTenants, cloudName, ...rest } = show(current) as Record<string, unknown>;
  return { environmentName: cloudName, homeTenantId, ...rest, managedByTenants };
}
