import { formatTime } from '../support/strftime.ts';
import { JqError, type Json } from './value.ts';

/** How `todate` writes and `fromdate` reads. */
export const ISO = '%Y-%m-%dT%H:%M:%SZ';

export function fromDate(value: Json): Json {
  if (typeof value !== 'string') throw new JqError(`strptime/1 requires string inputs and arguments`);
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw new JqError(`date "${value}" does not match format "${ISO}"`);
  return time / 1000;
}

export function formatDate(value: Json, pattern: Json): Json {
  if (typeof pattern !== 'string') throw new JqError('strftime/1 requires a string format');
  const seconds = Array.isArray(value) ? makeTime(value) : value;
  if (typeof seconds !== 'number') throw new JqError('strftime/1 requires parsed datetime inputs');
  return formatTime(pattern, new Date(seconds * 1000));
}

export function makeTime(value: Json): Json {
  const parts = Array.isArray(value) && value.length >= 6 ? value : undefined;
  if (!parts?.every((part): part is number => typeof part === 'number')) {
    throw new JqError('mktime requires array of 6 numbers');
  }
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  return Math.floor(Date.UTC(year, month, day, hour, minute, second) / 1000);
}

export function brokenDown(value: Json): Json {
  if (typeof value !== 'number') throw new JqError('gmtime() requires a number');
  const date = new Date(value * 1000);
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCDay(),
    Math.floor((date.getTime() - start) / 86_400_000),
  ];
}
