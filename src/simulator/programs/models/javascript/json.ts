import type { Evaluator } from './evaluate.ts';
import { Arr, DateValue, Fn, makeError, Obj, Thrown, toNumber, toText, type Value } from './values.ts';

/** From the host's JSON values to the modelled ones. */
export function fromHost(value: unknown): Value {
  if (Array.isArray(value)) return new Arr(value.map(fromHost));
  if (typeof value === 'object' && value !== null) {
    const result = new Obj();
    for (const [key, item] of Object.entries(value)) result.set(key, fromHost(item));
    return result;
  }
  return value as Value;
}

/** `JSON.parse`; `file` is where the text comes from, for `require`. */
export function parseJson(text: string, file?: string): Value {
  try {
    return fromHost(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Thrown(makeError('SyntaxError', file ? `${file}: ${reason}` : reason));
  }
}

/** `JSON.stringify`, an object's own `toJSON` called. */
export async function stringify(
  value: Value,
  space: Value,
  evaluator: Evaluator,
): Promise<string | undefined> {
  const host = await toHost(value, evaluator, []);
  const indent =
    typeof space === 'number'
      ? toNumber(space)
      : space === undefined || space === null
        ? undefined
        : toText(space);
  return JSON.stringify(host, undefined, indent);
}

async function toHost(value: Value, evaluator: Evaluator, above: readonly Obj[]): Promise<unknown> {
  if (!(value instanceof Obj)) return value;
  if (value instanceof Fn) return undefined;
  if (value instanceof DateValue) return new Date(value.time).toISOString();
  if (above.includes(value))
    throw new Thrown(makeError('TypeError', 'Converting circular structure to JSON'));
  const inside = [...above, value];
  if (value instanceof Arr) {
    const items: unknown[] = [];
    for (const item of value.items) items.push((await toHost(item, evaluator, inside)) ?? null);
    return items;
  }
  if (value.has('toJSON')) {
    const method = await evaluator.get(value, 'toJSON');
    if (method instanceof Fn) return toHost(await method.call(value, []), evaluator, inside);
  }
  const result: Record<string, unknown> = {};
  for (const key of value.keys().filter((name) => !name.startsWith('#'))) {
    result[key] = await toHost(await evaluator.get(value, key), evaluator, inside);
  }
  return result;
}
