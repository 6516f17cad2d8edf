import { concrete, fieldValue, type GoType, GoValue, isExported, sortedKeys } from './types.ts';
import { encodeFloatG, formatFloat, formatInteger, padTo, quoteText, type Spec } from './verbs.ts';

/**
 * Go's package fmt for typed values: `fmt.Sprint`, `Sprintln` and `Sprintf`. Addresses, which differ from run to run
 * in Go, are one constant here.
 */
const ADDRESS = '0xc000123400';

const PLAIN: Spec = { verb: 'v', flags: '' };

/** `fmt.Sprint`: operands side by side, with a space between two that are not strings. */
export function sprint(values: readonly (GoValue | undefined)[]): string {
  let out = '';
  values.forEach((value, i) => {
    const before = values[i - 1];
    if (i > 0 && before?.type.kind !== 'string' && value?.type.kind !== 'string') out += ' ';
    out += formatValue(value, PLAIN);
  });
  return out;
}

/** `fmt.Sprintln`: spaces between all, a newline at the end. */
export function sprintln(values: readonly (GoValue | undefined)[]): string {
  return `${values.map((value) => formatValue(value, PLAIN)).join(' ')}\n`;
}

/** `fmt.Sprintf`. */
export function sprintf(format: string, values: readonly (GoValue | undefined)[]): string {
  let out = '';
  let next = 0;
  let reordered = false;
  const number = (text: string | undefined): number | string | undefined => {
    if (text === undefined || text === '') return undefined;
    if (text !== '*') return Number(text);
    const value = concrete(values[next++]);
    return value?.type.kind === 'int' ? (value.data as number) : 'bad';
  };
  const pattern = /%([-+# 0]*)(\*|\d+)?(?:(\.)(\*|\d+)?)?(?:\[(\d+)\])?([\s\S])?/gu;
  let last = 0;
  for (const match of format.matchAll(pattern)) {
    out += format.slice(last, match.index);
    last = match.index + match[0].length;
    let [, flags = '', width, dot, precision, index, verb] = match;
    if (verb === undefined) {
      out += '%!(NOVERB)';
      continue;
    }
    if (index !== undefined) {
      next = Number(index) - 1;
      reordered = true;
    }
    let columns = number(width);
    const digits = dot === undefined ? undefined : (number(precision) ?? 0);
    if (columns === 'bad') out += '%!(BADWIDTH)';
    if (digits === 'bad') out += '%!(BADPREC)';
    if (typeof columns === 'number' && columns < 0) {
      flags += '-';
      columns = -columns;
    }
    if (verb === '%') {
      out += '%';
      continue;
    }
    if (next >= values.length || next < 0) {
      out += `%!${verb}(${index === undefined ? 'MISSING' : 'BADINDEX'})`;
      continue;
    }
    out += formatValue(values[next++], {
      verb,
      flags,
      ...(typeof columns === 'number' ? { width: columns } : {}),
      ...(typeof digits === 'number' ? { precision: digits } : {}),
    });
  }
  out += format.slice(last);
  if (!reordered && next < values.length) {
    const extra = values
      .slice(next)
      .map((value) => (value ? `${value.type.name}=${formatValue(value, PLAIN)}` : '<nil>'));
    out += `%!(EXTRA ${extra.join(', ')})`;
  }
  return out;
}

/** One operand by one verb. */
export function formatValue(value: GoValue | undefined, spec: Spec): string {
  const inside = concrete(value);
  if (!inside) {
    if (spec.verb === 'v' || spec.verb === 'T') return padTo('<nil>', spec);
    return `%!${spec.verb}(<nil>)`;
  }
  if (spec.verb === 'T') return padTo(inside.type.name, spec);
  return formatAt(inside, spec, 0);
}

function formatAt(value: GoValue, spec: Spec, depth: number): string {
  const { type, data } = value;
  const { verb } = spec;
  const syntax = verb === 'v' && spec.flags.includes('#');
  if (type.text && data !== null && !syntax && !spec.unexported && 'vsqxX'.includes(verb)) {
    return formatText(type.text(data), type, spec);
  }
  switch (type.kind) {
    case 'bool':
      return verb === 'v' || verb === 't' ? padTo(String(data), spec) : badVerb(value, verb);
    case 'int':
    case 'uint':
      return formatInteger(data as number, spec, type.kind === 'uint') ?? badVerb(value, verb);
    case 'float':
      if (verb === 'v') return padTo(encodeFloatG(data as number), spec);
      return formatFloat(data as number, spec) ?? badVerb(value, verb);
    case 'complex': {
      const [real, imaginary] = data as [number, number];
      const part = (number: number, flags: string): string | undefined =>
        verb === 'v' ? sign(number, flags) + encodeFloatG(number) : formatFloat(number, { ...spec, flags });
      const first = part(real, spec.flags);
      if (first === undefined) return badVerb(value, verb);
      return `(${first}${part(imaginary, `${spec.flags}+`)}i)`;
    }
    case 'string':
      return formatText(data as string, type, spec);
    case 'interface': {
      const inner = concrete(value);
      if (!inner) return syntax ? `${type.name}(nil)` : '<nil>';
      return formatAt(inner, spec, depth + 1);
    }
    case 'pointer':
      return formatPointer(value, spec, depth);
    case 'slice':
      return formatSlice(value, spec, depth);
    case 'map':
      return formatMap(value, spec, depth);
    case 'struct':
      return formatStruct(value, spec, depth);
    case 'func':
      return ADDRESS;
  }
}

/** What stands before a number that is not negative. */
const sign = (number: number, flags: string): string => (number >= 0 && flags.includes('+') ? '+' : '');

function formatText(text: string, type: GoType, spec: Spec): string {
  switch (spec.verb) {
    case 'v':
      return padTo(spec.flags.includes('#') ? quoteText(text, { ...spec, flags: '' }) : text, spec);
    case 's': {
      const cut = spec.precision === undefined ? text : Array.from(text).slice(0, spec.precision).join('');
      return padTo(cut, spec);
    }
    case 'q':
      return padTo(quoteText(text, spec), spec);
    case 'x':
    case 'X': {
      const hex = Array.from(new TextEncoder().encode(text), (b) => b.toString(16).padStart(2, '0')).join('');
      return padTo(spec.verb === 'X' ? hex.toUpperCase() : hex, spec);
    }
    default:
      return badVerb(new GoValue(type, text), spec.verb);
  }
}

function formatPointer({ type, data }: GoValue, spec: Spec, depth: number): string {
  if (data === null) return spec.verb === 'v' ? padTo('<nil>', spec) : `%!${spec.verb}(${type.name}=nil)`;
  const to = type.element!.kind;
  if (depth === 0 && spec.verb !== 'p' && (to === 'struct' || to === 'map' || to === 'slice')) {
    return `&${formatAt(new GoValue(type.element!, data), spec, depth + 1)}`;
  }
  return padTo(spec.flags.includes('#') ? `(${type.name})(${ADDRESS})` : ADDRESS, spec);
}

function formatSlice({ type, data }: GoValue, spec: Spec, depth: number): string {
  const items = ((data as unknown[] | null) ?? []).map((item) =>
    formatAt(new GoValue(type.element!, item), spec, depth + 1),
  );
  if (spec.verb === 'v' && spec.flags.includes('#')) {
    return data === null ? `${type.name}(nil)` : `${type.name}{${items.join(', ')}}`;
  }
  return `[${items.join(' ')}]`;
}

function formatMap({ type, data }: GoValue, spec: Spec, depth: number): string {
  const syntax = spec.verb === 'v' && spec.flags.includes('#');
  if (data === null && syntax) return `${type.name}(nil)`;
  const entries = sortedKeys(type, data).map((key) => {
    const name = formatAt(new GoValue(type.key!, key), spec, depth + 1);
    const item = new GoValue(type.element!, (data as Record<string, unknown>)[key]);
    return `${name}:${formatAt(item, spec, depth + 1)}`;
  });
  return syntax ? `${type.name}{${entries.join(', ')}}` : `map[${entries.join(' ')}]`;
}

function formatStruct({ type, data }: GoValue, spec: Spec, depth: number): string {
  const syntax = spec.verb === 'v' && spec.flags.includes('#');
  const names = spec.verb === 'v' && /[+#]/.test(spec.flags);
  const fields = (type.fields ?? []).map((field) => {
    const inner = isExported(field) ? spec : { ...spec, unexported: true };
    const text = formatAt(fieldValue(data, field), inner, depth + 1);
    return names ? `${field.name}:${text}` : text;
  });
  return syntax ? `${type.name}{${fields.join(', ')}}` : `{${fields.join(' ')}}`;
}

function badVerb(value: GoValue, verb: string): string {
  return `%!${verb}(${value.type.name}=${formatAt(value, PLAIN, 0)})`;
}
