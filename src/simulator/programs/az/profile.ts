import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { AzFailure, NOT_LOGGED_IN } from './errors.ts';

/** `~/.azure`: subscriptions in `azureProfile.json`, tokens in `msal_token_cache.json`. */

export interface Subscription {
  id: string;
  name: string;
  state: string;
  user: { name: string; type: string };
  isDefault: boolean;
  tenantId: string;
  environmentName: string;
}

const pathOf = (process: Process, file: string): string =>
  absolute(process, `${process.env.AZURE_CONFIG_DIR ?? `${process.env.HOME ?? '/'}/.azure`}/${file}`);

/** What a file holds; one that somebody broke holds nothing, as for az, which writes it anew. */
function read(process: Process, file: string): unknown {
  const path = pathOf(process, file);
  if (!process.files.isFile(path)) return undefined;
  try {
    return JSON.parse(process.files.readText(path)) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(process: Process, file: string, value: unknown): void {
  const path = pathOf(process, file);
  process.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true, mode: 0o700 });
  process.files.write(path, JSON.stringify(value), 0o600);
}

export function saveLogin(process: Process, subscriptions: Subscription[], token: string): void {
  write(process, 'azureProfile.json', { subscriptions });
  write(process, 'msal_token_cache.json', { AccessToken: token });
}

export function forgetLogin(process: Process): boolean {
  const known = readSubscriptions(process).length > 0;
  if (known) write(process, 'azureProfile.json', { subscriptions: [] });
  if (known) write(process, 'msal_token_cache.json', {});
  return known;
}

export function readSubscriptions(process: Process): Subscription[] {
  const kept = (read(process, 'azureProfile.json') as { subscriptions?: unknown } | undefined)?.subscriptions;
  if (!Array.isArray(kept)) return [];
  return kept.filter((one): one is Subscription => typeof one === 'object' && one !== null && 'user' in one);
}

/** The subscription and token in use; `undefined` when nobody is logged in. */
export function signedIn(process: Process): { subscription: Subscription; token: string } | undefined {
  const subscription = readSubscriptions(process).find(({ isDefault }) => isDefault);
  const token = (read(process, 'msal_token_cache.json') as { AccessToken?: string } | undefined)?.AccessToken;
  return subscription && token !== undefined ? { subscription, token } : undefined;
}

/** The subscription and token in use. @throws AzFailure when nobody is logged in */
export function currentLogin(process: Process): { subscription: Subscription; token: string } {
  const current = signedIn(process);
  if (!current) throw new AzFailure(NOT_LOGGED_IN);
  return current;
}
