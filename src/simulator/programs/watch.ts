import type { Output, Program } from '../common/process.ts';
import { command, Failure } from './support/program.ts';
import { formatTime } from './support/strftime.ts';

/** watch(1): a command again and again, on a screen of its own. */
export const watch: Program = command(
  {
    short: 'n:dtgbecx',
    long: {
      'interval=': 'n',
      'differences?': 'd',
      'no-title': 't',
      chgexit: 'g',
      beep: 'b',
      errexit: 'e',
      color: 'c',
      exec: 'x',
    },
    anywhere: false,
  },
  async (process, options) => {
    const { tty } = process;
    if (options.rest.length === 0) {
      await process.stderr.write('Usage:\n watch [options] command\n');
      return 1;
    }
    const interval = Number(options.get('n')?.replace(',', '.') ?? 2);
    if (Number.isNaN(interval)) throw new Failure(`failed to parse argument: '${options.get('n')}'`);
    if (!tty || !process.stdout.isTTY) {
      await process.stderr.write('Error opening terminal: unknown.\n');
      return 1;
    }
    const words = options.rest.join(' ');
    const argv = options.has('x') ? options.rest : ['/bin/sh', '-c', words];
    const seconds = Math.max(0.1, interval);
    await tty.output.write('\x1b[?1049h');
    let before: string | undefined;
    try {
      for (;;) {
        const shown = keeper();
        const status = await process.spawn(argv, { stdout: shown, stderr: shown });
        const text = shown.text();
        const now = formatTime('%a %b %e %H:%M:%S %Y', new Date(process.host.clock.now()));
        const left = `Every ${seconds.toFixed(1)}s: ${words}`;
        const right = `${process.host.hostname}: ${now}`;
        const room = tty.columns - right.length - 1;
        const head = options.has('t')
          ? []
          : [`${left.slice(0, Math.max(0, room)).padEnd(room)} ${right}`, ''];
        const lines = [...head, ...text.split('\n')].slice(0, tty.rows);
        await tty.output.write(
          `\x1b[H\x1b[2J${lines.map((line) => line.slice(0, tty.columns)).join('\r\n')}`,
        );
        if (options.has('g') && before !== undefined && text !== before) return 0;
        if (options.has('e') && status !== 0) return status;
        before = text;
        await process.host.clock.until(process.host.clock.now() + seconds * 1000, process.signal);
      }
    } finally {
      await tty.output.write('\x1b[?1049l');
    }
  },
);

/** An output that keeps what was written. */
function keeper(): Output & { text(): string } {
  const decoder = new TextDecoder();
  let held = '';
  return {
    isTTY: false,
    write: async (data) => {
      held += typeof data === 'string' ? data : decoder.decode(data, { stream: true });
    },
    text: () => held,
  };
}
