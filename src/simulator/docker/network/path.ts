import { CommandError } from '../framework/errors.ts';

/**
 * The Engine API's path of a network.
 * @throws CommandError for an empty name
 */
export function networkPath(name: string, action = ''): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new CommandError('invalid network name or ID: value is empty');
  return `/networks/${encodeURIComponent(trimmed)}${action === '' ? '' : `/${action}`}`;
}
