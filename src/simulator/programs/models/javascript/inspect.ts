import {
  Arr,
  BufferValue,
  DateValue,
  Fn,
  MapValue,
  Obj,
  PromiseValue,
  RegExpValue,
  SetValue,
  toText,
  type Value,
} from './values.ts';

/** What `console.log` shows (node's `util.inspect` with its defaults). */

const LINE_WIDTH = 72;
const MOST_ITEMS = 100;
const DEEPEST = 2;

export function inspect(value: Value, depth = 0, seen: readonly Obj[] = []): string {
  if (typeof value === 'string') return quote(value);
  if (Object.is(value, -0)) return '-0';
  if (!(value instanceof Obj)) return String(value);
  if (seen.includes(value)) return '[Circular *1]';
  const inner = (item: Value) => inspect(item, depth + 1, [...seen, value]);
  if (value instanceof Fn) {
    if (value.isClass) return `[class ${value.name || '(anonymous)'}]`;
    return `[Function${value.name ? `: ${value.name}` : ' (anonymous)'}]`;
  }
  if (value instanceof RegExpValue) return String(value.regexp);
  if (value instanceof DateValue) return new Date(value.time).toISOString();
  if (value instanceof BufferValue) {
    const hex = [...value.bytes.subarray(0, 50)].map((byte) => byte.toString(16).padStart(2, '0'));
    return `<Buffer${hex.map((byte) => ` ${byte}`).join('')}${value.bytes.length > 50 ? ' ...' : ''}>`;
  }
  if (value instanceof PromiseValue) return 'Promise { <pending> }';
  if (value.kind === 'Error') return inspectError(value, inner);
  if (depth > DEEPEST) return value instanceof Arr ? '[Array]' : '[Object]';
  if (value instanceof Arr) {
    const shown = value.items.slice(0, MOST_ITEMS).map(inner);
    const more = value.items.length - shown.length;
    if (more > 0) shown.push(`... ${more} more item${more === 1 ? '' : 's'}`);
    return layOut('[', ']', shown, depth);
  }
  if (value instanceof MapValue) {
    const entries = [...value.map].map(([key, item]) => `${inner(key)} => ${inner(item)}`);
    return layOut(`Map(${entries.length}) {`, '}', entries, depth);
  }
  if (value instanceof SetValue) {
    return layOut(`Set(${value.items.size}) {`, '}', [...value.items].map(inner), depth);
  }
  const name = classOf(value);
  return layOut(`${name ? `${name} ` : ''}{`, '}', propertiesOf(value, inner), depth);
}

function quote(text: string): string {
  const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes('`') ? '`' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r');
  return `${mark}${mark === "'" ? escaped.replaceAll("'", "\\'") : escaped}${mark}`;
}

function classOf(value: Obj): string {
  const type = value.proto?.own('constructor');
  return type instanceof Fn ? type.name : '';
}

function propertiesOf(value: Obj, inner: (item: Value) => string): string[] {
  return value.keys().map((key) => {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
    return value.accessors.has(key) ? `${name}: [Getter]` : `${name}: ${inner(value.own(key))}`;
  });
}

function inspectError(value: Obj, inner: (item: Value) => string): string {
  const head = toText(value.own('stack') ?? toText(value));
  const more = value.keys().filter((key) => !['name', 'message', 'stack'].includes(key));
  if (more.length === 0) return `${head}\n    at <anonymous>`;
  return `${head}\n    at <anonymous> {\n${more.map((key) => `  ${key}: ${inner(value.own(key))}`).join(',\n')}\n}`;
}

function layOut(open: string, close: string, items: string[], depth: number): string {
  if (items.length === 0) return `${open}${close}`;
  const flat = `${open} ${items.join(', ')} ${close}`;
  if (flat.length <= LINE_WIDTH && !flat.includes('\n')) return flat;
  const indent = '  '.repeat(depth + 1);
  return `${open}\n${items.map((item) => indent + item).join(',\n')}\n${'  '.repeat(depth)}${close}`;
}

/** The arguments of `console.log` as one text: `%s` and its relatives in the first are filled in. */
export function format(args: readonly Value[]): string {
  const [first, ...rest] = args;
  if (typeof first !== 'string') return args.map(show).join(' ');
  const left = [...rest];
  const text = first.replace(/%[sdifjoO%]/g, (mark) => {
    if (mark === '%%') return '%';
    if (left.length === 0) return mark;
    const value = left.shift();
    if (mark === '%s') return typeof value === 'string' ? value : show(value);
    if (mark === '%d') return String(Number(toText(value)));
    if (mark === '%i') return String(Math.trunc(Number(toText(value))));
    if (mark === '%f') return String(Number.parseFloat(toText(value)));
    return inspect(value);
  });
  return [text, ...left.map(show)].join(' ');
}

const show = (value: Value): string => (typeof value === 'string' ? value : inspect(value));
