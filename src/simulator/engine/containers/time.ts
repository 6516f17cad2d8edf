import type { Clock } from '../../common/clock.ts';
import { invalidParameter } from '../errors.ts';

/** What Go writes for a time that was never set. */
export const ZERO_TIME = '0001-01-01T00:00:00Z';

const NANOSECONDS = 1_000_000;

/**
 * Times to the nanosecond, as the engine records them. The clock knows milliseconds; the rest is made up so that no
 * two times are equal and none goes backwards within one millisecond.
 */
export class Stamps {
  private readonly clock: Clock;
  private last = 0;
  private fraction = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Now, in RFC 3339 with nine digits after the second. */
  fixed(): string {
    const now = Math.floor(this.clock.now());
    // A walk through the millisecond in steps that look like none; starts anew with each millisecond.
    this.fraction =
      now === this.last ? Math.min(this.fraction + 3_719, NANOSECONDS - 1) : (now * 7_919) % 900_000;
    this.last = now;
    return new Date(now).toISOString().replace('Z', `${String(this.fraction).padStart(6, '0')}Z`);
  }

  /** Now, as Go's RFC3339Nano writes it: without final zeros. */
  now(): string {
    return trimFraction(this.fixed());
  }
}

function trimFraction(time: string): string {
  return time.replace(/\.?0+Z$/, 'Z');
}

/** Milliseconds since the epoch of a recorded time; negative infinity for the one that was never set. */
export function millisecondsOf(time: string): number {
  return time === ZERO_TIME ? Number.NEGATIVE_INFINITY : Date.parse(time.replace(/(\.\d{3})\d+Z$/, '$1Z'));
}

/** `docker/go-units` HumanDuration: `About a minute`, `3 hours`. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  const minutes = Math.trunc(milliseconds / 60_000);
  const hours = Math.trunc(milliseconds / 3_600_000 + 0.5);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(Math.trunc(milliseconds / 3_600_000) / 24 / 365)} years`;
}

const UNITS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a Go duration such as `1h30m`; `undefined` where it is none. */
function parseDuration(text: string): number | undefined {
  const match = /^([+-]?)((?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+)$/.exec(text);
  if (!match) return undefined;
  let sum = 0;
  for (const [, number, unit] of match[2]!.matchAll(/(\d+(?:\.\d*)?)(ns|us|µs|ms|s|m|h)/g)) {
    sum += Number(number) * UNITS[unit!]!;
  }
  return match[1] === '-' ? -sum : sum;
}

/**
 * A point in time as clients give it: seconds since the epoch, an RFC 3339 time or a shorter form of one, or a
 * duration before now. In milliseconds since the epoch.
 */
export function parseTime(text: string, now: number): number {
  const duration = parseDuration(text);
  if (duration !== undefined) return now - duration;
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (/^\d{4}-\d\d-\d\d(T\d\d(:\d\d(:\d\d(\.\d+)?)?)?)?(Z|[+-]\d\d:\d\d)?$/.test(text)) {
    const [, date, clock = '00', zone = 'Z'] = /^([\d-]{10})(?:T([\d:.]+))?(Z|[+-]\d\d:\d\d)?$/.exec(text)!;
    const full = `${clock}${':00:00'.slice(0, Math.max(0, 8 - clock.length))}`.replace(/(\.\d{3})\d+$/, '$1');
    const time = Date.parse(`${date}T${full}${zone}`);
    if (!Number.isNaN(time)) return time;
  }
  throw invalidParameter(`failed to parse value as time or duration: "${text}"`);
}

/** A duration in nanoseconds as Go prints it: `1m30s`, `500ms`. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  if (nanoseconds < 1e9) {
    if (nanoseconds < 1e3) return `${nanoseconds}ns`;
    return nanoseconds < 1e6 ? `${nanoseconds / 1e3}µs` : `${nanoseconds / 1e6}ms`;
  }
  const seconds = nanoseconds / 1e9;
  const h = Math.floor(seconds / 3600);
  const m = Math.floor(seconds / 60) % 60;
  const s = Number((seconds - h * 3600 - m * 60).toFixed(9));
  return `${h > 0 ? `${h}h` : ''}${h > 0 || m > 0 ? `${m}m` : ''}${s}s`;
}
