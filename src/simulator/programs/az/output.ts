import { searchValue } from '../support/jmespath.ts';
import { pythonYaml } from '../support/yaml.ts';
import { AzFailure } from './errors.ts';

/** The forms of the CLI's output. */
export const FORMS: readonly string[] = ['json', 'jsonc', 'yaml', 'yamlc', 'table', 'tsv', 'none'];

type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

const isScalar = (value: Value): boolean => typeof value !== 'object' || value === null;

/**
 * Renders a result: `json`, `yaml`, `table`, `tsv` or `none`, through `--query` first. The colours of `jsonc` and
 * `yamlc` are not shown. @throws AzFailure
 */
export function render(result: unknown, form: string, query: string | undefined): string {
  let value = result as Value;
  if (query !== undefined) {
    try {
      value = searchValue(value, query) as Value;
    } catch (error) {
      throw new AzFailure((error as Error).message);
    }
  }
  switch (form) {
    case 'json':
    case 'jsonc':
      return value === null ? '' : `${JSON.stringify(value, null, 2)}\n`;
    case 'yaml':
    case 'yamlc':
      return value === null ? '' : pythonYaml(value);
    case 'tsv':
      return (Array.isArray(value) ? value : [value]).map((item) => `${tabbed(item)}\n`).join('');
    case 'table':
      return table(value, query === undefined);
    default:
      return '';
  }
}

/** A scalar as Python writes it; of a list how long it is, of an object nothing. */
function cellOf(value: Value): string {
  if (Array.isArray(value)) return String(value.length);
  if (value === null) return 'None';
  if (typeof value === 'object') return '';
  return value === true ? 'True' : value === false ? 'False' : String(value);
}

/** A line of tab-separated values. */
function tabbed(item: Value): string {
  if (typeof item === 'boolean') return String(item);
  if (isScalar(item)) return cellOf(item);
  return Object.values(item as object)
    .map(cellOf)
    .join('\t');
}

/** What no table shows. */
const HIDDEN = ['id', 'type', 'etag'];

/** Rows of named cells; what is in a cell but no scalar, or nothing, is left out of tables. */
function rowsOf(value: Value, sorted: boolean): [string, Value][][] {
  const items = Array.isArray(value) ? value : [value];
  return items.map((item): [string, Value][] => {
    if (Array.isArray(item)) return item.map((cell, i) => [`Column${i + 1}`, cell]);
    if (typeof item !== 'object' || item === null) return [['Result', item]];
    const shown = Object.entries(item).filter(
      ([name, cell]) => cell !== null && isScalar(cell) && !HIDDEN.includes(name),
    );
    return sorted ? shown.sort(([a], [b]) => (a < b ? -1 : 1)) : shown;
  });
}

function table(value: Value, sorted: boolean): string {
  const rows = rowsOf(value, sorted);
  const names = [...new Set(rows.flatMap((row) => row.map(([name]) => name)))];
  if (names.length === 0) return '\n';
  const cell = (row: [string, Value][], name: string): string => {
    const found = row.find(([own]) => own === name);
    return found === undefined || found[1] === null ? '' : cellOf(found[1]);
  };
  const lines = [
    names.map((name) => name.charAt(0).toUpperCase() + name.slice(1)),
    ...rows.map((row) => names.map((name) => cell(row, name))),
  ];
  // A heading has at least two columns more than its text (tabulate's minimum padding).
  const widths = names.map((name, i) => Math.max(name.length + 2, ...lines.map((line) => line[i]!.length)));
  const print = (cells: string[]): string =>
    `${cells
      .map((text, i) => text.padEnd(widths[i]!))
      .join('  ')
      .trimEnd()}\n`;
  return (
    print(lines[0]!) + print(widths.map((width) => '-'.repeat(width))) + lines.slice(1).map(print).join('')
  );
}
