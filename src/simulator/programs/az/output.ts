import { searchValue } from '../support/jmespath.ts';
import { pythonYaml } from '../support/yaml.ts';
import { usageError } from './errors.ts';

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
      throw usageError(
        `argument --query: invalid jmespath_type value: '${query}' (${(error as Error).message})`,
      );
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
      return rowsOf(value)
        .map((row) => `${row.map(([, cell]) => text(cell)).join('\t')}\n`)
        .join('');
    case 'table':
      return table(value);
    case 'none':
      return '';
    default:
      throw usageError(
        `argument --output/-o: invalid choice: '${form}' (choose from 'json', 'jsonc', 'yaml', 'yamlc', 'table', 'tsv', 'none')`,
      );
  }
}

const text = (value: Value): string =>
  value === null ? '' : value === true ? 'True' : value === false ? 'False' : String(value);

/** Rows of named cells; what is in a cell but no scalar is left out of tables. */
function rowsOf(value: Value): [string, Value][][] {
  const items = Array.isArray(value) ? value : value === null ? [] : [value];
  return items.map((item): [string, Value][] => {
    if (Array.isArray(item)) return item.map((cell, i) => [`Column${i + 1}`, cell]);
    if (typeof item === 'object' && item !== null)
      return Object.entries(item).filter(([, cell]) => isScalar(cell));
    return [['Result', item]];
  });
}

function table(value: Value): string {
  const rows = rowsOf(value);
  const names = [...new Set(rows.flatMap((row) => row.map(([name]) => name)))].filter(
    (name) => name !== 'id' && name !== 'type',
  );
  if (names.length === 0) return '';
  const lines = [
    names.map((name) => name.charAt(0).toUpperCase() + name.slice(1)),
    ...rows.map((row) => names.map((name) => text(row.find(([own]) => own === name)?.[1] ?? null))),
  ];
  // A heading has at least two columns more than its text (tabulate's minimum padding).
  const widths = names.map((name, i) => Math.max(name.length + 2, ...lines.map((line) => line[i]!.length)));
  const print = (cells: string[]): string =>
    `${cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd()}\n`;
  return (
    print(lines[0]!) + print(widths.map((width) => '-'.repeat(width))) + lines.slice(1).map(print).join('')
  );
}
