import {
  BOOL,
  type GoType,
  INT,
  INT64,
  type Method,
  named,
  pointer,
  STRING,
  struct,
  UINT64,
} from './types.ts';

/** Go's zero time, as JSON has it. */
const ZERO_TIME = '0001-01-01T00:00:00Z';

/** The text of a time; what is none counts as the zero time. */
const timeOf = (data: unknown): string =>
  typeof data === 'string' && !Number.isNaN(Date.parse(data)) ? data : ZERO_TIME;

const unixSeconds = (data: unknown): number => Math.floor(Date.parse(timeOf(data)) / 1000);

/** A method that gives a part of RFC 3339: times keep the zone they were written in. */
const digits = (from: number, to: number): Method => ({
  parameters: [],
  result: INT,
  call: (data) => Number(timeOf(data).slice(from, to)),
});

/** `time.Time`: JSON keeps it as RFC 3339; templates print it with its zone. */
export const TIME: GoType = {
  ...struct('time.Time', {
    // What a time that was read keeps: its nanoseconds, the seconds since the year one, its zone.
    wall: [UINT64, { read: (data) => Number((/\.(\d{1,9})/.exec(timeOf(data))?.[1] ?? '').padEnd(9, '0')) }],
    ext: [INT64, { read: (data) => unixSeconds(data) - unixSeconds(ZERO_TIME) }],
    loc: [pointer(struct('time.Location', {})), { read: (data) => (timeOf(data).endsWith('Z') ? null : {}) }],
  }),
  text: (data) => timeText(timeOf(data)),
  json: (data) => JSON.stringify(timeOf(data)),
  methods: {
    String: { parameters: [], result: STRING, call: (data) => timeText(timeOf(data)) },
    Unix: { parameters: [], result: INT64, call: unixSeconds },
    IsZero: { parameters: [], result: BOOL, call: (data) => unixSeconds(data) === unixSeconds(ZERO_TIME) },
    Year: digits(0, 4),
    Day: digits(8, 10),
    Hour: digits(11, 13),
    Minute: digits(14, 16),
    Second: digits(17, 19),
  },
};

/** `2026-11-23T07:57:57.5Z` as `2026-11-23 07:57:57.5 +0000 UTC`. */
export function timeText(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (!match) return text;
  const [, date, time, fraction = '', zone = 'Z'] = match;
  const offset = zone === 'Z' ? '+0000 UTC' : `${zone.replace(':', '')} ${zone.replace(':', '')}`;
  return `${date} ${time}${fraction.replace(/\.?0+$/, '')} ${offset}`;
}

/** `time.Duration`, nanoseconds in JSON. */
export const DURATION: GoType = named('time.Duration', INT64, {
  text: (data) => durationText(data as number),
});

/** `1m30s`, `1.5s`, `100ms`. */
function durationText(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  const sign = nanoseconds < 0 ? '-' : '';
  const ns = Math.abs(nanoseconds);
  if (ns < 1e3) return `${sign}${ns}ns`;
  if (ns < 1e6) return `${sign}${ns / 1e3}µs`;
  if (ns < 1e9) return `${sign}${ns / 1e6}ms`;
  const hours = Math.trunc(ns / 3.6e12);
  const minutes = Math.trunc((ns % 3.6e12) / 6e10);
  const seconds = `${Number(((ns % 6e10) / 1e9).toFixed(9))}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : sign + seconds;
}

/** `nat.Port`: `80/tcp`. */
export const PORT: GoType = named('nat.Port', STRING, {
  methods: {
    Port: { parameters: [], result: STRING, call: (data) => (data as string).split('/')[0] },
    Proto: { parameters: [], result: STRING, call: (data) => (data as string).split('/')[1] ?? 'tcp' },
    Int: { parameters: [], result: INT, call: (data) => Number((data as string).split('/')[0]) },
  },
});
