const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** strftime(3) in UTC: the world's machines run on it. */
export function formatTime(format: string, date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = DAYS[date.getUTCDay()]!;
  const month = MONTHS[date.getUTCMonth()]!;
  const hour = date.getUTCHours();
  const startOfYear = Date.UTC(date.getUTCFullYear(), 0, 1);
  const dayOfYear = Math.floor((date.getTime() - startOfYear) / 86_400_000) + 1;
  const fields: Record<string, () => string> = {
    a: () => day.slice(0, 3),
    A: () => day,
    b: () => month.slice(0, 3),
    h: () => month.slice(0, 3),
    B: () => month,
    c: () => formatTime('%a %b %e %H:%M:%S %Y', date),
    C: () => two(Math.floor(date.getUTCFullYear() / 100)),
    d: () => two(date.getUTCDate()),
    D: () => formatTime('%m/%d/%y', date),
    e: () => String(date.getUTCDate()).padStart(2),
    F: () => formatTime('%Y-%m-%d', date),
    H: () => two(hour),
    I: () => two(hour % 12 || 12),
    j: () => String(dayOfYear).padStart(3, '0'),
    k: () => String(hour).padStart(2),
    l: () => String(hour % 12 || 12).padStart(2),
    m: () => two(date.getUTCMonth() + 1),
    M: () => two(date.getUTCMinutes()),
    n: () => '\n',
    N: () => String(date.getUTCMilliseconds()).padStart(3, '0').padEnd(9, '0'),
    p: () => (hour < 12 ? 'AM' : 'PM'),
    P: () => (hour < 12 ? 'am' : 'pm'),
    r: () => formatTime('%I:%M:%S %p', date),
    R: () => formatTime('%H:%M', date),
    s: () => String(Math.floor(date.getTime() / 1000)),
    S: () => two(date.getUTCSeconds()),
    t: () => '\t',
    T: () => formatTime('%H:%M:%S', date),
    u: () => String(date.getUTCDay() || 7),
    q: () => String(Math.floor(date.getUTCMonth() / 3) + 1),
    U: () => two(Math.floor((dayOfYear + 6 - date.getUTCDay()) / 7)),
    W: () => two(Math.floor((dayOfYear + 6 - ((date.getUTCDay() + 6) % 7)) / 7)),
    V: () => two(isoWeek(date).week),
    G: () => String(isoWeek(date).year),
    g: () => two(isoWeek(date).year % 100),
    w: () => String(date.getUTCDay()),
    x: () => formatTime('%m/%d/%y', date),
    X: () => formatTime('%H:%M:%S', date),
    y: () => two(date.getUTCFullYear() % 100),
    Y: () => String(date.getUTCFullYear()),
    z: () => '+0000',
    Z: () => 'UTC',
    '%': () => '%',
  };
  return format.replace(
    /%([-_0^#]*)(\d*)(:{0,2})([a-zA-Z%])/g,
    (whole, flags: string, width: string, colons: string, letter: string) => {
      if (colons !== '' && letter !== 'z') return whole;
      let text = fields[letter]?.();
      if (text === undefined) return whole;
      if (colons !== '') text = colons === ':' ? '+00:00' : '+00:00:00';
      if (flags.includes('-')) text = text.replace(/^[0 ]+(?=\d)/, '');
      else if (flags.includes('_')) text = text.replace(/^0+(?=\d)/, (zeros) => ' '.repeat(zeros.length));
      else if (flags.includes('0')) text = text.replace(/^ +/, (blanks) => '0'.repeat(blanks.length));
      if (flags.includes('^')) text = text.toUpperCase();
      if (flags.includes('#')) text = letter === 'p' ? text.toLowerCase() : text.toUpperCase();
      const isNumber = /^[ 0-9]+$/.test(text) && !flags.includes('_');
      return text.padStart(Math.min(Number(width), 1000), isNumber ? '0' : ' ');
    },
  );
}

/** The week of a day and the year that week belongs to (ISO 8601): the week's Thursday decides. */
function isoWeek(date: Date): { week: number; year: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * 86_400_000);
  const year = thursday.getUTCFullYear();
  return { week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 604_800_000) + 1, year };
}
