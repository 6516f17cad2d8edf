import { compare, equal } from './compare.ts';
import { CallError } from './errors.ts';
import { sprint, sprintf, sprintln } from './format.ts';
import {
  ANY,
  assignable,
  BOOL,
  BYTE,
  concrete,
  type GoType,
  GoValue,
  INT,
  indirect,
  isTrue,
  lengthOf,
  STRING,
  zero,
} from './types.ts';

/** A function that templates call. Throws {@link CallError} as a Go function returns an error. */
export interface TemplateFunction {
  parameters: readonly GoType[];
  /** The type of any further arguments. */
  rest?: GoType;
  call(args: readonly (GoValue | undefined)[]): GoValue | undefined;
}

/** A reflect.Value parameter: takes anything and keeps what kind of value it was. */
export const REFLECT: GoType = { kind: 'interface', name: 'reflect.Value', named: true, dynamic: 'number' };

type Arg = GoValue | undefined;

export const string = (text: string): GoValue => new GoValue(STRING, text);
const bool = (value: boolean): GoValue => new GoValue(BOOL, value);

/** The functions every Go template has. `and`, `or` and `call` are the evaluator's: they see the arguments' nodes. */
export const BUILTINS: Record<string, TemplateFunction> = {
  and: { parameters: [REFLECT], rest: REFLECT, call: (args) => args.at(-1) },
  or: { parameters: [REFLECT], rest: REFLECT, call: (args) => args.at(-1) },
  call: { parameters: [REFLECT], rest: REFLECT, call: () => undefined },
  html: { parameters: [], rest: ANY, call: (args) => string(escapeHtml(text(args))) },
  index: {
    parameters: [REFLECT],
    rest: REFLECT,
    call: ([item, ...at]) => at.reduce(indexOnce, known(item, 'index')),
  },
  slice: { parameters: [REFLECT], rest: REFLECT, call: ([item, ...at]) => cut(known(item, 'slice'), at) },
  js: { parameters: [], rest: ANY, call: (args) => string(escapeScript(text(args))) },
  len: { parameters: [REFLECT], call: ([item]) => length(item) },
  not: { parameters: [REFLECT], call: ([value]) => bool(!isTrue(concrete(value))) },
  print: { parameters: [], rest: ANY, call: (args) => string(sprint(args)) },
  printf: {
    parameters: [STRING],
    rest: ANY,
    call: ([format, ...args]) => string(sprintf(format!.data as string, args)),
  },
  println: { parameters: [], rest: ANY, call: (args) => string(sprintln(args)) },
  urlquery: { parameters: [], rest: ANY, call: (args) => string(escapeQuery(text(args))) },
  eq: { parameters: [REFLECT], rest: REFLECT, call: ([a, ...others]) => bool(equal(a, others)) },
  ne: { parameters: [REFLECT, REFLECT], call: ([a, b]) => bool(!equal(a, [b])) },
  lt: { parameters: [REFLECT, REFLECT], call: ([a, b]) => bool(compare(a, b) < 0) },
  le: { parameters: [REFLECT, REFLECT], call: ([a, b]) => bool(compare(a, b) <= 0) },
  gt: { parameters: [REFLECT, REFLECT], call: ([a, b]) => bool(compare(a, b) > 0) },
  ge: { parameters: [REFLECT, REFLECT], call: ([a, b]) => bool(compare(a, b) >= 0) },
};

function known(item: Arg, name: string): Arg {
  const value = concrete(item);
  if (!value) throw new CallError(`${name} of untyped nil`);
  return value;
}

function indexOnce(item: Arg, at: Arg): Arg {
  const index = concrete(at);
  const { value, nil } = indirect(item);
  if (nil || !value) throw new CallError('index of nil pointer');
  const { type, data } = value;
  switch (type.kind) {
    case 'string': {
      const bytes = new TextEncoder().encode(data as string);
      const x = position(index, bytes.length);
      if (x === bytes.length) throw new CallError('reflect: string index out of range');
      return new GoValue(BYTE, bytes[x]);
    }
    case 'slice': {
      const items = (data as unknown[] | null) ?? [];
      const x = position(index, items.length);
      // The check lets the length itself through, and reflect then panics.
      if (x === items.length) throw new CallError('reflect: slice index out of range');
      return new GoValue(type.element!, items[x]);
    }
    case 'map': {
      const key = prepare(index, type.key!);
      const found = (data as Record<string, unknown> | null)?.[String(key.data)];
      return new GoValue(type.element!, found === undefined ? zero(type.element!) : found);
    }
    default:
      throw new CallError(`can't index item of type ${type.name}`);
  }
}

function position(index: Arg, limit: number): number {
  if (!index) throw new CallError('cannot index slice/array with nil');
  if (index.type.kind !== 'int' && index.type.kind !== 'uint') {
    throw new CallError(`cannot index slice/array with type ${index.type.name}`);
  }
  const x = index.data as number;
  if (x < 0 || x > limit) throw new CallError(`index out of range: ${x}`);
  return x;
}

function prepare(value: Arg, type: GoType): GoValue {
  if (!value) {
    if (['bool', 'int', 'uint', 'float', 'string', 'struct'].includes(type.kind)) {
      throw new CallError(`value is nil; should be of type ${type.name}`);
    }
    return new GoValue(type, null);
  }
  const whole = (kind: string): boolean => kind === 'int' || kind === 'uint';
  if (assignable(value.type, type) || (whole(value.type.kind) && whole(type.kind))) return value;
  throw new CallError(`value has type ${value.type.name}; should be ${type.name}`);
}

function cut(item: Arg, at: readonly Arg[]): GoValue {
  const { type, data } = item!;
  if (at.length > 3) throw new CallError(`too many slice indexes: ${at.length}`);
  if (type.kind === 'string' && at.length === 3) throw new CallError('cannot 3-index slice a string');
  if (type.kind !== 'string' && type.kind !== 'slice') {
    throw new CallError(`can't slice item of type ${type.name}`);
  }
  const bytes = type.kind === 'string' ? new TextEncoder().encode(data as string) : undefined;
  const whole = bytes ?? (data as unknown[] | null) ?? [];
  const [from = 0, to = whole.length, max = to] = at.map((index) => position(concrete(index), whole.length));
  if (from > to) throw new CallError(`invalid slice index: ${from} > ${to}`);
  if (to > max) throw new CallError(`invalid slice index: ${to} > ${max}`);
  return new GoValue(
    type,
    bytes ? new TextDecoder().decode(bytes.subarray(from, to)) : whole.slice(from, to),
  );
}

function length(item: Arg): GoValue {
  const { value, nil } = indirect(item);
  if (nil) throw new CallError('len of nil pointer');
  if (!value) throw new CallError('reflect: call of reflect.Value.Type on zero Value');
  const count = lengthOf(value);
  if (count === undefined) throw new CallError(`len of type ${value.type.name}`);
  return new GoValue(INT, count);
}

/** The text of the arguments of an escaping function. */
function text(args: readonly Arg[]): string {
  return sprint(args.map((arg) => (arg?.type.kind === 'pointer' ? indirect(arg).value : arg)));
}

const HTML: Record<string, string> = { '"': '&#34;', "'": '&#39;', '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escapeHtml(value: string): string {
  return value.replaceAll('\0', '\uFFFD').replace(/["'&<>]/g, (c) => HTML[c]!);
}

const SCRIPT: Record<string, string> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
};

function escapeScript(value: string): string {
  return value.replace(/[\\'"<>&=\x00-\x1f]/g, (c) => {
    return SCRIPT[c] ?? `\\u00${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

function escapeQuery(value: string): string {
  return encodeURIComponent(value)
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
