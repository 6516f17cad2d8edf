import { compare, described, JqError, type Json, type JsonObject } from './value.ts';

const LONGEST_TEXT = 10_000_000;

/** A binary operator on two values. */
export function binary(operator: string, a: Json, b: Json): Json {
  switch (operator) {
    case '+':
      return add(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      return multiply(a, b);
    case '/':
      return divide(a, b);
    case '%':
      return remainder(a, b);
    case '==':
      return compare(a, b) === 0;
    case '!=':
      return compare(a, b) !== 0;
    case '<':
      return compare(a, b) < 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>':
      return compare(a, b) > 0;
    default:
      return compare(a, b) >= 0;
  }
}

const refused = (a: Json, b: Json, what: string): JqError =>
  new JqError(`${described(a)} and ${described(b)} cannot be ${what}`);

export function add(a: Json, b: Json): Json {
  if (a === null) return b;
  if (b === null) return a;
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length + b.length > LONGEST_TEXT) throw new JqError('String too long');
    return a + b;
  }
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (a instanceof Map && b instanceof Map) return new Map([...a, ...b]);
  throw refused(a, b, 'added');
}

function subtract(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (Array.isArray(a) && Array.isArray(b))
    return a.filter((item) => !b.some((one) => compare(one, item) === 0));
  throw refused(a, b, 'subtracted');
}

function multiply(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (typeof a === 'string' && typeof b === 'number') return repeat(a, b);
  if (typeof a === 'number' && typeof b === 'string') return repeat(b, a);
  if (a instanceof Map && b instanceof Map) return merge(a, b);
  throw refused(a, b, 'multiplied');
}

function repeat(text: string, times: number): Json {
  if (!(times > 0)) return null;
  if (text.length * times > LONGEST_TEXT) throw new JqError('Repeat string result too long');
  return text.repeat(Math.max(1, Math.ceil(times)));
}

function merge(a: JsonObject, b: JsonObject): JsonObject {
  const merged = new Map(a);
  for (const [key, value] of b) {
    const old = merged.get(key);
    merged.set(key, old instanceof Map && value instanceof Map ? merge(old, value) : value);
  }
  return merged;
}

function divide(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0) throw refused(a, b, 'divided because the divisor is zero');
    return a / b;
  }
  if (typeof a === 'string' && typeof b === 'string') return splitText(a, b);
  throw refused(a, b, 'divided');
}

function remainder(a: Json, b: Json): Json {
  if (typeof a !== 'number' || typeof b !== 'number') throw refused(a, b, 'divided');
  if (Math.trunc(b) === 0) throw refused(a, b, 'divided (remainder) because the divisor is zero');
  return Math.trunc(a) % Math.abs(Math.trunc(b)) || 0;
}

/** An empty text has no parts. */
export function splitText(text: string, separator: string): string[] {
  if (text === '') return [];
  return separator === '' ? [...text] : text.split(separator);
}
