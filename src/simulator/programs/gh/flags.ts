import type { Flag } from '../../common/pflag/flag.ts';

/** Flags that several commands have. */

export const HOSTNAME = { name: 'hostname', short: 'h', type: 'string' } as const;

/** Was once needed and says nothing any more. */
export const SECURE: Flag = {
  name: 'secure-storage',
  type: 'bool',
  usage: 'Keep credentials in the credential store',
  hidden: true,
};

export const INSECURE: Flag = {
  name: 'insecure-storage',
  type: 'bool',
  usage: 'Keep credentials as plain text, not in the credential store',
};

/** Why a text cannot be the name of a host. */
export function hostnameProblem(host: string): string | undefined {
  if (host.trim() === '') return 'a value is required';
  return /[/:]/.test(host) ? 'invalid hostname' : undefined;
}
