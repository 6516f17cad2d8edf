import { FileError, resolvePath } from '../../../common/files.ts';
import { unmarshalGoJson } from '../../../common/go-json.ts';
import type { FlagSet } from '../../../common/pflag/flag-set.ts';
import type { Process } from '../../../common/process.ts';

/** `RestartPolicy` of the Engine API. */
export interface RestartPolicy {
  Name: string;
  MaximumRetryCount: number;
}

/**
 * `on-failure:3`
 * @throws Error with the reason
 */
export function parseRestartPolicy(text: string): RestartPolicy {
  const at = text.indexOf(':');
  const name = at === -1 ? text : text.slice(0, at);
  const count = at === -1 ? '' : text.slice(at + 1);
  if (at !== -1 && name === '') {
    throw new Error('invalid restart policy format: no policy provided before colon');
  }
  if (count !== '' && !/^[+-]?\d+$/.test(count)) {
    throw new Error('invalid restart policy format: maximum retry count must be an integer');
  }
  return { Name: name, MaximumRetryCount: Number(count) };
}

/** @throws Error when a namespace flag names none that exists */
export function checkNamespaces(flags: FlagSet): void {
  const container = /^container:.+/;
  const pid = flags.string('pid');
  if (!['', 'host'].includes(pid) && !container.test(pid)) throw new Error('--pid: invalid PID mode');
  if (!['', 'host'].includes(flags.string('uts'))) throw new Error('--uts: invalid UTS mode');
  if (!['', 'host'].includes(flags.string('userns'))) throw new Error('--userns: invalid USER mode');
  if (!['', 'host', 'private'].includes(flags.string('cgroupns'))) {
    throw new Error('--cgroupns: invalid CGROUP mode');
  }
}

/** `HealthConfig` of the Engine API. */
interface HealthConfig {
  Test?: string[];
  Interval?: number;
  Timeout?: number;
  StartPeriod?: number;
  StartInterval?: number;
  Retries?: number;
}

/**
 * @param nanoseconds reads a duration flag
 * @throws Error with the reason
 */
export function parseHealth(flags: FlagSet, nanoseconds: (name: string) => number): HealthConfig | undefined {
  const command = flags.string('health-cmd');
  const numbers = {
    interval: nanoseconds('health-interval'),
    timeout: nanoseconds('health-timeout'),
    retries: flags.number('health-retries'),
    'start-period': nanoseconds('health-start-period'),
    'start-interval': nanoseconds('health-start-interval'),
  };
  const given = command !== '' || Object.values(numbers).some((number) => number !== 0);
  if (flags.bool('no-healthcheck')) {
    if (given) throw new Error('--no-healthcheck conflicts with --health-* options');
    return { Test: ['NONE'] };
  }
  if (!given) return undefined;
  for (const [name, number] of Object.entries(numbers)) {
    if (number < 0) throw new Error(`--health-${name} cannot be negative`);
  }
  return {
    ...(command === '' ? {} : { Test: ['CMD-SHELL', command] }),
    Interval: numbers.interval,
    Timeout: numbers.timeout,
    StartPeriod: numbers['start-period'],
    StartInterval: numbers['start-interval'],
    Retries: numbers.retries,
  };
}

interface SecurityOptions {
  options: string[] | null;
  /** `systempaths=unconfined`: nothing of /proc and /sys is hidden. */
  unconfined: boolean;
}

/** @throws Error with the reason */
export function parseSecurity(process: Process, given: readonly string[]): SecurityOptions {
  const options = given.map((option) => {
    const at = option.includes('=') ? option.indexOf('=') : option.indexOf(':');
    const key = at === -1 ? option : option.slice(0, at);
    const value = at === -1 ? '' : option.slice(at + 1);
    if (key === 'no-new-privileges') return option;
    if (value === '') throw new Error(`Invalid --security-opt: ${JSON.stringify(option)}`);
    if (key !== 'seccomp' || value === 'unconfined' || value === 'builtin') return option;
    return `seccomp=${readProfile(process, value)}`;
  });
  const left = options.filter((option) => option !== 'systempaths=unconfined');
  return { options: given.length > 0 ? left : null, unconfined: left.length < options.length };
}

function readProfile(process: Process, name: string): string {
  let text: string;
  try {
    text = process.files.readText(resolvePath(process.cwd, name));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new Error(`opening seccomp profile (${name}) failed: open ${name}: ${error.message.toLowerCase()}`);
  }
  try {
    return JSON.stringify(unmarshalGoJson(text));
  } catch (error) {
    throw new Error(`compacting json for seccomp profile (${name}) failed: ${(error as Error).message}`);
  }
}
