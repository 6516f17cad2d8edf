import { DEFAULT_DOMAIN } from '../../common/reference.ts';
import type { Machine } from '../context.ts';

/** Where a registry's API is, without a final slash: `https://registry-1.docker.io`. */
export type Endpoint = string;

const HUB_API = 'https://registry-1.docker.io';
const INDEX_DOMAIN = 'index.docker.io';

/** Addresses to try for a registry's host, best first. Plain HTTP is tried only where it is allowed. */
export function endpointsOf(machine: Machine, domain: string): Endpoint[] {
  if (domain === DEFAULT_DOMAIN || domain === INDEX_DOMAIN) return [HUB_API];
  return [`https://${domain}`, ...(isInsecure(machine, domain) ? [`http://${domain}`] : [])];
}

/** Whether TLS may be missing: on this machine itself, or where it was configured so. */
export function isInsecure(machine: Machine, domain: string): boolean {
  const host = /^\[(.*)\]:\d+$/.exec(domain)?.[1] ?? domain.replace(/:\d+$/, '');
  if (machine.insecureRegistries?.some((entry) => entry === domain || entry === host)) return true;
  if (host === 'localhost' || host === '::1') return true;
  try {
    return machine.network.resolve(host.toLowerCase()).startsWith('127.');
  } catch {
    return false;
  }
}
