import type { PropertyEvaluator } from './evaluate-property.ts';
import { Arr, Fn, native, RegExpValue, toNumber, toText, type Value } from './values.ts';

type Method = (text: string, args: Value[], evaluator: PropertyEvaluator) => Promise<Value> | Value;

const number = (value: Value, otherwise: number): number =>
  value === undefined ? otherwise : toNumber(value);
const matched = (match: RegExpExecArray | RegExpMatchArray): Arr => {
  const result = new Arr([...match]);
  result.set('index', match.index ?? 0);
  return result;
};

async function replace(
  text: string,
  pattern: Value,
  by: Value,
  all: boolean,
  evaluator: PropertyEvaluator,
): Promise<string> {
  const regexp =
    pattern instanceof RegExpValue
      ? pattern.regexp
      : new RegExp(toText(pattern).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), all ? 'g' : '');
  if (!(by instanceof Fn)) return text.replace(regexp, toText(by));
  const matches = regexp.global
    ? [...text.matchAll(regexp)]
    : [regexp.exec(text)].filter((match) => match !== null);
  let result = '';
  let at = 0;
  for (const match of matches) {
    const value = await by.call(undefined, [...match, match.index ?? 0, text]);
    result += text.slice(at, match.index) + (await evaluator.text(value));
    at = (match.index ?? 0) + match[0].length;
  }
  return result + text.slice(at);
}

const METHODS: Record<string, Method> = {
  toUpperCase: (text) => text.toUpperCase(),
  toLowerCase: (text) => text.toLowerCase(),
  trim: (text) => text.trim(),
  trimStart: (text) => text.trimStart(),
  trimEnd: (text) => text.trimEnd(),
  toString: (text: string) => text,
  charAt: (text, [i]) => text.charAt(number(i, 0)),
  charCodeAt: (text, [i]) => text.charCodeAt(number(i, 0)),
  codePointAt: (text, [i]) => text.codePointAt(number(i, 0)),
  at: (text, [i]) => text.at(number(i, 0)),
  slice: (text, [from, to]) => text.slice(number(from, 0), number(to, text.length)),
  substring: (text, [from, to]) => text.substring(number(from, 0), number(to, text.length)),
  substr: (text, [from, count]) => text.slice(number(from, 0)).slice(0, number(count, text.length)),
  indexOf: (text, [part, from]) => text.indexOf(toText(part), number(from, 0)),
  lastIndexOf: (text, [part]) => text.lastIndexOf(toText(part)),
  includes: (text, [part]) => text.includes(toText(part)),
  startsWith: (text, [part, from]) => text.startsWith(toText(part), number(from, 0)),
  endsWith: (text, [part]) => text.endsWith(toText(part)),
  repeat: (text, [count]) => text.repeat(Math.min(number(count, 0), 1_000_000)),
  padStart: (text, [length, fill]) =>
    text.padStart(Math.min(number(length, 0), 1_000_000), fill === undefined ? ' ' : toText(fill)),
  padEnd: (text, [length, fill]) =>
    text.padEnd(Math.min(number(length, 0), 1_000_000), fill === undefined ? ' ' : toText(fill)),
  concat: (text, args) => text + args.map(toText).join(''),
  localeCompare: (text, [other]) => text.localeCompare(toText(other)),
  split: (text, [separator, limit]) => {
    if (separator === undefined) return new Arr([text]);
    const by = separator instanceof RegExpValue ? separator.regexp : toText(separator);
    return new Arr(text.split(by as string, limit === undefined ? undefined : toNumber(limit)));
  },
  replace: (text, [pattern, by], evaluator) => replace(text, pattern, by, false, evaluator),
  replaceAll: (text, [pattern, by], evaluator) => replace(text, pattern, by, true, evaluator),
  match: (text, [pattern]) => {
    const regexp = pattern instanceof RegExpValue ? pattern.regexp : new RegExp(toText(pattern));
    const match = text.match(regexp);
    return match ? matched(match) : null;
  },
  matchAll: (text, [pattern]) => {
    const regexp = pattern instanceof RegExpValue ? pattern.regexp : new RegExp(toText(pattern), 'g');
    return new Arr([...text.matchAll(regexp)].map(matched));
  },
};

export function stringMethod(text: string, key: string, evaluator: PropertyEvaluator): Value {
  const method = Object.hasOwn(METHODS, key) ? METHODS[key] : undefined;
  return method && native(key, (args) => method(text, args, evaluator));
}

/** `RegExp.prototype.exec` */
export function execute(regexp: RegExp, text: string): Value {
  const match = regexp.exec(text);
  return match ? matched(match) : null;
}
