import { CommandError } from '../framework/errors.ts';
import { resourcePath } from '../framework/resource-path.ts';

/**
 * The Engine API's path of a volume.
 * @throws CommandError for an empty name
 */
export function volumePath(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new CommandError('invalid volume name or ID: value is empty');
  return resourcePath('volumes', trimmed);
}
