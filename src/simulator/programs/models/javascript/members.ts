import { arrayMethod } from './array-methods.ts';
import type { PropertyEvaluator } from './evaluate-property.ts';
import {
  bytesMethod,
  collectionMethod,
  dateMethod,
  functionMethod,
  promiseMethod,
  regexpMethod,
} from './object-methods.ts';
import { stringMethod } from './string-methods.ts';
import {
  Arr,
  BufferValue,
  DateValue,
  Fn,
  MapValue,
  native,
  Obj,
  PromiseValue,
  RegExpValue,
  SetValue,
  toText,
  type Value,
} from './values.ts';

/** The properties and methods that values have by themselves. */
export function member(value: Value, key: string, evaluator: PropertyEvaluator): Value {
  if (typeof value === 'string') {
    if (key === 'length') return value.length;
    return /^\d+$/.test(key) ? value[Number(key)] : stringMethod(value, key, evaluator);
  }
  if (typeof value === 'number') return numberMethod(value, key);
  if (typeof value === 'boolean') return key === 'toString' ? native(key, () => String(value)) : undefined;
  if (value instanceof Arr) {
    if (key === 'length') return value.items.length;
    return /^\d+$/.test(key) ? value.items[Number(key)] : arrayMethod(value, key);
  }
  if (value instanceof PromiseValue) return promiseMethod(value, key);
  if (value instanceof MapValue || value instanceof SetValue) return collectionMethod(value, key);
  if (value instanceof RegExpValue) return regexpMethod(value, key);
  if (value instanceof DateValue) return dateMethod(value, key);
  if (value instanceof BufferValue) return bytesMethod(value, key);
  if (value instanceof Fn) return functionMethod(value, key);
  if (value instanceof Obj) return objectMethod(value, key);
  return undefined;
}

function numberMethod(value: number, key: string): Value {
  const methods: Record<string, (args: Value[]) => Value> = {
    toFixed: ([digits]) => value.toFixed(Number(digits ?? 0)),
    toString: ([radix]: Value[]) => value.toString(Number(radix ?? 10)),
    toLocaleString: () => value.toLocaleString('en-US'),
    toPrecision: ([digits]) => value.toPrecision(Number(digits)),
  };
  return Object.hasOwn(methods, key) ? native(key, methods[key]!) : undefined;
}

function objectMethod(value: Obj, key: string): Value {
  if (key === 'hasOwnProperty') return native(key, ([name]) => value.properties.has(toText(name)));
  if (key === 'toString') return native(key, () => toText(value));
  if (key === 'stack' && value.kind === 'Error') return `${toText(value)}\n    at <anonymous>`;
  return undefined;
}
