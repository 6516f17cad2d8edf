import { CommandError } from '../framework/errors.ts';
import { resourcePath } from '../framework/resource-path.ts';

/**
 * The Engine API's path of a network.
 * @throws CommandError for an empty name
 */
export function networkPath(name: string, action = ''): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new CommandError('invalid network name or ID: value is empty');
  return resourcePath('networks', trimmed, action);
}
