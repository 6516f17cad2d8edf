import { ApiError, conflict, invalidParameter, messageOf } from '../errors.ts';
import { dnsNames } from '../networks/attach.ts';
import { HOST_CONFIG_FIELDS, type HostConfig, type UpdateConfig } from './config.ts';
import type { Container } from './container.ts';
import { wrap } from './errors.ts';
import { containerEvent } from './events.ts';
import { networkMode } from './model.ts';
import { decode } from './schema.ts';
import type { ContainerStore } from './store.ts';
import { checkHostConfig } from './validate.ts';

const NUMBERS = [
  'BlkioWeight',
  'CpuShares',
  'NanoCpus',
  'CpuPeriod',
  'CpuQuota',
  'Memory',
  'MemorySwap',
  'MemoryReservation',
  'CpuRealtimePeriod',
  'CpuRealtimeRuntime',
] as const;

/** `docker update`: limits and the restart policy of a container, running or not. */
export function updateContainer(
  store: ContainerStore,
  term: string,
  update: UpdateConfig,
): { Warnings: string[] | null } {
  const wanted: HostConfig = { ...decode<HostConfig>({}, HOST_CONFIG_FIELDS, 'HostConfig'), ...update };
  const warnings = checkHostConfig(wanted, { update: true });
  const container = store.get(term);
  try {
    apply(container.data.hostConfig, wanted);
  } catch (error) {
    throw wrap(error, (text) => `Cannot update container ${container.id}: ${text}`);
  }
  containerEvent(store.context, container, 'update');
  return { Warnings: warnings.length > 0 ? warnings : null };
}

function apply(host: HostConfig, wanted: HostConfig): void {
  const conflicting: [boolean, string][] = [
    [
      wanted.NanoCpus > 0 && host.CpuPeriod > 0,
      'Nano CPUs cannot be updated as CPU Period has already been set',
    ],
    [
      wanted.NanoCpus > 0 && host.CpuQuota > 0,
      'Nano CPUs cannot be updated as CPU Quota has already been set',
    ],
    [
      wanted.CpuPeriod > 0 && host.NanoCpus > 0,
      'CPU Period cannot be updated as NanoCPUs has already been set',
    ],
    [
      wanted.CpuQuota > 0 && host.NanoCpus > 0,
      'CPU Quota cannot be updated as NanoCPUs has already been set',
    ],
  ];
  for (const [clash, text] of conflicting) if (clash) throw conflict(`Conflicting options: ${text}`);
  if (wanted.Memory !== 0 && wanted.Memory > host.MemorySwap && wanted.MemorySwap === 0) {
    throw conflict(
      'Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time',
    );
  }
  const policy = wanted.RestartPolicy;
  if (policy.Name !== '' && host.AutoRemove && policy.Name !== 'no') {
    throw conflict('Restart policy cannot be updated because AutoRemove is enabled for the container');
  }
  for (const key of NUMBERS) if (wanted[key] !== 0) host[key] = wanted[key];
  if (wanted.CpusetCpus !== '') host.CpusetCpus = wanted.CpusetCpus;
  if (wanted.CpusetMems !== '') host.CpusetMems = wanted.CpusetMems;
  if (wanted.PidsLimit !== null) host.PidsLimit = Math.max(0, wanted.PidsLimit);
  if (policy.Name !== '') host.RestartPolicy = policy;
}

/** `docker rename`. */
export function renameContainer(store: ContainerStore, container: Container, name: string): void {
  if (name === '') throw invalidParameter('Neither old nor new names may be empty');
  const full = name.startsWith('/') ? name : `/${name}`;
  if (container.data.name === full) {
    throw invalidParameter('Renaming a container with the same name as its current name');
  }
  const oldName = container.data.name;
  try {
    container.data.name = store.reserveName(full);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError(error.status, `Error when allocating new name: ${messageOf(error)}`);
  }
  for (const [network, endpoint] of Object.entries(container.data.networks)) {
    if (networkMode.isUserDefined(network)) endpoint.DNSNames = dnsNames(container, endpoint.Aliases);
    const place = store.networks
      .lookup(network)
      ?.endpoints.find(({ containerId }) => containerId === container.id);
    if (place) place.name = container.name;
  }
  containerEvent(store.context, container, 'rename', { oldName });
}
