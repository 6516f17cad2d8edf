import type { EventLoop } from './loop.ts';
import { Fn, makeError, native, Obj, Thrown, toText, type Value } from './values.ts';

/** An object with `on`, `once`, `off` and `emit` (node's EventEmitter). */
export class Emitter extends Obj {
  private listeners: { name: string; fn: Fn; once: boolean }[] = [];
  private readonly loop: EventLoop;

  constructor(loop: EventLoop, proto: Obj | null = null) {
    super(proto);
    this.loop = loop;
    const add = (once: boolean) => (args: Value[]) => {
      const [name, fn] = args;
      if (fn instanceof Fn) this.listeners.push({ name: toText(name), fn, once });
      this.listening(toText(name));
      return this;
    };
    const methods: Record<string, (args: Value[]) => Promise<Value> | Value> = {
      on: add(false),
      addListener: add(false),
      once: add(true),
      off: ([name, fn]) => this.removeListener(toText(name), fn),
      removeListener: ([name, fn]) => this.removeListener(toText(name), fn),
      removeAllListeners: ([name]) =>
        this.removeListener(name === undefined ? undefined : toText(name), undefined),
      emit: ([name, ...args]) => this.emit(toText(name), args),
    };
    for (const [name, method] of Object.entries(methods)) this.hide(name, native(name, method));
  }

  /** A method that `console.log` does not show. */
  hide(name: string, value: Value): void {
    this.accessors.set(name, { get: native(name, () => value) });
  }

  override keys(): string[] {
    return [...this.properties.keys()];
  }

  hasListener(name: string): boolean {
    return this.listeners.some((listener) => listener.name === name);
  }

  /** Told of each event that somebody begins to listen to. */
  protected listening(_name: string): void {
    // Most emitters do not care.
  }

  private removeListener(name: string | undefined, fn: Value): Value {
    this.listeners = this.listeners.filter(
      (listener) =>
        (name !== undefined && listener.name !== name) || (fn !== undefined && listener.fn !== fn),
    );
    return this;
  }

  /** Calls the listeners in turn; an `error` that nobody listens to is thrown. */
  async emit(name: string, args: Value[]): Promise<boolean> {
    const found = this.listeners.filter((listener) => listener.name === name);
    if (found.length === 0) {
      if (name === 'error') throw new Thrown(args[0] ?? makeError('Error', 'Unhandled error.'));
      return false;
    }
    this.listeners = this.listeners.filter((listener) => listener.name !== name || !listener.once);
    for (const { fn } of found) await fn.call(this, args);
    return true;
  }

  /** The same from outside the program. */
  async signal(name: string, args: Value[] = []): Promise<void> {
    if (this.loop.over) return;
    this.loop.hold();
    await this.loop.guard(() => this.emit(name, args));
    this.loop.release();
  }
}
