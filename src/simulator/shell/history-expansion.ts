import { quoteSingle } from './expand/quote.ts';

/** An event that is not in the history. */
export class HistoryError extends Error {}

/** A line after its `!` events; `shown` only, where `:p` asks for that. */
export interface Expanded {
  text: string;
  shown: boolean;
}

/** `!!`, `!n`, `!-n`, `!text`, `!?text?`, `!$`, `!^`, `!*`, `^old^new`, with word designators and modifiers; `undefined` when there is none in the line. */
export function expandHistory(history: readonly string[], line: string): Expanded | undefined {
  const quick = /^\^([^^]+)\^([^^]*)\^?(.*)$/s.exec(line);
  if (quick) {
    const last = history.at(-1) ?? '';
    if (!last.includes(quick[1]!)) throw new HistoryError(`:s${line}: substitution failed`);
    const rest = quick[3]!;
    const { text, shown, length } = modify(
      last.replace(quick[1]!, () => quick[2]!),
      rest,
    );
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
    const event = readEvent(history, line.slice(i), out);
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
function readEvent(history: readonly string[], text: string, before: string): Event | undefined {
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
  const { length, ...modified } = modify(selected, rest.slice(found.length));
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
function modify(text: string, rest: string): Event {
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
        throw new HistoryError(':&: no previous substitution');
      case 's': {
        const delimiter = rest[length] ?? '';
        const [old = '', replacement = ''] = rest.slice(length + 1).split(delimiter);
        length += Math.min(rest.length - length, old.length + replacement.length + 3);
        if (old === '' || !text.includes(old))
          throw new HistoryError(`${rest.slice(start, length)}: substitution failed`);
        const filled = replacement.replace(/\\?&/g, (sign) => (sign === '&' ? old : '&'));
        text = everywhere ? text.replaceAll(old, () => filled) : text.replace(old, () => filled);
        break;
      }
      default:
        throw new HistoryError(`${letter}: unrecognized history modifier`);
    }
  }
}
