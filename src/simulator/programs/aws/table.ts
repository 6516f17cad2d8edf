import { isObject, isScalar, scalarText, type Value } from './output.ts';

/** `--output table`: sections with a title, each a table of its own, those inside others indented by bars. */

interface Section {
  title: string;
  indent: number;
  headers: string[];
  rows: string[][];
}

const PADDING = 4;

export function renderTable(title: string, value: Value, screen: number): string {
  let sections: Section[] = [];
  if (!collect(sections, title, value, 0)) return '';
  let width = Math.max(...sections.map(widthOf));
  if (width > screen) {
    sections = sections.map(standing);
    width = Math.max(...sections.map(widthOf));
  }
  return `${'-'.repeat(width)}\n${sections.map((section) => renderSection(section, width)).join('')}`;
}

function isEmpty(value: Value): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) ? Object.keys(value).length === 0 : !value;
}

/** Adds the sections of a value; an empty one has none. */
function collect(sections: Section[], title: string | undefined, value: Value, indent: number): boolean {
  if (isEmpty(value)) return false;
  if (title !== undefined) sections.push({ title, indent, headers: [], rows: [] });
  const last = () => sections.at(-1)!;
  if (Array.isArray(value)) {
    if (isObject(value[0]!)) collectObjects(sections, title ?? '', value.filter(isObject), indent);
    else {
      for (const item of value) {
        if (isScalar(item)) last().rows.push([scalarText(item)]);
        else if (Array.isArray(item) && item.every(isScalar)) last().rows.push(item.map(scalarText));
        else collect(sections, undefined, item, 0);
      }
    }
  } else if (isObject(value)) {
    const { scalars, inner } = partition([value]);
    if (scalars.length === 1) last().rows.push([scalars[0]!, scalarText(value[scalars[0]!]!)]);
    else if (scalars.length > 0) {
      last().headers = scalars;
      last().rows.push(scalars.map((name) => scalarText(value[name]!)));
    }
    for (const name of inner) collect(sections, name, value[name]!, indent + 1);
  } else last().rows.push([scalarText(value)]);
  return true;
}

function collectObjects(
  sections: Section[],
  title: string,
  items: { [name: string]: Value }[],
  indent: number,
): void {
  const { scalars, inner } = partition(items);
  sections.at(-1)!.headers = scalars;
  for (const [i, item] of items.entries()) {
    if (i > 0 && inner.length > 0) sections.push({ title, indent, headers: scalars, rows: [] });
    sections.at(-1)!.rows.push(scalars.map((name) => (name in item ? scalarText(item[name]!) : '')));
    for (const name of inner) if (name in item) collect(sections, name, item[name]!, indent + 1);
  }
}

function partition(items: { [name: string]: Value }[]): { scalars: string[]; inner: string[] } {
  const scalars = new Set<string>();
  const inner = new Set<string>();
  for (const item of items) {
    for (const [name, value] of Object.entries(item)) (isScalar(value) ? scalars : inner).add(name);
  }
  return { scalars: [...scalars].sort(), inner: [...inner].sort() };
}

/** A section of one row that is too wide for the screen: a line for each of its columns. */
function standing(section: Section): Section {
  const [row] = section.rows;
  if (section.rows.length !== 1 || section.headers.length === 0) return section;
  return { ...section, headers: [], rows: section.headers.map((header, i) => [header, row![i]!]) };
}

function columnsOf({ headers, rows }: Section): number[] {
  const all = headers.length > 0 ? [headers, ...rows] : rows;
  return (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)) + PADDING);
}

function widthOf(section: Section): number {
  const table = columnsOf(section).reduce((sum, width) => sum + width, 0);
  return Math.max(section.title.length, table) + 2 + section.indent * 2;
}

/** Rounds as Python does: a half goes to the even number. */
function roundEven(value: number): number {
  const rounded = Math.round(value);
  return value % 1 === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

/** Stretches columns to a width in all, keeping their proportions. */
function stretch(widths: number[], total: number): number[] {
  const scale = total / widths.reduce((sum, width) => sum + width, 0);
  const scaled = widths.map((width) => roundEven(scale * width));
  let off = scaled.reduce((sum, width) => sum + width, 0) - total;
  while (off !== 0) {
    const order = off > 0 ? scaled.keys() : [...scaled.keys()].reverse();
    for (const i of order) {
      if (off === 0) break;
      scaled[i]! += off > 0 ? -1 : 1;
      off += off > 0 ? -1 : 1;
    }
  }
  return scaled;
}

function center(text: string, length: number, edge: string): string {
  const before = Math.max(0, Math.floor(length / 2) - Math.floor(text.length / 2) - 1);
  const body = `${edge}${' '.repeat(before)}${text}`;
  return `${body}${' '.repeat(Math.max(0, length - 1 - edge.length - before - text.length))}|`;
}

function alignLeft(text: string, length: number, edge: string): string {
  const room = length - text.length - 2 - edge.length - 1 >= 0 ? 2 : 0;
  const body = `${edge}${' '.repeat(room)}${text}`;
  return `${body}${' '.repeat(Math.max(0, length - body.length - 1))}|`;
}

function renderSection(section: Section, full: number): string {
  const width = full - section.indent * 2;
  const bars = '|'.repeat(section.indent);
  const lines: string[] = [];
  const { title, headers, rows } = section;
  if (title) {
    lines.push(center(title, width, '|'));
    if (headers.length === 0 && rows.length === 0) lines.push(`+${'-'.repeat(width - 2)}+`);
  }
  const natural = columnsOf(section);
  if (natural.length > 0) {
    const widths = stretch(natural, width);
    const rule = widths
      .map((one, i) => `${i === 0 ? '+' : ''}${'-'.repeat(one - (i === 0 ? 2 : 1))}+`)
      .join('');
    if (headers.length > 0)
      lines.push(rule, headers.map((text, i) => center(text, widths[i]!, i === 0 ? '|' : '')).join(''));
    if (rows.length > 0) {
      lines.push(rule);
      for (const row of rows)
        lines.push(row.map((text, i) => alignLeft(text, widths[i]!, i === 0 ? '|' : '')).join(''));
      lines.push(rule);
    }
  }
  return lines.map((line) => `${bars}${line}${bars}\n`).join('');
}
