import { ApiError, conflict } from '../errors.ts';
import type { DeviceRequest } from './config.ts';
import type { Container } from './container.ts';
import { devicesAt } from './devices.ts';
import type { ContainerStore } from './store.ts';

/** Refuses to start what needs other containers that do not run, or devices that this machine lacks. */
export function checkDemands(store: ContainerStore, container: Container): void {
  const { hostConfig, links, name } = container.data;
  for (const [alias, id] of Object.entries(links)) {
    const child = store.lookup(id);
    if (child && !child.data.state.running)
      throw conflict(`Cannot link to a non running container: ${child.data.name} AS ${name}/${alias}`);
  }
  const ipc = joined(store, hostConfig.IpcMode, 'IPC');
  if (ipc && ipc.data.hostConfig.IpcMode !== 'shareable') {
    throw new ApiError(
      500,
      `failed to join IPC namespace: container ${ipc.id}: non-shareable IPC (hint: use IpcMode:shareable for the donor container)`,
    );
  }
  joined(store, hostConfig.PidMode, 'PID');
  for (const { PathOnHost: path } of hostConfig.Devices ?? []) {
    const { files } = store.context;
    const fault = !files.exists(path)
      ? 'no such file or directory'
      : devicesAt(files, path, '').length === 0
        ? 'not a device node'
        : '';
    if (fault !== '') {
      throw new ApiError(
        500,
        `error gathering device information while adding custom device ${JSON.stringify(path)}: ${fault}`,
      );
    }
  }
  for (const request of hostConfig.DeviceRequests ?? []) checkDriver(request);
}

/** The other container whose namespace `container:NAME` asks for. */
function joined(store: ContainerStore, mode: string, kind: string): Container | undefined {
  if (!mode.startsWith('container:')) return undefined;
  const other = store.lookup(mode.slice('container:'.length));
  if (other && !other.data.state.running)
    throw conflict(`failed to join ${kind} namespace: container ${other.id} is not running`);
  return other;
}

/** This machine has no driver for any kind of device, such as GPUs. */
function checkDriver({ Driver, Capabilities }: DeviceRequest): void {
  const capabilities = (Capabilities ?? []).map((all) => `[${all.join(' ')}]`).join(' ');
  throw new ApiError(
    500,
    `could not select device driver ${JSON.stringify(Driver)} with capabilities: [${capabilities}]`,
  );
}
