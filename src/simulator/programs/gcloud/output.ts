import type { Process } from '../../common/process.ts';
import { pythonYaml } from '../support/yaml.ts';
import { GcloudFailure } from './errors.ts';

/** `--format` of lists (cloud.google.com/sdk/gcloud/reference/topic/formats): what of it scripts use. */

type Options = ReadonlyMap<string, string>;
type Item = Record<string, unknown>;

/** A column of a list's own table, and how its key is shown wherever it is asked for. */
export interface Column {
  key: string;
  label: string;
  show?: (value: unknown) => string;
}

export interface Listing {
  columns: Column[];
  /** Stands above the table. */
  title?: string;
}

const KNOWN =
  'config, csv, default, diff, disable, flattened, get, json, list, multi, none, object, table, text, value, yaml';
const PROJECTED = ['csv', 'get', 'table', 'value'];

/** A value as a table shows it. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(plain).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A date without its fraction and zone. */
export const shortTime = (time: unknown): string => plain(time).slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
/** The last part of a resource's name. */
export const baseName = (name: unknown): string => plain(name).split('/').at(-1)!;

const TRANSFORMS: Record<string, (value: unknown) => string> = {
  basename: baseName,
  date: shortTime,
  list: plain,
};

const ownOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Item)[name]
    : undefined;

/** Reads `metadata.imageSizeBytes`, `tags[0]`, `name.basename()`, each perhaps with `:label=TEXT`. */
function readColumn(text: string, { columns }: Listing): Column {
  const [path = '', ...attributes] = text.trim().split(':');
  const call = /^(.+)\.(\w+)\([^)]*\)$/.exec(path);
  const key = call?.[1] ?? path;
  const transform = call ? TRANSFORMS[call[2]!] : undefined;
  if (call && !transform) throw new GcloudFailure(`Unknown transform function ${call[2]}.`);
  const bare = key.replace(/\[[^\]]*\]$/, '');
  const own = columns.find((one) => one.key === bare);
  const label =
    attributes.find((one) => one.startsWith('label='))?.slice('label='.length) ??
    own?.label ??
    bare
      .split('.')
      .at(-1)!
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toUpperCase();
  const show = transform ?? own?.show;
  return show ? { key, label, show } : { key, label };
}

function valueAt(item: unknown, key: string): unknown {
  return [...key.matchAll(/[^.[\]]+|\[\]/g)].reduce<unknown>((value, [part]) => {
    if (part === '[]') return value;
    return Array.isArray(value) && /^\d+$/.test(part) ? value[Number(part)] : ownOf(value, part);
  }, item);
}

const cellOf = (item: Item, { key, show = plain }: Column): string => {
  const value = valueAt(item, key);
  return value === undefined || value === null ? '' : show(value);
};

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Python's json.dumps with sorted names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(pairs.map(([name, one]) => [name, sorted(one)]));
}

/** Parts `json(name,format)`. @throws GcloudFailure */
function readFormat(text: string, listing: Listing): { form: string; columns: Column[] | undefined } {
  const match = /^([a-z]+)(?:\[[^\]]*\])*(?:\((.*)\))?$/s.exec(text.trim());
  const form = match?.[1] ?? text;
  if (!KNOWN.split(', ').includes(form)) {
    throw new GcloudFailure(
      `Format must be one of ${KNOWN}; received [${form}].\n\nFor information on output formats:\n  $ gcloud topic formats\n`,
    );
  }
  const keys = match?.[2]?.split(/,(?![^(]*\))/).filter((key) => key.trim() !== '');
  if (PROJECTED.includes(form) && !keys?.length) {
    throw new GcloudFailure(
      `Format [${form}] requires a non-empty projection. Use key parameters to specify a projection like so \`${form}(foo, bar.baz)\``,
    );
  }
  return { form, columns: keys?.map((key) => readColumn(key, listing)) };
}

/** Only the keys that were asked for. */
function projected(items: Item[], columns: Column[] | undefined): Item[] {
  if (!columns) return items;
  return items.map((item) =>
    Object.fromEntries(
      columns.map(({ key }) => [key, valueAt(item, key)]).filter(([, one]) => one !== undefined),
    ),
  );
}

/** Prints a list as `--format` asks, or as its own table. @throws GcloudFailure */
export async function printList(
  process: Process,
  options: Options,
  items: Item[],
  listing: Listing,
): Promise<number> {
  const limit = options.get('limit');
  const shown = limit === undefined ? items : items.slice(0, Number(limit));
  const asked = options.get('format');
  const { form, columns } =
    asked === undefined ? { form: 'table', columns: listing.columns } : readFormat(asked, listing);
  const text = render(form, shown, columns, asked === undefined ? listing.title : undefined);
  if (text === undefined) await process.stderr.write('Listed 0 items.\n');
  else await process.stdout.write(text);
  return 0;
}

function render(
  form: string,
  items: Item[],
  columns: Column[] | undefined,
  title: string | undefined,
): string | undefined {
  const rows = columns ? items.map((item) => columns.map((column) => cellOf(item, column))) : [];
  switch (form) {
    case 'json':
      return `${JSON.stringify(sorted(projected(items, columns)), null, 2)}\n`;
    case 'yaml':
    case 'default':
      return projected(items, columns)
        .map((item) => `---\n${pythonYaml(item)}`)
        .join('');
    case 'csv':
      return [columns!.map(({ label }) => label.toLowerCase()), ...rows]
        .map((row) => `${row.map(quoted).join(',')}\n`)
        .join('');
    case 'value':
    case 'get':
      return rows.map((row) => `${row.join('\t')}\n`).join('');
    case 'table':
      return rows.length === 0 ? undefined : table(columns!, rows, title);
    case 'none':
    case 'disable':
      return '';
    default:
      throw new GcloudFailure(`argument --format: [${form}] is not simulated`, 2);
  }
}

function table(columns: Column[], rows: string[][], title: string | undefined): string {
  const lines = [columns.map(({ label }) => label), ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const texts = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
  const whole = widths.reduce((sum, width) => sum + width, 0) + 2 * (widths.length - 1);
  const heading =
    title === undefined ? '' : `${' '.repeat(Math.floor((whole - title.length) / 2))}${title}\n`;
  return `${heading}${texts.join('\n')}\n`;
}
