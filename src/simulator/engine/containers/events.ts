import type { EngineContext } from '../context.ts';
import type { NetworkData } from '../networks/model.ts';
import type { Container } from './container.ts';

/** Tells of something that happened to a container, with its labels, image and name as the daemon adds them. */
export function containerEvent(
  context: EngineContext,
  container: Container,
  action: string,
  attributes: Record<string, string> = {},
): void {
  const { config } = container.data;
  context.events.emit('container', action, container.id, {
    ...config.Labels,
    ...attributes,
    ...(config.Image ? { image: config.Image } : {}),
    name: container.name,
  });
}

export function networkEvent(
  context: EngineContext,
  network: NetworkData,
  action: string,
  attributes: Record<string, string> = {},
): void {
  context.events.emit('network', action, network.id, {
    ...attributes,
    name: network.name,
    type: network.driver,
  });
}
