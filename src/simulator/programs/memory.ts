import { command } from './support/program.ts';
import { formatTime } from './support/strftime.ts';

/** What the machine has, in KiB: the numbers of its `top` and of containers' /proc/meminfo. */
const MEMORY = {
  total: 8_127_396,
  used: 1_374_310,
  free: 5_243_290,
  shared: 12_480,
  cache: 1_509_796,
  available: 6_752_154,
};
const UP = 3 * 3_600_000;
const SCALES: Record<string, number> = { b: 1 / 1024, k: 1, m: 1024, g: 1024 ** 2 };

/** As `free -h` writes an amount. */
function human(kibibytes: number): string {
  if (kibibytes === 0) return '0B';
  let value = kibibytes;
  let unit = 0;
  for (; value >= 1024 && unit < 3; unit++) value /= 1024;
  return `${value < 10 ? value.toFixed(1) : Math.floor(value)}${'KMGT'[unit]}i`;
}

/** free(1). */
export const free = command(
  {
    short: 'bkmghtlws:c:',
    long: { bytes: 'b', kibi: 'k', mebi: 'm', gibi: 'g', human: 'h', total: 't', wide: 'w', si: 'si' },
    most: 0,
  },
  async (process, options) => {
    const scale = SCALES[['b', 'm', 'g'].find((key) => options.has(key)) ?? 'k']!;
    const show = (value: number) =>
      (options.has('h') ? human(value) : String(Math.floor(value / scale))).padStart(12);
    const row = (name: string, values: number[]) => `${name.padEnd(8)}${values.map(show).join('')}\n`;
    const names = ['total', 'used', 'free', 'shared', 'buff/cache', 'available'];
    const { total, used, free: unused, shared, cache, available } = MEMORY;
    let text = `${' '.repeat(8)}${names.map((name) => name.padStart(12)).join('')}\n`;
    text += row('Mem:', [total, used, unused, shared, cache, available]);
    text += row('Swap:', [0, 0, 0]);
    if (options.has('t')) text += row('Total:', [total, used, unused]);
    await process.stdout.write(text);
    return 0;
  },
);

/** uptime(1). */
export const uptime = command(
  { short: 'ps', long: { pretty: 'p', since: 's' }, most: 0 },
  async (process, options) => {
    const now = process.host.clock.now();
    if (options.has('p')) await process.stdout.write('up 3 hours\n');
    else if (options.has('s')) await process.stdout.write(`${formatTime('%F %T', new Date(now - UP))}\n`);
    else {
      const time = formatTime('%H:%M:%S', new Date(now));
      await process.stdout.write(` ${time} up  3:00,  1 user,  load average: 0.00, 0.00, 0.00\n`);
    }
    return 0;
  },
);
