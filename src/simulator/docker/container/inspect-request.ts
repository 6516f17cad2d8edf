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

/** Asks the engine for a container. */
export function inspectContainer({ engine }: Invocation, name: string): Promise<ContainerDetails> {
  return engine.json<ContainerDetails>('GET', containerPath(name, 'json'));
}
