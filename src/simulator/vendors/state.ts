import type { Registry } from '../registry/index.ts';
import type { Vendor } from './vendor.ts';

/**
 * Snapshots of a product: what its registry holds, and one plain value for all else that changes. `read` and `write`
 * give and take that value.
 */
export function snapshots<State>(
  registry: Registry,
  read: () => State,
  write: (state: State) => void,
): Pick<Vendor, 'snapshot' | 'restore'> {
  return {
    snapshot: () => ({ registry: registry.snapshot(), product: structuredClone(read()) }),
    restore(saved) {
      registry.restore(saved.registry);
      write(structuredClone(saved.product) as State);
    },
  };
}
