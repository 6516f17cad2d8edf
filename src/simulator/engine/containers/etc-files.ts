import { hostsFile } from '../networks/sandboxes.ts';
import type { Container } from './container.ts';
import { resolverFile } from './resolver.ts';
import type { ContainerStore } from './store.ts';

/** What the engine writes into a container's /etc about names on the network. */
export function etcFiles(store: ContainerStore, container: Container): { hosts: string; resolver: string } {
  return {
    hosts: hostsFile(store, container),
    resolver: resolverFile(store.context.files, container.data),
  };
}
