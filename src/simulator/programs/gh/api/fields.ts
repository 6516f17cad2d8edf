import { FileError } from '../../../common/files.ts';
import { goQuote } from '../../../common/go-quote.ts';
import type { Process } from '../../../common/process.ts';
import { openInput, readAll } from '../../support/input.ts';
import { GhFailure } from '../errors.ts';
import { fillPlaceholders } from './placeholders.ts';

/** What `-f` and `-F` make of their values: `name=value`, `list[]=value`, `object[member]=value`. */

type Value = string | number | boolean | null | Value[] | Fields;
export type Fields = Map<string, Value>;

/** @throws GhFailure */
export async function readFields(
  process: Process,
  raw: readonly string[],
  typed: readonly string[],
): Promise<Fields> {
  const fields: Fields = new Map();
  for (const text of raw) put(fields, split(text), (value) => value);
  for (const text of typed) {
    const parts = split(text);
    const value = parts.value === undefined ? null : await magic(process, parts.key, parts.value);
    put(fields, parts, () => value);
  }
  return fields;
}

interface Parts {
  key: string;
  names: string[];
  /** Missing where there is no `=`. */
  value: string | undefined;
}

function split(text: string): Parts {
  const names: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '[') {
      if (start === 0) names.push(text.slice(0, at));
      start = at + 1;
    } else if (letter === ']') {
      names.push(text.slice(start, at));
    } else if (letter === '=') {
      if (start === 0) names.push(text.slice(0, at));
      return { key: text.slice(0, at), names, value: text.slice(at + 1) };
    }
  }
  if (names.length === 0) throw new GhFailure(`invalid key: ${goQuote(text)}`);
  if (names.at(-1) !== '')
    throw new GhFailure(`field ${goQuote(text)} requires a value separated by an '=' sign`);
  return { key: text, names, value: undefined };
}

/** A value of `-F`: a number, a truth value, null, a file's text after `@`, or text with placeholders. */
async function magic(process: Process, key: string, value: string): Promise<Value> {
  try {
    if (value.startsWith('@')) return await readUserFile(process, value.slice(1));
    if (/^[+-]?\d+$/.test(value) && Number.isSafeInteger(Number(value))) return Number(value);
    if (value === 'true' || value === 'false') return value === 'true';
    return value === 'null' ? null : fillPlaceholders(process, value);
  } catch (error) {
    if (!(error instanceof GhFailure)) throw error;
    throw new GhFailure(`error parsing ${goQuote(key)} value: ${error.message}`);
  }
}

/** The text of a file, or of standard input after `-`. @throws GhFailure */
export async function readUserFile(process: Process, name: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readAll(openInput(process, name), process.signal));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const message = error.message.charAt(0).toLowerCase() + error.message.slice(1);
    throw new GhFailure(`open ${name}: ${message}`);
  }
}

function put(fields: Fields, { names, value }: Parts, read: (text: string) => Value): void {
  let at = fields;
  let name = '';
  let isList = false;
  for (const next of names) {
    if (next === '') {
      isList = true;
      continue;
    }
    if (name !== '') {
      at = isList ? memberOfList(at, name, next) : memberOf(at, name);
      isList = false;
    }
    name = next;
  }
  const before = at.get(name);
  if (!isList) {
    if (before !== undefined)
      throw new GhFailure(`unexpected override existing field under ${goQuote(name)}`);
    at.set(name, value === undefined ? null : read(value));
    return;
  }
  if (value === undefined) {
    at.set(name, []);
    return;
  }
  if (before !== undefined && !Array.isArray(before)) throw unexpected('array', name, before);
  at.set(name, [...(before ?? []), read(value)]);
}

const TYPES: Record<string, string> = { string: 'string', number: 'int', boolean: 'bool' };

function unexpected(wanted: string, name: string, found: Value): GhFailure {
  const type = Array.isArray(found)
    ? '[]interface {}'
    : found instanceof Map
      ? 'map[string]interface {}'
      : (TYPES[typeof found] ?? '<nil>');
  return new GhFailure(`expected ${wanted} type under ${goQuote(name)}, got ${type}`);
}

function memberOf(at: Fields, name: string): Fields {
  const found = at.get(name);
  if (found instanceof Map) return found;
  if (found !== undefined) throw unexpected('map', name, found);
  const made: Fields = new Map();
  at.set(name, made);
  return made;
}

/** The last object of a list, or a new one where that has the member already. */
function memberOfList(at: Fields, name: string, member: string): Fields {
  const found = at.get(name);
  if (found !== undefined && !Array.isArray(found)) throw unexpected('array', name, found);
  const last = found?.at(-1);
  if (last instanceof Map && (!last.has(member) || Array.isArray(last.get(member)))) return last;
  const made: Fields = new Map();
  at.set(name, [...(found ?? []), made]);
  return made;
}

/** As JSON, members by name as Go writes them. */
export function toJson(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  const members = [...value].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${toJson(member)}`).join(',')}}`;
}

/** Puts fields into the query of a path or an address. */
export function withQuery(path: string, fields: Fields): string {
  if (fields.size === 0) return path;
  const query: [string, string][] = [];
  const add = (name: string, value: Value): void => {
    if (value instanceof Map) for (const [key, member] of value) add(key, member);
    else if (Array.isArray(value)) for (const item of value) add(`${name}[]`, item);
    else query.push([name, value === null ? '' : String(value)]);
  };
  add('', fields);
  query.sort(([a], [b]) => (a === b ? 0 : a < b ? -1 : 1));
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;
}
