import { goQuote } from '../../common/go-quote.ts';
import { parseDuration } from '../../common/pflag/values.ts';
import { CommandError } from '../framework/errors.ts';

/**
 * `--since` and `--until` as the Engine API takes them: seconds since the epoch. A duration counts back from now.
 * @throws CommandError
 */
export function engineTimestamp(text: string, now: number): string {
  if (text !== '0') {
    try {
      return String(Math.floor((now - parseDuration(text)) / 1000));
    } catch {
      // No duration: a time.
    }
  }
  const match =
    /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d)(?::(\d\d))?(?::(\d\d))?(\.\d+)?)?([zZ]|[+-]\d\d:\d\d)?$/.exec(text);
  if (match) {
    const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match;
    const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone.toUpperCase()}`);
    if (!Number.isNaN(date.getTime()) && date.getTime() !== undefined) {
      return `${Math.floor(date.getTime() / 1000)}.${fraction.slice(1, 10).padEnd(9, '0')}`;
    }
    throw new CommandError(`parsing time ${goQuote(text)}: ${outOfRange(match)} out of range`);
  }
  if (text.includes('-')) {
    throw new CommandError(
      `parsing time ${goQuote(text)} as "2006-01-02": cannot parse ${goQuote(text)} as "2006"`,
    );
  }
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return text;
  throw new CommandError(`failed to parse value as time or duration: ${goQuote(text)}`);
}

function outOfRange([, , month = '', , hour = '00', minute = '00']: RegExpExecArray): string {
  if (Number(month) < 1 || Number(month) > 12) return 'month';
  if (Number(hour) > 23) return 'hour';
  return Number(minute) > 59 ? 'minute' : 'day';
}
