import { alignColumns } from '../../common/tabwriter.ts';
import { CommandError } from '../framework/errors.ts';
import { parseTemplate, TemplateError } from './template/index.ts';
import { encodeJson, encodeString } from './template/json.ts';
import {
  ANY,
  type FieldOptions,
  type GoType,
  GoValue,
  type Method,
  mapOf,
  pointer,
  STRING,
  struct,
} from './template/types.ts';

/** What a list shows of each item under one name: `{{.ID}}`. */
export interface Column<T> {
  /** The heading of its column; only columns that the real CLI gives none have none. */
  header?: string;
  /** The type of the value; a string unless said. */
  type?: GoType;
  value(item: T): unknown;
  /** The value in JSON, where it is another. */
  json?: (item: T) => unknown;
  /** Takes one string: `{{.Label "tier"}}`. Such a column has no place in JSON. */
  of?: (item: T, argument: string) => string;
}

/** A kind of list: its columns by name, as templates call them. */
export interface ListType<T> {
  /** The type in error messages: `formatter.ContainerContext`. */
  name: string;
  columns: Record<string, Column<T>>;
  /** The fields of the struct in which the real CLI keeps an item: what `{{.}}` prints. */
  fields?: Record<string, { type: GoType; value(item: T): unknown }>;
}

/** `table …` formats, as against templates that print each item as it is. */
export function isTableFormat(format: string): boolean {
  return format.startsWith('table');
}

/** The template inside a format: without `table`, with `\t` and `\n` written out. */
function templateOf(format: string): string {
  const inner =
    format === 'json' ? '{{json .}}' : isTableFormat(format) ? format.slice('table'.length) : format;
  return inner
    .replace(/^ +| +$/g, '')
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n');
}

/**
 * Renders items by a format: `json`, `table {{.ID}}\t{{.Names}}`, or a template.
 * @throws CommandError `template parsing error: …`
 */
export function renderList<T>(format: string, list: ListType<T>, items: readonly T[]): string {
  const template = templateParsed(() => parseTemplate(templateOf(format)));
  const type = itemType(list);
  let rows = '';
  for (const item of items) {
    rows += `${templateParsed(() => template.execute(new GoValue(type, item)))}\n`;
  }
  if (!isTableFormat(format)) return rows;
  let heading = '';
  const write = (text: string): void => {
    heading = text;
  };
  try {
    template.execute(headings(list), { header: true, write });
  } catch (error) {
    // The real CLI ignores a heading that fails, and keeps what it has.
    if (!(error instanceof TemplateError)) throw error;
  }
  return alignColumns(`${heading}\n${rows}`);
}

/** The value of one item, for templates that run on it alone. */
export function listItem<T>(list: ListType<T>, item: T): GoValue {
  return new GoValue(itemType(list), item);
}

function templateParsed<R>(work: () => R): R {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError) throw new CommandError(`template parsing error: ${error.message}`);
    throw error;
  }
}

/** What every such struct has first; it is filled in only for the heading. */
const HEADER = struct('formatter.HeaderContext', { Header: [ANY, { read: () => null }] });

function itemType<T>(list: ListType<T>): GoType {
  const methods: Record<string, Method> = {};
  for (const [name, { type = STRING, value, of }] of Object.entries(list.columns)) {
    methods[name] = of
      ? { parameters: [STRING], result: type, call: (self, [argument]) => of(self as T, argument as string) }
      : { parameters: [], result: type, call: (self) => value(self as T) };
  }
  const names = Object.keys(list.columns)
    .filter((name) => !list.columns[name]!.of)
    .sort();
  const json = (data: unknown): string => {
    const members = names.map((name) => {
      const own = list.columns[name]!.json;
      const value = new GoValue(methods[name]!.result, own ? own(data as T) : methods[name]!.call(data, []));
      return `${encodeString(name, { escapeHtml: true })}:${encodeJson(value, { escapeHtml: true })}`;
    });
    return `{${members.join(',')}}`;
  };
  const fields: Record<string, readonly [GoType, FieldOptions]> = {
    HeaderContext: [HEADER, { embedded: true }],
  };
  for (const [name, { type, value }] of Object.entries(list.fields ?? {})) {
    fields[name] = [type, { read: (data) => value(data as T) }];
  }
  // A method `Error` makes it an error to fmt, which prints that.
  const error = list.columns.Error;
  const own = error ? { text: (data: unknown): string => error.value(data as T) as string } : {};
  return { ...pointer(struct(list.name, fields, { methods, ...own })), ...own, json };
}

/** What the heading's template runs on: the columns' names with their headings. */
function headings<T>(list: ListType<T>): GoValue {
  const label: Method = {
    parameters: [STRING],
    result: STRING,
    call: (_, [name]) => (name as string).split('.').at(-1)!.replace(/[-_]/g, ' '),
  };
  const data = Object.fromEntries(
    Object.entries(list.columns).flatMap(([name, { header }]) =>
      header === undefined ? [] : [[name, header]],
    ),
  );
  const type: GoType = {
    ...mapOf(STRING, STRING),
    name: 'formatter.SubHeaderContext',
    named: true,
    methods: { Label: label },
  };
  return new GoValue(type, data);
}
