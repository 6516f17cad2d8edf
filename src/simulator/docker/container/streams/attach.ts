import type { Invocation } from '../../framework/invocation.ts';
import { containerPath } from '../names.ts';
import { type Connection, connect, type StreamOptions } from './connection.ts';

/** Attaches to a container's streams. */
export function attachTo(
  invocation: Invocation,
  id: string,
  streams: Omit<StreamOptions, 'detachKeys'>,
): Promise<Connection> {
  const { flags, config } = invocation;
  const keys = flags.string('detach-keys') || config.text('detachKeys');
  const query = {
    stream: true,
    stdin: streams.stdin,
    stdout: streams.stdout,
    stderr: streams.stderr,
    ...(keys ? { detachKeys: keys } : {}),
  };
  return connect(invocation, { path: containerPath(id, 'attach'), query }, { ...streams, detachKeys: keys });
}
