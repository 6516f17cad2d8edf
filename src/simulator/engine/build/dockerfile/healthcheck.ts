import { parseFlags } from './flags.ts';
import type { Healthcheck } from './instructions.ts';
import type { Statement } from './lines.ts';
import { jsonStrings } from './words.ts';

const UNITS: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Go's `time.ParseDuration`, in nanoseconds. */
function parseDuration(text: string): number {
  const invalid = (): Error => new Error(`time: invalid duration ${JSON.stringify(text)}`);
  const [, sign, rest = ''] = /^([-+]?)(.*)$/s.exec(text)!;
  if (rest === '0') return 0;
  if (rest === '') throw invalid();
  let total = 0;
  let left = rest;
  while (left !== '') {
    const match = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(left);
    if (!match) throw invalid();
    const [whole, amount, unit] = match as unknown as [string, string, string];
    if (unit === '') throw new Error(`time: missing unit in duration ${JSON.stringify(text)}`);
    const factor = UNITS[unit];
    if (factor === undefined) {
      throw new Error(`time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`);
    }
    total += Number(amount) * factor;
    left = left.slice(whole.length);
  }
  return Math.round(sign === '-' ? -total : total);
}

function interval(name: string, text: string): number {
  if (text === '') return 0;
  const duration = parseDuration(text);
  if (duration !== 0 && duration < 1e6) {
    throw new Error(`Interval ${JSON.stringify(name)} cannot be less than 1ms`);
  }
  return duration;
}

function retries(text: string): number {
  if (text === '') return 0;
  if (!/^[-+]?\d+$/.test(text)) {
    throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  const count = Number(text);
  if (Math.abs(count) > 0x7fffffff) {
    throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(text)}: value out of range`);
  }
  if (count < 0) throw new Error(`--retries cannot be negative (${count})`);
  return count;
}

/** HEALTHCHECK's type, flags and command. */
export function parseHealthcheck(statement: Statement): Healthcheck {
  const { rest } = statement;
  if (rest === '') throw new Error('HEALTHCHECK requires at least one argument');
  const [, written = '', after = ''] = /^(\S+)\s*(.*)$/s.exec(rest)!;
  const type = written.toUpperCase();
  const none = { Interval: 0, Timeout: 0, StartPeriod: 0, StartInterval: 0, Retries: 0 };
  if (type === 'NONE') {
    if (after !== '') throw new Error('HEALTHCHECK NONE takes no arguments');
    return { Test: ['NONE'], ...none };
  }
  const names = ['interval', 'timeout', 'start-period', 'start-interval', 'retries'];
  const flags = parseFlags(statement.flags, Object.fromEntries(names.map((n) => [n, 'string' as const])));
  if (type !== 'CMD') throw new Error(`Unknown type ${JSON.stringify(type)} in HEALTHCHECK (try CMD)`);
  const json = jsonStrings(after);
  const command = json ?? (after === '' ? [] : [after]);
  if (command.length === 0) throw new Error('Missing command after HEALTHCHECK CMD');
  return {
    Test: [json ? 'CMD' : 'CMD-SHELL', ...command],
    Interval: interval('interval', flags.string('interval')),
    Timeout: interval('timeout', flags.string('timeout')),
    StartPeriod: interval('start-period', flags.string('start-period')),
    StartInterval: interval('start-interval', flags.string('start-interval')),
    Retries: retries(flags.string('retries')),
  };
}
