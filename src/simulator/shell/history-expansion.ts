import { quoteSingle } from './expand/quote.ts';

/** An event that is not in the history. */
export class HistoryError extends Error {}

/** A line after its `!` events; `shown` only, where `:p` asks for that. */
export interface Expanded {
  text: string;
  shown: boolean;
}

/** The last `:s`, for `:&` and for an empty text to replace; a session keeps it from line to line. */
export interface LastSubstitution {
  old?: string;
  replacement?: string;
}

/**
 * `!!`, `!n`, `!-n`, `!text`, `!?text?`, `!$`, `!^`, `!*`, `^old^new`, with word designators and modifiers; `undefined`
 * when there is none in the line.
 */
export function expandHistory(
  history: readonly string[],
  line: string,
  last: LastSubstitution,
): Expanded | undefined {
  if (line.startsWith('^')) {
    // Quick substitution is `!!:s^old^new^` (GNU History manual, "Event Designators").
    const rest = `:s${line}`;
    const { text, shown, length } = modify(history.at(-1) ?? '', rest, last);
    return { text: text + rest.slice(length), shown };
  }
  let out = '';
  let changed = false;
  let single = false;
  let shown = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (c === '\\' && !single) {
      out += c + (line[++i] ?? '');
      continue;
    }
    if (c === "'") single = !single && !inDouble(out);
    if (
      c !== '!' ||
      single ||
      /^[\s=(]|^$/.test(line.slice(i + 1, i + 2)) ||
      line[i - 1] === '[' ||
      /\$\{?$/.test(out)
    ) {
      out += c;
      continue;
    }
    const event = readEvent(history, line.slice(i), out, last);
    if (!event) {
      out += c;
      continue;
    }
    out += event.text;
    changed = true;
    shown ||= event.shown;
    i += event.length - 1;
  }
  return changed ? { text: out, shown } : undefined;
}

const inDouble = (text: string): boolean => (text.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;

interface Event extends Expanded {
  length: number;
}

/** The event that a text begins with, and what it is of a line that so far says `before`. */
function readEvent(
  history: readonly string[],
  text: string,
  before: string,
  last: LastSubstitution,
): Event | undefined {
  // `!:2` is a word of the last line.
  const match =
    /^!(?:(!|(?=:[\d$^*sghtrepq&-]))|(-?\d+)|(\?)([^?]*)\??|([$^*])|(#)|([^\s!;&|<>()"':$^*]+)|)/.exec(text);
  if (!match) return undefined;
  const [whole, bang, number, , contained, wordOnly, own, prefix] = match;
  let line: string | undefined;
  if (bang !== undefined || wordOnly) line = history.at(-1);
  else if (number) line = Number(number) < 0 ? history.at(Number(number)) : history[Number(number) - 1];
  else if (contained !== undefined) line = history.findLast((one) => one.includes(contained));
  else if (prefix) line = history.findLast((one) => one.startsWith(prefix));
  else if (own) line = before;
  else return undefined;
  if (line === undefined) throw new HistoryError(`${whole}: event not found`);
  const rest = text.slice(whole.length);
  // A colon begins a designator by number; without one it is a word's own sign, or a range.
  const found = wordOnly
    ? ''
    : (/^(?::(?:[$^*]|\d+(?:\*|-(?:\d+|\$)?)?|-(?:\d+|\$)?)|[$^*])/.exec(rest)?.[0] ?? '');
  const designator = wordOnly ?? found.replace(/^:/, '');
  const selected = designator === '' ? line : selectWords(words(line), designator, found || designator);
  const { length, ...modified } = modify(selected, rest.slice(found.length), last);
  return { ...modified, length: whole.length + found.length + length };
}

const words = (line: string): string[] => line.trim().split(/\s+/);

/** The words that a designator names (GNU History manual, "Word Designators"). */
function selectWords(all: string[], designator: string, written: string): string {
  const last = all.length - 1;
  if (designator === '$') return all[last]!;
  if (designator === '*') return all.slice(1).join(' ');
  const [, first = '', mark = '', end = ''] = /^(\d*|\^)([-*]?)(\d*|\$)$/.exec(designator)!;
  const from = first === '^' ? 1 : Number(first);
  let to = from;
  if (mark === '*') to = last;
  else if (mark === '-') to = end === '' ? last - 1 : end === '$' ? last : Number(end);
  // `5*` of a line with as many words is nothing.
  const most = mark === '*' ? last + 1 : last;
  if (from > most || to > last || to < from - 1) throw new HistoryError(`${written}: bad word specifier`);
  return all.slice(from, to + 1).join(' ');
}

/** What the modifiers after an event make of it, and how long they are (GNU History manual, "Modifiers"). */
function modify(text: string, rest: string, last: LastSubstitution): Event {
  let length = 0;
  let shown = false;
  for (;;) {
    const [whole, everywhere, letter] = /^:([ga]?)(\S)/.exec(rest.slice(length)) ?? [];
    if (whole === undefined) return { text, shown, length };
    const start = length;
    length += whole.length;
    switch (letter) {
      case 'h':
        text = text.replace(/\/[^/]*$/, '');
        break;
      case 't':
        text = text.replace(/^.*\//s, '');
        break;
      case 'r':
        text = text.replace(/\.[^.]*$/, '');
        break;
      case 'e':
        text = /\.[^.]*$/.exec(text)?.[0] ?? text;
        break;
      case 'p':
        shown = true;
        break;
      case 'q':
        text = quoteSingle(text);
        break;
      case 'x':
        text = words(text).map(quoteSingle).join(' ');
        break;
      case '&':
      case 's': {
        if (letter === 's') length += readSubstitution(rest.slice(length), last);
        const { old, replacement = '' } = last;
        const written = rest.slice(start, length);
        if (letter === '&' && old === undefined)
          throw new HistoryError(`${written}: no previous substitution`);
        if (!old || !text.includes(old)) throw new HistoryError(`${written}: substitution failed`);
        text = everywhere ? text.replaceAll(old, () => replacement) : text.replace(old, () => replacement);
        break;
      }
      default:
        throw new HistoryError(`${letter}: unrecognized history modifier`);
    }
  }
}

/** Reads the `/old/new/` of a `:s`, whose delimiter a backslash makes part of the text; gives how long it is. */
function readSubstitution(text: string, last: LastSubstitution): number {
  const [whole, delimiter = '', old = '', replacement = ''] =
    /^(\S)((?:\\[\s\S]|(?!\1)[\s\S])*)(?:\1((?:\\[\s\S]|(?!\1)[\s\S])*)\1?)?/.exec(text) ?? [''];
  if (old !== '') last.old = old.replaceAll(`\\${delimiter}`, delimiter);
  const filled = replacement.replaceAll(`\\${delimiter}`, delimiter);
  last.replacement = filled.replace(/\\?&/g, (sign) => (sign === '&' ? (last.old ?? '') : '&'));
  return whole.length;
}
