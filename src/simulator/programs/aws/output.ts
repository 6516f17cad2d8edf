import { pythonYaml } from '../support/yaml.ts';
import { renderTable } from './table.ts';

/** The forms of the CLI's output. */
export const FORMS: readonly string[] = ['json', 'text', 'table', 'yaml', 'yaml-stream'];

export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

export const isObject = (value: Value): value is { [name: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isScalar = (value: Value): boolean => typeof value !== 'object' || value === null;

/** A scalar as Python writes it. */
export function scalarText(value: Value): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  return value === false ? 'False' : String(value);
}

/** Points in time come as seconds and are shown as ISO 8601. */
export function withTimes(value: Value, name = ''): Value {
  if (typeof value === 'number' && /(?:At|Time)$/.test(name)) {
    const [whole, fraction = ''] = new Date(Math.round(value * 1000)).toISOString().slice(0, -1).split('.');
    return `${whole}${/^0*$/.test(fraction) ? '' : `.${fraction.padEnd(6, '0')}`}+00:00`;
  }
  if (Array.isArray(value)) return value.map((item) => withTimes(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTimes(item, key)]));
}

/** Renders an operation's result; `title` heads a table. */
export function render(form: string, title: string, value: Value, width: number): string {
  if (form === 'text') return textOf(value);
  if (form === 'table') return renderTable(title, value, width);
  // A stream is a list of pages, of which there is one.
  if (form === 'yaml-stream') return pythonYaml([value]);
  if (form === 'yaml') return pythonYaml(value);
  return isObject(value) && Object.keys(value).length === 0 ? '' : `${JSON.stringify(value, null, 4)}\n`;
}

/** Lines of tab-separated values: scalars of an object in the order of their names, then what is in it. */
function textOf(value: Value, identifier?: string, columns?: string[]): string {
  if (Array.isArray(value)) return listText(value, identifier);
  if (!isObject(value)) return `${scalarText(value)}\n`;
  const names = Object.keys(value).sort();
  const scalars = columns ?? names.filter((name) => isScalar(value[name]!));
  const cells = scalars.map((name) => (name in value ? scalarText(value[name]!) : ''));
  const head = identifier === undefined ? cells : [identifier.toUpperCase(), ...cells];
  const inner = names.filter((name) => !scalars.includes(name));
  return (
    (cells.length > 0 ? `${head.join('\t')}\n` : '') +
    inner.map((name) => textOf(value[name]!, name)).join('')
  );
}

function listText(items: Value[], identifier?: string): string {
  if (items.some(isObject)) {
    const columns = new Set<string>();
    for (const item of items) {
      if (!isObject(item)) continue;
      for (const [name, inner] of Object.entries(item)) if (isScalar(inner)) columns.add(name);
    }
    return items.map((item) => textOf(item, identifier, [...columns].sort())).join('');
  }
  const scalars = items.filter(isScalar).map(scalarText);
  const nested = items.filter((item) => !isScalar(item));
  const own =
    scalars.length === 0
      ? ''
      : identifier === undefined
        ? `${scalars.join('\t')}\n`
        : scalars.map((text) => `${identifier.toUpperCase()}\t${text}\n`).join('');
  return own + nested.map((item) => textOf(item, identifier)).join('');
}
