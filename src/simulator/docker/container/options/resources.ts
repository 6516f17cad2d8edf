import type { Flag } from '../../framework/command.ts';
import * as check from './checks.ts';

const int = (name: string, usage: string, more: Partial<Flag> = {}): Flag => ({
  name,
  type: 'int',
  usage,
  ...more,
});
const onlyWindows = { requires: { os: 'windows' } } as const;

/** Limits that `update` can change too. */
export const updatableFlags: readonly Flag[] = [
  {
    name: 'blkio-weight',
    type: 'uint16',
    usage: 'Block IO weight, 10 to 1000, or 0 for none (default 0)',
  },
  int('cpu-period', 'CFS (Completely Fair Scheduler) period of the CPU'),
  int('cpu-quota', 'CFS (Completely Fair Scheduler) quota of the CPU'),
  int('cpu-rt-period', 'Real-time period of the CPU in microseconds', { requires: { since: '1.25' } }),
  int('cpu-rt-runtime', 'Real-time runtime of the CPU in microseconds', { requires: { since: '1.25' } }),
  { name: 'cpuset-cpus', type: 'string', usage: 'CPUs to run on (0-3, 0,1)' },
  { name: 'cpuset-mems', type: 'string', usage: 'Memory nodes to use (0-3, 0,1)' },
  int('cpu-shares', 'Share of the CPU, relative to others', { short: 'c' }),
  { name: 'memory', short: 'm', type: 'bytes', usage: 'Most memory it may use' },
  { name: 'memory-reservation', type: 'bytes', usage: 'Memory it is held to when memory is short' },
  {
    name: 'memory-swap',
    type: 'bytes',
    usage: "Most memory and swap together: '-1' for no limit on swap",
    check: check.memorySwap,
  },
  int('pids-limit', 'Most processes (-1 for no limit)'),
  { name: 'cpus', type: 'decimal', usage: 'How many CPUs', requires: { since: '1.25' }, check: check.cpus },
];

/** Every limit that `run` and `create` take. */
export const resourceFlags: readonly Flag[] = [
  ...updatableFlags,
  {
    name: 'blkio-weight-device',
    type: 'list',
    default: '[]',
    usage: 'Block IO weight for one device',
    check: check.weightDevice,
  },
  int('cpu-count', 'How many CPUs (Windows only)', onlyWindows),
  int('cpu-percent', 'Percent of the CPU (Windows only)', onlyWindows),
  {
    name: 'device-read-bps',
    type: 'list',
    default: '[]',
    usage: 'Most bytes a second read from a device',
    check: check.throttleBytes,
  },
  {
    name: 'device-read-iops',
    type: 'list',
    default: '[]',
    usage: 'Most reads a second from a device',
    check: check.throttleOperations,
  },
  {
    name: 'device-write-bps',
    type: 'list',
    default: '[]',
    usage: 'Most bytes a second written to a device',
    check: check.throttleBytes,
  },
  {
    name: 'device-write-iops',
    type: 'list',
    default: '[]',
    usage: 'Most writes a second to a device',
    check: check.throttleOperations,
  },
  {
    name: 'io-maxbandwidth',
    type: 'bytes',
    usage: 'Most bytes a second on the system drive (Windows only)',
    ...onlyWindows,
  },
  {
    name: 'io-maxiops',
    type: 'uint',
    usage: 'Most operations a second on the system drive (Windows only)',
    ...onlyWindows,
  },
  { name: 'kernel-memory', type: 'bytes', usage: 'Most kernel memory' },
  int('memory-swappiness', 'How readily memory is swapped out (0 to 100)', { default: '-1' }),
  { name: 'oom-kill-disable', type: 'bool', usage: 'Never kill the container for want of memory' },
  int('oom-score-adj', "Adjust the host's preference of what to kill first (-1000 to 1000)"),
];
