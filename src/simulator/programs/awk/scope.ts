import { Failure } from '../support/program.ts';
import { AwkArray } from './arrays.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';

/** A parameter of a running function: a value, or an array, or what may still become one of the caller's. */
export interface Slot {
  value: Value;
  array?: AwkArray;
  origin?: () => AwkArray;
}

type Frame = Map<string, Slot>;

/** Calls within each other: about as many as mawk's stack of 1024 cells holds. */
const DEEPEST = 500;

/** Names as they are seen where a script runs: a running function's parameters hide the script's variables. */
export class Scope {
  private readonly state: State;
  private frame: Frame | undefined;
  private depth = 0;

  constructor(state: State) {
    this.state = state;
  }

  get(name: string): Value {
    const slot = this.frame?.get(name);
    return slot ? slot.value : this.state.get(name);
  }

  set(name: string, value: Value): void {
    const slot = this.frame?.get(name);
    if (slot) slot.value = value;
    else this.state.set(name, value);
  }

  isArray(name: string): boolean {
    const slot = this.frame?.get(name);
    return slot ? slot.array !== undefined : this.state.hasArray(name);
  }

  array(name: string): AwkArray {
    return this.arrayIn(this.frame, name);
  }

  private arrayIn(frame: Frame | undefined, name: string): AwkArray {
    const slot = frame?.get(name);
    if (!slot) return this.state.array(name);
    slot.array ??= slot.origin?.() ?? new AwkArray();
    return slot.array;
  }

  /** What a function gets that is called with a bare name: whether that is an array may turn out in the function. */
  passed(name: string): Slot {
    if (this.isArray(name)) return { value: undefined, array: this.array(name) };
    const { frame } = this;
    return { value: this.get(name), origin: () => this.arrayIn(frame, name) };
  }

  /** Runs a function's body on its parameters. */
  async within<T>(parameters: Frame, run: () => Promise<T>): Promise<T> {
    if (this.depth >= DEEPEST) throw new Failure('program limit exceeded: eval stack size=1024', 2);
    const before = this.frame;
    this.frame = parameters;
    this.depth++;
    try {
      return await run();
    } finally {
      this.frame = before;
      this.depth--;
    }
  }
}
