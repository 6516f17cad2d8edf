import { z } from 'zod';
import type { Random } from '../../common/random.ts';
import { bearerToken, type TokenAuthority } from '../../registry/token.ts';
import { bodyObject } from '../request.ts';
import { json } from '../respond.ts';
import { ACR_FACTS, type AcrDefinition } from './definition.ts';
import { setRetention } from './policies.ts';
import type { AcrRegistry } from './registry.ts';
import { type AcrState, newState } from './state.ts';

/** Azure around the registry: logging in (Microsoft Entra ID), and Azure Resource Manager as far as registries go. */

interface Azure {
  definition: AcrDefinition;
  /** Signs access tokens of Azure's. */
  azure: TokenAuthority;
  random: Random;
  now(): number;
  /** The subscription's registries. */
  all: AcrRegistry[];
  find(name: string): AcrRegistry | undefined;
  create(name: string, state: AcrState): AcrRegistry;
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
  const { definition, all } = azure;
  const { subscription, tenant } = definition;
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
    /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?\/providers\/Microsoft\.ContainerRegistry\/registries(?:\/([^/]+)(\/listCredentials)?)?$/.exec(
      path,
    );
  if (!match || match[1] !== subscription) return refuse(404, 'NotFound', 'not found');
  const [, , group, name] = match;
  if (request.method === 'GET' && name === undefined)
    return json(200, { value: all.map((one) => describe(definition, one)) });
  if (name === undefined) return refuse(405, 'MethodNotAllowed', 'not allowed');
  const found = azure.find(name);
  if (request.method === 'GET') return found ? json(200, describe(definition, found)) : missing(name, group);
  const roles = definition.principals.find((one) => one.name === caller)?.roles ?? [];
  if (!roles.includes('Owner') && !roles.includes('Contributor'))
    return forbidden(azure, caller, path, name, match[4] ? 'listCredentials/action' : 'write');
  if (group !== definition['resource-group']) {
    return refuse(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
  }
  if (match[4]) return found ? credentials(found) : missing(name, group);
  if (request.method === 'PUT') return create(azure, name, request);
  if (!found) return missing(name, group);
  if (request.method !== 'PATCH') return refuse(405, 'MethodNotAllowed', 'not allowed');
  return change(azure, found, await bodyObject(request));
}

function missing(name: string, group = ''): Response {
  return refuse(
    404,
    'ResourceNotFound',
    `The Resource 'Microsoft.ContainerRegistry/registries/${name}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

function forbidden(
  { definition }: Azure,
  caller: string,
  path: string,
  name: string,
  action: string,
): Response {
  const scope = path.replace(/\/providers.*/, `/providers/Microsoft.ContainerRegistry/registries/${name}`);
  return refuse(
    403,
    'AuthorizationFailed',
    `The client '${caller}' with object id '${definition.tenant}' does not have authorization to perform action 'Microsoft.ContainerRegistry/registries/${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

function credentials({ name, state }: AcrRegistry): Response {
  if (state.adminPassword === undefined) {
    return refuse(
      400,
      'UnAuthorizedForCredentialOperations',
      'Cannot perform credential operations for a registry with admin user disabled. Kindly, enable the admin user for the registry and try again.',
    );
  }
  return json(200, { username: name, passwords: [{ name: 'password', value: state.adminPassword }] });
}

const changeSchema = z.object({
  sku: z.object({ name: z.enum(['Basic', 'Standard', 'Premium']).optional() }).optional(),
  properties: z
    .object({
      adminUserEnabled: z.boolean(),
      anonymousPullEnabled: z.boolean(),
      policies: z
        .object({
          retentionPolicy: z.object({ status: z.string(), days: z.number() }).partial(),
          softDeletePolicy: z.object({ status: z.string(), retentionDays: z.number() }).partial(),
        })
        .partial(),
    })
    .partial()
    .optional(),
});

type Change = z.output<typeof changeSchema>;

/** A body that Azure cannot read. Its sentence is not documented (unverified). */
const malformed = (): Response =>
  refuse(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.');

function change(azure: Azure, one: AcrRegistry, body: unknown): Response {
  const asked = changeSchema.safeParse(body);
  return asked.success ? update(azure, one, asked.data) : malformed();
}

async function create(azure: Azure, name: string, request: Request): Promise<Response> {
  // Names are the whole world's.
  if (azure.definition.taken.includes(name) || azure.find(name)) {
    return refuse(
      409,
      'AlreadyInUse',
      `The registry DNS name ${name}.azurecr.io is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability`,
    );
  }
  const asked = changeSchema.safeParse(await bodyObject(request));
  if (!asked.success) return malformed();
  const { sku, properties } = asked.data;
  const adminPassword = properties?.adminUserEnabled ? azure.random.hex(32) : undefined;
  const state = newState({ sku: sku?.name ?? 'Basic', adminPassword, created: azure.now() });
  return json(200, describe(azure.definition, azure.create(name, state)));
}

const within = (days: number | undefined, least: number, most: number): boolean =>
  days === undefined || (Number.isInteger(days) && days >= least && days <= most);

/** How Azure words what it refuses here is not documented: the codes are its own, the sentences are not (unverified). */
function update(
  { definition, random, now }: Azure,
  one: AcrRegistry,
  { sku, properties = {} }: Change,
): Response {
  const { state } = one;
  const { adminUserEnabled, anonymousPullEnabled, policies = {} } = properties;
  const { retentionPolicy, softDeletePolicy } = policies;
  const tier = sku?.name ?? state.sku;
  if (anonymousPullEnabled && tier === 'Basic') {
    return refuse(400, 'SkuNotSupported', 'Anonymous pull is not supported in the Basic tier.');
  }
  if (!within(retentionPolicy?.days, 0, ACR_FACTS.mostRetentionDays)) {
    return refuse(
      400,
      'InvalidRequest',
      `The retention days must be between 0 and ${ACR_FACTS.mostRetentionDays}.`,
    );
  }
  if (!within(softDeletePolicy?.retentionDays, 1, ACR_FACTS.mostSoftDeleteDays)) {
    return refuse(
      400,
      'InvalidRequest',
      `The soft delete retention days must be between 1 and ${ACR_FACTS.mostSoftDeleteDays}.`,
    );
  }
  const retention = {
    enabled:
      retentionPolicy?.status === undefined ? state.retention.enabled : retentionPolicy.status === 'enabled',
    days: retentionPolicy?.days ?? state.retention.days,
  };
  const soft = {
    enabled:
      softDeletePolicy?.status === undefined
        ? state.softDelete.enabled
        : softDeletePolicy.status === 'enabled',
    days: softDeletePolicy?.retentionDays ?? state.softDelete.days,
  };
  if (retention.enabled && soft.enabled) {
    return refuse(
      400,
      'InvalidRequest',
      'The retention policy and the soft delete policy cannot both be enabled.',
    );
  }
  state.sku = tier;
  if (adminUserEnabled === true) state.adminPassword ??= random.hex(32);
  if (adminUserEnabled === false) state.adminPassword = undefined;
  state.anonymousPull = anonymousPullEnabled ?? state.anonymousPull;
  if (retentionPolicy) setRetention(one, retention, now());
  if (softDeletePolicy) state.softDelete = { ...soft, updated: now() };
  return json(200, describe(definition, one));
}

function describe(definition: AcrDefinition, { name, host, state }: AcrRegistry): Record<string, unknown> {
  const { subscription, location } = definition;
  const group = definition['resource-group'];
  const policy = ({ enabled, updated }: { enabled: boolean; updated: number }) => ({
    lastUpdatedTime: new Date(updated).toISOString(),
    status: enabled ? 'enabled' : 'disabled',
  });
  return {
    adminUserEnabled: state.adminPassword !== undefined,
    anonymousPullEnabled: state.anonymousPull,
    creationDate: new Date(state.created ?? 0).toISOString(),
    id: `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ContainerRegistry/registries/${name}`,
    location,
    loginServer: host,
    name,
    policies: {
      retentionPolicy: { days: state.retention.days, ...policy(state.retention) },
      softDeletePolicy: { ...policy(state.softDelete), retentionDays: state.softDelete.days },
    },
    provisioningState: 'Succeeded',
    publicNetworkAccess: 'Enabled',
    resourceGroup: group,
    sku: { name: state.sku, tier: state.sku },
    type: 'Microsoft.ContainerRegistry/registries',
  };
}
