import type { Process } from '../../common/process.ts';
import { ask } from '../support/prompt.ts';
import { manage } from './client.ts';
import { AzFailure } from './errors.ts';
import { currentLogin } from './profile.ts';

/** `az acr create|list|show|update`, `credential show`, `config retention`, `config soft-delete`. */

type Options = ReadonlyMap<string, string>;

const PREMIUM_ONLY = 'Policies are only supported for managed registries in Premium SKU.';

interface Policy {
  status: string;
  days?: number;
  retentionDays?: number;
}

export interface Registry {
  name: string;
  resourceGroup: string;
  loginServer: string;
  adminUserEnabled: boolean;
  sku: { name: string };
  policies: { retentionPolicy: Policy; softDeletePolicy: Policy };
}

/** The registry that a command names. */
export const registryName = (options: Options): string =>
  options.get('name') ?? options.get('registry') ?? '';

function pathOf(process: Process, group: string, name: string): string {
  const { subscription } = currentLogin(process);
  return `/subscriptions/${subscription.id}/resourceGroups/${group}/providers/Microsoft.ContainerRegistry/registries/${name}`;
}

const truth = (value: string | undefined): boolean | undefined =>
  value === undefined ? undefined : value.toLowerCase() === 'true';

/** `az acr create` */
export async function create(process: Process, options: Options): Promise<unknown> {
  const name = registryName(options);
  const sku = options.get('sku');
  const { token } = currentLogin(process);
  if (sku === 'Classic')
    throw new AzFailure('Classic SKU is no longer supported. Please select a managed SKU.');
  // az speaks of a connected registry here, whatever is created.
  if (/^\w*[A-Z]/.test(name))
    throw new AzFailure('argument error: Connected registry name must use only lowercase.');
  if (!/^[a-zA-Z0-9]{5,50}$/.test(name)) {
    throw new AzFailure(
      'Registry names may contain only alpha numeric characters and must be between 5 and 50 characters',
    );
  }
  return manage(process, token, pathOf(process, options.get('resource-group') ?? '', name), {
    sku: { name: sku },
    location: options.get('location'),
    properties: { adminUserEnabled: truth(options.get('admin-enabled')) ?? false },
  });
}

/** `az acr list` */
export async function list(process: Process): Promise<unknown> {
  const { subscription, token } = currentLogin(process);
  const path = `/subscriptions/${subscription.id}/providers/Microsoft.ContainerRegistry/registries`;
  return (await manage(process, token, path)).value;
}

/** No registry of this name is known to the subscription. */
export class NotFound extends AzFailure {}

/** A registry that the subscription has. @throws AzFailure */
export async function findRegistry(process: Process, name: string): Promise<Registry> {
  const { subscription } = currentLogin(process);
  const known = (await list(process)) as Registry[];
  const found = known.find((one) => one.name === name.toLowerCase());
  if (found) return found;
  throw new NotFound(
    `The resource with name '${name}' and type 'Microsoft.ContainerRegistry/registries' could not be found in subscription '${subscription.name} (${subscription.id})'.`,
  );
}

/** `az acr show` */
export async function show(process: Process, options: Options): Promise<unknown> {
  return findRegistry(process, registryName(options));
}

async function patch(
  process: Process,
  { resourceGroup, name }: Registry,
  change: unknown,
): Promise<Registry> {
  const { token } = currentLogin(process);
  const path = pathOf(process, resourceGroup, name);
  return (await manage(process, token, path, change, 'PATCH')) as unknown as Registry;
}

/** `az acr update` */
export async function update(process: Process, options: Options): Promise<unknown> {
  const sku = options.get('sku');
  const registry = await findRegistry(process, registryName(options));
  return patch(process, registry, {
    ...(sku === undefined ? {} : { sku: { name: sku } }),
    properties: {
      adminUserEnabled: truth(options.get('admin-enabled')),
      anonymousPullEnabled: truth(options.get('anonymous-pull-enabled')),
    },
  });
}

/** The admin user's name and password. @throws AzFailure */
export async function adminCredentials(
  process: Process,
  { resourceGroup, name }: Registry,
): Promise<{ username: string; password: string }> {
  const { token } = currentLogin(process);
  const path = `${pathOf(process, resourceGroup, name)}/listCredentials`;
  const answer = (await manage(process, token, path, {}, 'POST')) as {
    username?: string;
    passwords?: { value: string }[];
  };
  return { username: answer.username ?? '', password: answer.passwords?.[0]?.value ?? '' };
}

/** `az acr credential show` */
export async function credential(process: Process, options: Options): Promise<unknown> {
  const { username, password } = await adminCredentials(
    process,
    await findRegistry(process, registryName(options)),
  );
  return { passwords: [{ name: 'password', value: password }], username };
}

function readDays(options: Options): number | undefined {
  const given = options.get('days');
  return given === undefined ? undefined : Number(given);
}

async function premium(process: Process, options: Options): Promise<Registry> {
  const registry = await findRegistry(process, registryName(options));
  if (registry.sku.name !== 'Premium') throw new AzFailure(PREMIUM_ONLY);
  return registry;
}

/** `az acr config retention show` */
export async function showRetention(process: Process, options: Options): Promise<unknown> {
  return (await premium(process, options)).policies.retentionPolicy;
}

/** `az acr config retention update` */
export async function updateRetention(process: Process, options: Options): Promise<unknown> {
  const status = options.get('status');
  const days = readDays(options);
  if (days !== undefined && (days < 0 || days > 365))
    throw new AzFailure('Invalid value for days: should be from 0 to 365');
  const registry = await premium(process, options);
  const properties = { policies: { retentionPolicy: { status, days } } };
  return (await patch(process, registry, { properties })).policies.retentionPolicy;
}

/** `az acr config soft-delete show` */
export async function showSoftDelete(process: Process, options: Options): Promise<unknown> {
  return (await findRegistry(process, registryName(options))).policies.softDeletePolicy;
}

/** `az acr config soft-delete update` */
export async function updateSoftDelete(process: Process, options: Options): Promise<unknown> {
  const status = options.get('status');
  const retentionDays = readDays(options);
  const registry = await findRegistry(process, registryName(options));
  const { softDeletePolicy: before } = registry.policies;
  if (before.status === 'enabled' && status === 'disabled') {
    await process.stderr.write(
      'WARNING: Disabling soft-delete does not affect purge behavior for previously deleted artifacts. Artifacts currently in a soft-deleted state will continue to be purged in accordance with the current soft-delete retention days policy.\n',
    );
  }
  if (retentionDays !== undefined && (before.retentionDays ?? 0) > retentionDays) {
    await confirm(
      process,
      options,
      "Soft-delete purge scheduling is determined by a registry's current soft-delete retention days policy at the time of purge. By reducing the retention days policy, you are changing the scheduled purge date of previously deleted artifacts. In doing so, you may be scheduling some artifacts in a soft-deleted state for immediate purge. Do you wish to proceed?",
    );
  }
  const properties = { policies: { softDeletePolicy: { status, retentionDays } } };
  return (await patch(process, registry, { properties })).policies.softDeletePolicy;
}

/** Asks whether to go on, unless `--yes` said so. @throws AzFailure */
export async function confirm(process: Process, options: Options, question: string): Promise<void> {
  if (options.has('yes')) return;
  if (!process.stdin.isTTY)
    throw new AzFailure('Unable to prompt for confirmation as no tty available. Use --yes.');
  const answer = await ask(process, `${question} (y/n): `);
  if (answer === undefined || !/^y(es)?$/i.test(answer)) throw new AzFailure('Operation cancelled.');
}
