import { invalidParameter, messageOf } from '../errors.ts';
import type { Resources } from './config.ts';

const MINIMUM_MEMORY = 6_291_456;
/** Processors of the machine, as `docker info` tells. */
const PROCESSORS = 4;
/** What the daemon reads in a list of processors at most, so that a range cannot fill its memory. */
const LARGEST_LISTED = 8192;

/** Checks the limits of a container, drops what the machine's kernel cannot do, and gives the warnings. */
export function checkResources(r: Resources, update: boolean): string[] {
  const warnings: string[] = [];
  if (r.MemorySwappiness === -1) r.MemorySwappiness = null;
  if (r.Memory !== 0 && r.Memory < MINIMUM_MEMORY)
    throw invalidParameter('Minimum memory limit allowed is 6MB');
  if (r.Memory > 0 && r.MemorySwap > 0 && r.MemorySwap < r.Memory) {
    throw invalidParameter('Minimum memoryswap limit should be larger than memory limit, see usage');
  }
  if (r.Memory === 0 && r.MemorySwap > 0 && !update) {
    throw invalidParameter('You should always set the Memory limit when using Memoryswap limit, see usage');
  }
  if (r.MemorySwappiness !== null && (r.MemorySwappiness < 0 || r.MemorySwappiness > 100)) {
    throw invalidParameter(`Invalid value: ${r.MemorySwappiness}, valid memory swappiness range is 0-100`);
  }
  if (r.MemoryReservation > 0 && r.MemoryReservation < MINIMUM_MEMORY) {
    throw invalidParameter('Minimum memory reservation allowed is 6MB');
  }
  if (r.Memory > 0 && r.MemoryReservation > 0 && r.Memory < r.MemoryReservation) {
    throw invalidParameter('Minimum memory limit can not be less than memory reservation limit, see usage');
  }
  if (r.OomKillDisable && r.Memory === 0) {
    warnings.push(
      'OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.',
    );
  }
  checkProcessors(r, warnings);
  // The kernel of the profile's machine weighs no block devices.
  if (r.BlkioWeight > 0) {
    warnings.push(lacking('Block I/O weight', 'Weight'));
    r.BlkioWeight = 0;
  }
  if ((r.BlkioWeightDevice ?? []).length > 0) {
    warnings.push(lacking('Block I/O weight_device', 'Weight-device'));
    r.BlkioWeightDevice = [];
  }
  return warnings;
}

function checkProcessors(r: Resources, warnings: string[]): void {
  if (r.NanoCpus > 0 && r.CpuPeriod > 0) {
    throw invalidParameter('Conflicting options: Nano CPUs and CPU Period cannot both be set');
  }
  if (r.NanoCpus > 0 && r.CpuQuota > 0) {
    throw invalidParameter('Conflicting options: Nano CPUs and CPU Quota cannot both be set');
  }
  if (r.NanoCpus < 0 || r.NanoCpus > PROCESSORS * 1e9) {
    throw invalidParameter(
      `range of CPUs is from 0.01 to ${PROCESSORS}.00, as there are only ${PROCESSORS} CPUs available`,
    );
  }
  if (r.CpuPeriod !== 0 && (r.CpuPeriod < 1000 || r.CpuPeriod > 1_000_000)) {
    throw invalidParameter(
      'CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)',
    );
  }
  if (r.CpuQuota > 0 && r.CpuQuota < 1000) {
    throw invalidParameter('CPU cfs quota can not be less than 1ms (i.e. 1000)');
  }
  if (r.CpuPercent > 0) {
    warnings.push('linux does not support CPU percent. Percent discarded.');
    r.CpuPercent = 0;
  }
  checkSet(r.CpusetCpus, 'cpuset cpus', 'CPUs', PROCESSORS);
  checkSet(r.CpusetMems, 'cpuset mems', 'memory nodes', 1);
}

function lacking(what: string, setting: string): string {
  return `Your kernel does not support ${what} or the cgroup is not mounted. ${setting} discarded.`;
}

function checkSet(value: string, what: string, things: string, count: number): void {
  let list: Set<number>;
  try {
    list = parseList(value);
  } catch (error) {
    throw invalidParameter(`Invalid value ${value} for ${what}: ${messageOf(error)}`);
  }
  if ([...list].some((number) => number >= count)) {
    const available = count === 1 ? '0' : `0-${count - 1}`;
    throw invalidParameter(
      `Requested ${things} are not available - requested ${value}, available: ${available}`,
    );
  }
}

/** A list of processors or memory nodes: `0-2,4`. */
function parseList(value: string): Set<number> {
  const list = new Set<number>();
  for (const range of value === '' ? [] : value.split(',')) {
    const [, first, last = first] = /^([+-]?\d+)(?:-([+-]?\d+))?$/.exec(range) ?? [];
    if (first === undefined || Number(last) < Number(first)) throw new Error(`invalid format: ${value}`);
    if (Number(last) > LARGEST_LISTED) {
      throw new Error(`value of out range, maximum is ${LARGEST_LISTED}`);
    }
    for (let i = Number(first); i <= Number(last); i++) list.add(i);
  }
  return list;
}
