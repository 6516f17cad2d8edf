import type { Random } from '../../common/random.ts';
import { bearerToken, type TokenAuthority } from '../../registry/token.ts';
import { json } from '../respond.ts';
import type { AcrDefinition } from './definition.ts';
import type { AcrState } from './state.ts';

/** Azure around the registry: logging in (Microsoft Entra ID), and Azure Resource Manager as far as registries go. */

interface Azure {
  definition: AcrDefinition;
  state: AcrState;
  /** Signs access tokens of Azure's. */
  azure: TokenAuthority;
  random: Random;
  now(): number;
  host: string;
}

const refuse = (status: number, code: string, message: string): Response =>
  json(status, { error: { code, message } });

/** Answers a request to `login.microsoftonline.com` or `management.azure.com`. */
export async function answerManagement(azure: Azure, request: Request): Promise<Response> {
  const { hostname, pathname } = new URL(request.url);
  if (hostname === 'login.microsoftonline.com') return giveToken(azure, request, pathname);
  const verdict = azure.azure.verify(bearerToken(request) ?? '');
  if (!('claims' in verdict)) {
    return verdict.failure === 'expired'
      ? refuse(
          401,
          'ExpiredAuthenticationToken',
          'The access token expiry UTC time is earlier than current UTC time.',
        )
      : refuse(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
  }
  return manage(azure, request, pathname, verdict.claims.sub);
}

/** OAuth2: by password, by a service principal's secret, or by what the browser confirms. */
async function giveToken(azure: Azure, request: Request, path: string): Promise<Response> {
  const { definition } = azure;
  if (!path.endsWith('/oauth2/v2.0/token')) return refuse(404, 'NotFound', 'not found');
  const form = new URLSearchParams(await request.text());
  const grant = form.get('grant_type');
  const name =
    grant === 'password'
      ? form.get('username')
      : grant === 'client_credentials'
        ? form.get('client_id')
        : definition.browser;
  const secret = grant === 'password' ? form.get('password') : form.get('client_secret');
  const found = definition.principals.find((one) => one.name === name);
  if (grant === 'client_credentials' && !found) {
    return oauth(
      'unauthorized_client',
      `AADSTS700016: Application with identifier '${name}' was not found in the directory 'Default Directory'.`,
    );
  }
  const byBrowser =
    grant === 'urn:ietf:params:oauth:grant-type:device_code' || grant === 'authorization_code';
  if (!found || (!byBrowser && (found.password === undefined || found.password !== secret))) {
    return grant === 'client_credentials'
      ? oauth('invalid_client', 'AADSTS7000215: Invalid client secret provided.')
      : oauth(
          'invalid_grant',
          'AADSTS50126: Error validating credentials due to invalid username or password.',
        );
  }
  const { token, expires_in } = azure.azure.issue(found.name, []);
  return json(200, { token_type: 'Bearer', access_token: token, expires_in, account: found.name });
}

const oauth = (error: string, error_description: string): Response => json(400, { error, error_description });

async function manage(azure: Azure, request: Request, path: string, caller: string): Promise<Response> {
  const { definition, state } = azure;
  const { subscription, tenant, name } = definition;
  if (path === '/subscriptions') {
    return json(200, {
      value: [
        {
          subscriptionId: subscription,
          tenantId: tenant,
          displayName: 'Azure subscription 1',
          state: 'Enabled',
        },
      ],
    });
  }
  const match =
    /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?\/providers\/Microsoft\.ContainerRegistry\/registries(?:\/([^/]+))?$/.exec(
      path,
    );
  if (!match || match[1] !== subscription) return refuse(404, 'NotFound', 'not found');
  const [, , group, wanted] = match;
  if (request.method === 'GET' && wanted === undefined) {
    return json(200, { value: state.created === undefined ? [] : [describe(azure)] });
  }
  const roles = definition.principals.find((one) => one.name === caller)?.roles ?? [];
  if (request.method !== 'PUT' || wanted === undefined) return refuse(405, 'MethodNotAllowed', 'not allowed');
  if (!roles.includes('Owner') && !roles.includes('Contributor')) {
    const scope = path.replace(
      /\/providers.*/,
      `/providers/Microsoft.ContainerRegistry/registries/${wanted}`,
    );
    return refuse(
      403,
      'AuthorizationFailed',
      `The client '${caller}' with object id '${tenant}' does not have authorization to perform action 'Microsoft.ContainerRegistry/registries/write' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
  }
  if (group !== definition['resource-group']) {
    return refuse(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
  }
  // Names are the whole world's: all but the one that is free here count as taken.
  if (wanted !== name || state.created !== undefined) {
    return refuse(
      409,
      'AlreadyInUse',
      `The registry DNS name ${wanted}.azurecr.io is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability`,
    );
  }
  const { sku, properties } = (await request.json()) as {
    sku: { name: AcrState['sku'] };
    properties?: { adminUserEnabled?: boolean };
  };
  state.created = azure.now();
  state.sku = sku.name;
  if (properties?.adminUserEnabled) state.adminPassword = azure.random.hex(32);
  return json(200, describe(azure));
}

function describe({ definition, state, host }: Azure): Record<string, unknown> {
  const { subscription, name, location } = definition;
  const group = definition['resource-group'];
  return {
    adminUserEnabled: state.adminPassword !== undefined,
    anonymousPullEnabled: state.anonymousPull,
    creationDate: new Date(state.created ?? 0).toISOString(),
    id: `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ContainerRegistry/registries/${name}`,
    location,
    loginServer: host,
    name,
    provisioningState: 'Succeeded',
    publicNetworkAccess: 'Enabled',
    resourceGroup: group,
    sku: { name: state.sku, tier: state.sku },
    type: 'Microsoft.ContainerRegistry/registries',
  };
}
