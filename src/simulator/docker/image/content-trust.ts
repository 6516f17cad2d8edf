import type { Flag } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';

/** The flag that turns content trust off, which is so unless somebody turns it on. */
export const CONTENT_TRUST: Flag = {
  name: 'disable-content-trust',
  type: 'bool',
  usage: 'Do not check signatures',
  default: 'true',
};

/** What those get who turn it on. */
export function contentTrustUnsupported(): CommandError {
  return new CommandError('Error: the sandbox does not simulate content trust (notary servers)');
}
