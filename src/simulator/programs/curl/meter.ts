import type { Process } from '../../common/process.ts';

/** The progress meter, which curl shows while a body does not go to the terminal. */

const HEAD =
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n';
const NEVER = '--:--:--';

/** Five places for an amount of bytes. */
function amount(bytes: number): string {
  const kibi = 1024;
  const mebi = kibi * kibi;
  if (bytes < 100_000) return String(bytes).padStart(5);
  if (bytes < 10_000 * kibi) return `${Math.floor(bytes / kibi)}k`.padStart(5);
  if (bytes < 100 * mebi)
    return `${Math.floor(bytes / mebi)}.${Math.floor((bytes % mebi) / (mebi / 10))}M`.padStart(5);
  return `${Math.floor(bytes / mebi)}M`.padStart(5);
}

function clock(seconds: number): string {
  const part = (value: number, width = 2): string => String(Math.floor(value)).padStart(width, '0');
  const hours = Math.floor(seconds / 3600);
  return seconds < 1
    ? NEVER
    : `${String(hours).padStart(2)}:${part((seconds % 3600) / 60)}:${part(seconds % 60)}`;
}

const percent = (part: number, whole: number): string =>
  String(whole > 0 ? Math.floor((part * 100) / whole) : 0).padStart(3);

export interface Amounts {
  /** What a body is announced to have; `undefined` when nobody says. */
  expected?: number | undefined;
  received: number;
  sent: number;
}

export class Meter {
  private readonly process: Process;
  private readonly on: boolean;
  private readonly bar: boolean;
  private started = 0;
  private shown = false;

  constructor(process: Process, { on, bar }: { on: boolean; bar: boolean }) {
    this.process = process;
    this.on = on && !bar;
    this.bar = on && bar;
  }

  /** The head comes once for a URL, however often it is tried. */
  async begin(): Promise<void> {
    if (!this.on) return;
    this.started = this.process.host.clock.now();
    await this.process.stderr.write(this.shown ? '' : HEAD);
    this.shown = true;
    await this.row({ received: 0, sent: 0 });
  }

  /** The last row. */
  async end(amounts: Amounts): Promise<void> {
    if (this.bar && amounts.received > 0) await this.process.stderr.write(`\r${'#'.repeat(72)} 100.0%\n`);
    if (!this.on) return;
    await this.row(amounts);
    await this.process.stderr.write('\n');
  }

  private async row({ expected, received, sent }: Amounts): Promise<void> {
    const time = this.process.host.clock.now() - this.started;
    const speed = (bytes: number): string => amount(Math.round(bytes / (Math.max(time, 1) / 1000)));
    const whole = (expected ?? received) + sent;
    await this.process.stderr.write(
      `\r${percent(received + sent, whole)} ${amount(whole)}  ${percent(received, expected ?? 0)} ${amount(received)}  ${percent(sent, sent)} ${amount(sent)}  ` +
        `${speed(received)}  ${speed(sent)} ${NEVER} ${clock(time / 1000)} ${NEVER} ${speed(received + sent)}`,
    );
  }
}
