import type { Registry } from '../registry/index.ts';
import type { Vendor } from './vendor.ts';

/**
 * Snapshots of a product: what its registry holds, and one plain value for all else that changes. `read` and `write`
 * give and take that value. What a state saved by an earlier version does not have yet is as it was in the beginning.
 */
export function snapshots<State extends object>(
  registry: Registry,
  read: () => State,
  write: (state: State) => void,
): Pick<Vendor, 'snapshot' | 'restore'> {
  const beginning = structuredClone(read());
  return {
    snapshot: () => ({ registry: registry.snapshot(), product: structuredClone(read()) }),
    restore(saved) {
      registry.restore(saved.registry);
      write(structuredClone({ ...beginning, ...(saved.product as State) }));
    },
  };
}
