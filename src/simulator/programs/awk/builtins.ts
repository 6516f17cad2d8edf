import type { Process } from '../../common/process.ts';
import { Random } from '../../common/random.ts';
import { format } from './format.ts';
import { lower, NUMERIC, substring, timeOf, timeText, upper } from './functions.ts';
import type { State } from './state.ts';
import type { Streams } from './streams.ts';
import { toNumber, type Value } from './values.ts';

/** The functions of awk that take nothing but values. */
export class Builtins {
  private readonly process: Process;
  private readonly state: State;
  private readonly streams: Streams;
  /** What `rand` draws from, and the seed it began with. */
  private random: Random;
  private seed: number;

  constructor(process: Process, state: State, streams: Streams) {
    this.process = process;
    this.state = state;
    this.streams = streams;
    this.seed = this.now;
    this.random = new Random(this.seed);
  }

  /** Seconds since the epoch. */
  private get now(): number {
    return Math.floor(this.process.host.clock.now() / 1000);
  }

  async call(name: string, values: readonly Value[]): Promise<Value> {
    const [first, second, third] = values;
    const numeric = NUMERIC[name];
    if (numeric) return numeric(toNumber(first));
    const text = (value: Value) => this.state.toText(value);
    switch (name) {
      case 'atan2':
        return Math.atan2(toNumber(first), toNumber(second));
      case 'index':
        return text(first).indexOf(text(second)) + 1;
      case 'substr':
        return substring(text(first), toNumber(second), values.length > 2 ? toNumber(third) : undefined);
      case 'sprintf': {
        const made = format('sprintf', text(first), values.slice(1), text);
        if (made.fault) throw made.fault;
        return made.text;
      }
      case 'toupper':
        return upper(text(first));
      case 'tolower':
        return lower(text(first));
      case 'rand':
        return this.random.uint32() / 2 ** 32;
      case 'srand': {
        const before = this.seed;
        this.seed = values.length > 0 ? toNumber(first) : this.now;
        this.random = new Random(this.seed);
        return before;
      }
      case 'close':
        return this.streams.close(text(first));
      case 'system':
        return this.streams.system(text(first));
      case 'fflush':
        return this.streams.fflush(first === undefined ? undefined : text(first));
      case 'systime':
        return this.now;
      case 'mktime':
        return timeOf(text(first));
      case 'strftime':
        return timeText(
          values.length > 0 ? text(first) : '%c',
          values.length > 1 ? toNumber(second) : this.now,
        );
      default:
        throw new Error(`no such function: ${name}`);
    }
  }
}
