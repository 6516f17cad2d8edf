const FIXED: Record<string, number> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  fortnight: 1_209_600_000,
};
const RELATIVE =
  /(?<![\d:.])([-+]?\s*\d+|last|this|next|an?)?\s*\b(sec|second|min|minute|hour|day|week|fortnight|month|year)s?\b(\s+ago)?/g;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_NAME =
  /\b(?:(last|this|next)\s+)?((?:sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?)\b[,.]?/;
const DAY_FIRST = new RegExp(`\\b(\\d{1,2})[ -](${MONTHS.join('|')})[a-z]*(?:[ -](\\d{4}))?\\b`);
const MONTH_FIRST = new RegExp(`\\b(${MONTHS.join('|')})[a-z]*\\s+(\\d{1,2})(?:,?\\s+(\\d{4}))?\\b`);
const CLOCK =
  /(?:^|\s|t)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(am|pm)?\s*(z|utc|gmt|[-+]\d\d(?::?\d\d)?)?(?=\s|$)/;

/** What `date -d` makes of a text: a day, a time, and steps from there (GNU coreutils, "Date input formats"). */
export function parseDate(text: string, now: number): Date | undefined {
  let rest = text.trim().toLowerCase();
  const seconds = /^@(-?\d+(?:\.\d+)?)$/.exec(rest);
  if (seconds) return valid(new Date(Number(seconds[1]) * 1000));
  let time: number | undefined;
  let isDay = rest === '';
  const take = (pattern: RegExp, use: (match: RegExpExecArray) => void) => {
    const match = pattern.exec(rest);
    if (!match) return;
    use(match);
    rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`.trim();
  };
  take(CLOCK, ([, hour, minute, second, half, zone]) => {
    const hours = half ? (Number(hour) % 12) + (half === 'pm' ? 12 : 0) : Number(hour);
    if (hours < 24 && Number(minute) < 60 && Number(second ?? 0) < 61) {
      time = (hours * 3600 + Number(minute) * 60 + Number(second ?? 0)) * 1000 - offset(zone ?? 'z');
    } else time = Number.NaN;
  });
  let day: number | undefined;
  const on = (year: string | undefined, month: number, date: string | undefined) => {
    const made = new Date(Date.UTC(Number(year ?? new Date(now).getUTCFullYear()), month, Number(date)));
    day = made.getUTCMonth() === month ? made.getTime() : Number.NaN;
  };
  take(/\b(\d{4})-(\d{1,2})-(\d{1,2})\b/, ([, y, m, d]) => on(y, Number(m) - 1, d));
  take(/^(\d{4})(\d\d)(\d\d)\b/, ([, y, m, d]) => on(y, Number(m) - 1, d));
  take(/\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/, ([, m, d, y]) => on(y, Number(m) - 1, d));
  take(DAY_FIRST, ([, d, m, y]) => on(y, MONTHS.indexOf(m!), d));
  take(MONTH_FIRST, ([, m, d, y]) => on(y, MONTHS.indexOf(m!), d));
  take(/\b(now|today|midnight|yesterday|tomorrow)\b/, ([, word]) => {
    isDay ||= word === 'midnight';
    const steps = { yesterday: -1, tomorrow: 1 }[word as string] ?? 0;
    rest += ` ${steps} day`;
  });
  let dayName: number | undefined;
  take(DAY_NAME, ([, count, name]) => {
    const wanted = DAYS.findIndex((one) => name!.startsWith(one));
    const ahead = (wanted - new Date(now).getUTCDay() + 7) % 7;
    // `next` is the coming one; a day that is today counts for `this`, not for `next`.
    const weeks = count === 'next' ? (ahead === 0 ? 1 : 0) : count === 'last' ? -1 : 0;
    dayName = ahead + 7 * weeks;
  });
  if (dayName !== undefined && day === undefined) {
    isDay = true;
    rest += ` ${dayName} day`;
  }
  take(/(?:^|\s)(\d{1,2})\s*(am|pm)(?=\s|$)/, ([, hour, half]) => {
    time = Number(hour) > 12 ? Number.NaN : ((Number(hour) % 12) + (half === 'pm' ? 12 : 0)) * FIXED.hour!;
  });
  const start = day ?? (isDay || time !== undefined ? now - (now % FIXED.day!) : now);
  return moved(start + (time ?? 0), rest);
}

/** Takes the steps: `+2 days`, `last week`, `3 hours ago`. */
function moved(start: number, text: string): Date | undefined {
  const date = new Date(start);
  const rest = text.replace(
    RELATIVE,
    (_, count: string | undefined, unit: string, ago: string | undefined) => {
      const words: Record<string, number> = { last: -1, this: 0, next: 1, a: 1, an: 1 };
      const amount = (words[count ?? 'a'] ?? Number(count?.replace(/\s/g, ''))) * (ago ? -1 : 1);
      if (unit === 'month') date.setUTCMonth(date.getUTCMonth() + amount);
      else if (unit === 'year') date.setUTCFullYear(date.getUTCFullYear() + amount);
      else date.setTime(date.getTime() + amount * FIXED[unit]!);
      return '';
    },
  );
  return rest.replace(/\bof\b/g, '').trim() === '' ? valid(date) : undefined;
}

/** A zone's distance from UTC in milliseconds. */
function offset(zone: string): number {
  const match = /^([-+])(\d\d):?(\d\d)?$/.exec(zone);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
}

const valid = (date: Date): Date | undefined => (Number.isNaN(date.getTime()) ? undefined : date);
