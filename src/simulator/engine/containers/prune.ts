import { goBool, notBool } from '../../common/go-bool.ts';
import { invalidParameter } from '../errors.ts';
import { ANONYMOUS_LABEL } from '../volumes/store.ts';
import { networkEvent } from './events.ts';
import { Filters } from './filters.ts';
import { pruneUntil } from './prune-until.ts';
import { removeContainer } from './remove.ts';
import type { ContainerStore } from './store.ts';
import { millisecondsOf } from './time.ts';

const ACCEPTED = ['label', 'label!', 'until'];

/** `docker container prune`: removes what does not run. */
export async function pruneContainers(store: ContainerStore, text: string | undefined): Promise<object> {
  const filters = Filters.parse(text, ACCEPTED);
  const until = pruneUntil(filters, store.context.clock.now());
  const deleted: string[] = [];
  let reclaimed = 0;
  for (const container of store.newestFirst()) {
    const { state, created, config } = container.data;
    if (state.running || millisecondsOf(created) > until || !filters.matchPruneLabels(config.Labels))
      continue;
    const { own } = store.sizes(container);
    await removeContainer(store, container, container.id, {});
    reclaimed += own;
    deleted.push(container.id);
  }
  store.context.events.emit('container', 'prune', '', { reclaimed: String(reclaimed) });
  return { ContainersDeleted: deleted.length > 0 ? deleted : null, SpaceReclaimed: reclaimed };
}

/** `docker network prune`: removes the networks that no running container is on. */
export function pruneNetworks(store: ContainerStore, text: string | undefined): object {
  const filters = Filters.parse(text, ACCEPTED);
  const until = pruneUntil(filters, store.context.clock.now());
  const deleted: string[] = [];
  for (const network of [...store.networks.all()]) {
    if (store.networks.isPredefined(network) || network.configOnly || network.endpoints.length > 0) continue;
    if (millisecondsOf(network.created) > until || !filters.matchPruneLabels(network.labels)) continue;
    store.networks.remove(network);
    networkEvent(store.context, network, 'destroy');
    deleted.push(network.name);
  }
  store.context.events.emit('network', 'prune', '', { reclaimed: '0' });
  return { NetworksDeleted: deleted.length > 0 ? deleted : null };
}

/** A single value is read before all of them are taken together. */
function checkAll(values: readonly string[]): void {
  const [value, another] = values;
  if (value === undefined || another !== undefined) return;
  if (goBool(value) === undefined) throw invalidParameter(`invalid filter 'all': ${notBool(value)}`);
}

/** `docker volume prune`: removes unused volumes, the anonymous ones unless `all` is asked for. */
export function pruneVolumes(store: ContainerStore, text: string | undefined, legacy: boolean): object {
  const filters = Filters.parse(text, ['label', 'label!', 'all']);
  checkAll(filters.get('all'));
  const all = legacy || (filters.bool('all') ?? false);
  const deleted: string[] = [];
  let reclaimed = 0;
  for (const volume of store.volumes.all()) {
    if (store.volumeUsers(volume.name).length > 0 || Object.keys(volume.options ?? {}).length > 0) continue;
    if (!all && volume.labels?.[ANONYMOUS_LABEL] === undefined) continue;
    if (!filters.matchPruneLabels(volume.labels)) continue;
    reclaimed += store.volumes.size(volume.name);
    store.volumes.remove(volume.name);
    store.context.events.emit('volume', 'destroy', volume.name, { driver: 'local' });
    deleted.push(volume.name);
  }
  store.context.events.emit('volume', 'prune', '', { reclaimed: String(reclaimed) });
  return { VolumesDeleted: deleted, SpaceReclaimed: reclaimed };
}
