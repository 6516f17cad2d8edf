/** Values of the modelled JavaScript: primitives are the host's own, everything else is one of these. */

export type Value = undefined | null | boolean | number | string | Obj;

/** What a getter is kept as. */
export interface Accessor {
  get?: Fn;
  set?: Fn;
}

export class Obj {
  readonly properties = new Map<string, Value>();
  readonly accessors = new Map<string, Accessor>();
  proto: Obj | null;
  /** What `Object.prototype.toString` and `util.inspect` call it. */
  readonly kind: string;

  constructor(proto: Obj | null = null, kind = 'Object') {
    this.proto = proto;
    this.kind = kind;
  }

  own(key: string): Value {
    return this.properties.get(key);
  }

  has(key: string): boolean {
    return this.properties.has(key) || this.accessors.has(key) || (this.proto?.has(key) ?? false);
  }

  keys(): string[] {
    // Whole numbers come first and in order, as in every JavaScript engine.
    const all = [...this.properties.keys(), ...this.accessors.keys()];
    const isIndex = (key: string) => /^(?:0|[1-9]\d*)$/.test(key);
    return [
      ...all.filter(isIndex).sort((a, b) => Number(a) - Number(b)),
      ...all.filter((key) => !isIndex(key)),
    ];
  }

  set(key: string, value: Value): void {
    this.properties.set(key, value);
  }

  delete(key: string): void {
    this.properties.delete(key);
    this.accessors.delete(key);
  }
}

export class Arr extends Obj {
  readonly items: Value[];
  constructor(items: Value[]) {
    super(null, 'Array');
    this.items = items;
  }
}

export type Call = (self: Value, args: Value[]) => Promise<Value> | Value;

export class Fn extends Obj {
  readonly name: string;
  readonly call: Call;
  /** Makes an object where `new` is called; without it the function is no constructor. */
  construct: ((args: Value[], target: Fn) => Promise<Value> | Value) | undefined;
  /** Written `class`. */
  isClass = false;

  constructor(name: string, call: Call) {
    super(null, 'Function');
    this.name = name;
    this.call = call;
  }
}

export class PromiseValue extends Obj {
  readonly promise: Promise<Value>;
  constructor(promise: Promise<Value>) {
    super(null, 'Promise');
    this.promise = promise;
    // Whoever waits hears of a failure; nobody waiting is no failure of the host.
    promise.catch(() => {});
  }
}

export class RegExpValue extends Obj {
  readonly regexp: RegExp;
  constructor(regexp: RegExp) {
    super(null, 'RegExp');
    this.regexp = regexp;
  }
}

export class DateValue extends Obj {
  readonly time: number;
  constructor(time: number) {
    super(null, 'Date');
    this.time = time;
  }
}

export class MapValue extends Obj {
  readonly map = new Map<Value, Value>();
  constructor() {
    super(null, 'Map');
  }
}

export class SetValue extends Obj {
  readonly items = new Set<Value>();
  constructor() {
    super(null, 'Set');
  }
}

export class BufferValue extends Obj {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    super(null, 'Buffer');
    this.bytes = bytes;
  }
}

/** A JavaScript exception on its way. */
export class Thrown extends Error {
  readonly value: Value;
  /** Where it was thrown, for the report of an uncaught one. */
  line: number | undefined;
  file: string | undefined;
  constructor(value: Value, line?: number, file?: string) {
    super('uncaught');
    this.value = value;
    this.line = line;
    this.file = file;
  }
}

/** The program uses something that the model does not know: told plainly, never guessed. */
export class Unmodelled extends Error {}

export function object(properties: Record<string, Value>): Obj {
  const result = new Obj();
  for (const [key, value] of Object.entries(properties)) result.set(key, value);
  return result;
}

/** A function of the runtime itself. */
export function native(name: string, call: (args: Value[], self: Value) => Promise<Value> | Value): Fn {
  return new Fn(name, (self, args) => call(args, self));
}

export function makeError(type: string, message: string, more: Record<string, Value> = {}): Obj {
  const error = new Obj(null, 'Error');
  error.set('name', type);
  error.set('message', message);
  for (const [key, value] of Object.entries(more)) error.set(key, value);
  return error;
}

export const typeError = (message: string): Thrown => new Thrown(makeError('TypeError', message));

export function truthy(value: Value): boolean {
  return !(
    value === undefined ||
    value === null ||
    value === false ||
    value === 0 ||
    value === '' ||
    Number.isNaN(value)
  );
}

export function typeOf(value: Value): string {
  if (value === null) return 'object';
  if (value instanceof Fn) return 'function';
  return value instanceof Obj ? 'object' : typeof value;
}

export function toText(value: Value): string {
  if (!(value instanceof Obj)) return String(value);
  if (value instanceof Arr)
    return value.items.map((item) => (item === null || item === undefined ? '' : toText(item))).join(',');
  if (value instanceof BufferValue) return new TextDecoder().decode(value.bytes);
  if (value instanceof RegExpValue) return String(value.regexp);
  if (value instanceof DateValue)
    return new Date(value.time).toUTCString().replace('GMT', 'GMT+0000 (Coordinated Universal Time)');
  if (value instanceof Fn) return `function ${value.name}() { [native code] }`;
  if (value.kind === 'Error') {
    const message = toText(value.own('message') ?? '');
    const name = toText(value.own('name') ?? 'Error');
    return message === '' ? name : `${name}: ${message}`;
  }
  return `[object ${value.kind === 'Map' || value.kind === 'Set' || value.kind === 'Promise' ? value.kind : 'Object'}]`;
}

export function toNumber(value: Value): number {
  if (value instanceof DateValue) return value.time;
  if (value instanceof Obj) return Number(toText(value));
  return Number(value);
}

/** A function with values of its own, as `Number.isInteger`. */
export function withProperties(fn: Fn, properties: Record<string, Value>): Fn {
  for (const [key, value] of Object.entries(properties)) fn.set(key, value);
  return fn;
}
