import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { resourcePath } from '../framework/resource-path.ts';

/**
 * The Engine API's path of a container.
 * @throws CommandError for an empty name
 */
export function containerPath(name: string, action = ''): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new CommandError('invalid container name or ID: value is empty');
  return resourcePath('containers', trimmed, action);
}

/**
 * Does something to each container at once, and prints the names in order. What failed is told at the end.
 * @throws CommandError
 */
export async function forEachContainer(
  { args, print }: Pick<Invocation, 'args' | 'print'>,
  work: (name: string) => Promise<unknown>,
): Promise<number> {
  const running = args.map(async (name) => {
    try {
      await work(name);
      return undefined;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return error.message;
    }
  });
  for (const one of running) one.catch(() => {});
  const failures: string[] = [];
  for (const [i, one] of running.entries()) {
    const failure = await one;
    if (failure === undefined) await print(`${args[i]}\n`);
    else if (failure !== '') failures.push(failure);
  }
  if (failures.length > 0) throw new CommandError(failures.join('\n'));
  return 0;
}
