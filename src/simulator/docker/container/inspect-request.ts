import { objectText } from '../framework/decode.ts';
import type { EngineRequest } from '../framework/engine.ts';
import type { Invocation } from '../framework/invocation.ts';
import { containerPath } from './names.ts';

interface PortBinding {
  HostIp: string;
  HostPort: string;
}

/** What commands need of `GET /containers/{id}/json`. */
export interface ContainerDetails {
  Id: string;
  State: { Running: boolean; Paused: boolean; Restarting: boolean };
  Config: { Tty: boolean; OpenStdin: boolean };
  HostConfig: { AutoRemove: boolean };
  NetworkSettings: { Ports: Record<string, PortBinding[] | null> | null };
}

/** Asks the engine for a container, for its JSON. */
export async function inspectText(
  { engine }: Invocation,
  name: string,
  query: EngineRequest['query'] = {},
): Promise<string> {
  const response = await engine.request('GET', containerPath(name, 'json'), { query });
  return objectText(response, 'container.InspectResponse');
}

/** Asks the engine for a container. */
export async function inspectContainer(invocation: Invocation, name: string): Promise<ContainerDetails> {
  return JSON.parse(await inspectText(invocation, name)) as ContainerDetails;
}
