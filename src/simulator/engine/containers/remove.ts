import { ApiError, conflict, messageOf } from '../errors.ts';
import type { Container } from './container.ts';
import { wrap } from './errors.ts';
import { containerEvent } from './events.ts';
import { forceDown } from './kill.ts';
import type { ContainerStore } from './store.ts';

/** `docker rm`. `name` is what the user called the container. */
export async function removeContainer(
  store: ContainerStore,
  container: Container,
  name: string,
  options: { force?: boolean; volumes?: boolean },
): Promise<void> {
  if (container.removing) throw conflict(`removal of container ${name} is already in progress`);
  container.removing = true;
  try {
    await bringDown(store, container, options.force ?? false);
  } catch (error) {
    throw wrap(error, (text) => `cannot remove container ${JSON.stringify(name)}: ${text}`);
  } finally {
    container.removing = false;
  }
  store.delete(container);
  store.context.images.releaseLayers();
  if (options.volumes) removeAnonymousVolumes(store, container);
  container.removed();
  containerEvent(store.context, container, 'destroy');
}

async function bringDown(store: ContainerStore, container: Container, force: boolean): Promise<void> {
  const { state } = container.data;
  if (!state.running) return;
  if (!force && state.paused) throw conflict('container is paused and must be unpaused first');
  if (!force) {
    throw conflict(`container is ${container.stateName}: stop the container before removing or force remove`);
  }
  try {
    await forceDown(store, container);
  } catch (error) {
    if (state.running) throw new ApiError(500, `could not kill container: ${messageOf(error)}`);
  }
}

function removeAnonymousVolumes(store: ContainerStore, container: Container): void {
  for (const mount of container.data.mounts) {
    if (mount.Type !== 'volume' || !mount.anonymous || store.volumeUsers(mount.Name).length > 0) continue;
    store.volumes.remove(mount.Name);
    store.context.events.emit('volume', 'destroy', mount.Name, { driver: 'local' });
  }
}
