import type { Shell } from './state/shell.ts';

const LONGEST = 1000;

function historyFile(shell: Shell): string {
  return shell.value('HISTFILE') ?? `${shell.home()}/.bash_history`;
}

/** Appends the new lines to the history file, or writes all of them. */
export function saveHistory(shell: Shell, all: boolean, file?: string): void {
  const path = shell.absolute(file ?? historyFile(shell));
  const lines = all ? shell.history : shell.history.slice(shell.historySaved);
  shell.historySaved = shell.history.length;
  if (lines.length === 0 && !all) return;
  const text = lines.map((line) => `${line}\n`).join('');
  try {
    const isNew = !shell.files.exists(path);
    if (all) shell.files.write(path, text, 0o600);
    else if (isNew) shell.files.write(path, text, 0o600);
    else shell.files.append(path, text);
  } catch {
    // As bash: a history that cannot be written is not worth a message at every prompt.
  }
}

export function loadHistory(shell: Shell, file?: string): void {
  const path = shell.absolute(file ?? historyFile(shell));
  try {
    const lines = shell.files
      .readText(path)
      .split('\n')
      .filter((line) => line !== '');
    shell.history.push(...lines.slice(-LONGEST));
  } catch {
    return;
  }
  shell.historySaved = shell.history.length;
}

/** Adds a typed line, as HISTCONTROL and HISTIGNORE allow. */
export function remember(shell: Shell, line: string): void {
  if (line.trim() === '') return;
  const control = (shell.value('HISTCONTROL') ?? '').split(':');
  const both = control.includes('ignoreboth');
  if ((both || control.includes('ignorespace')) && line.startsWith(' ')) return;
  if ((both || control.includes('ignoredups')) && shell.history.at(-1) === line) return;
  if (control.includes('erasedups')) {
    const kept = shell.history.filter((other) => other !== line);
    shell.history.splice(0, shell.history.length, ...kept);
    shell.historySaved = Math.min(shell.historySaved, kept.length);
  }
  shell.history.push(line);
  const most = Number(shell.value('HISTSIZE') || LONGEST);
  const excess = shell.history.length - most;
  if (excess > 0 && most >= 0) {
    shell.history.splice(0, excess);
    shell.historySaved = Math.max(0, shell.historySaved - excess);
  }
}

/** An event that is not in the history. */
export class HistoryError extends Error {}

/** `!!`, `!n`, `!-n`, `!text`, `!?text?`, `!$`, `!^`, `!*`, `^old^new`; `undefined` when there is none in the line. */
export function expandHistory(history: readonly string[], line: string): string | undefined {
  const quick = /^\^([^^]+)\^([^^]*)\^?$/.exec(line);
  if (quick) {
    const last = history.at(-1) ?? '';
    if (!last.includes(quick[1]!)) throw new HistoryError(`:s${line}: substitution failed`);
    return last.replace(quick[1]!, () => quick[2]!);
  }
  let out = '';
  let changed = false;
  let single = false;
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
    const event = readEvent(history, line.slice(i));
    if (!event) {
      out += c;
      continue;
    }
    out += event.text;
    changed = true;
    i += event.length - 1;
  }
  return changed ? out : undefined;
}

const inDouble = (text: string): boolean => (text.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;

function readEvent(history: readonly string[], text: string): { text: string; length: number } | undefined {
  // `!:2` is a word of the last line.
  const match = /^!(?:(!|(?=:[\d$^*]))|(-?\d+)|(\?)([^?]*)\??|([$^*])|([^\s!;&|<>()"':$^*]+)|(#))?/.exec(
    text,
  );
  if (!match) return undefined;
  const [whole, bang, number, , contained, wordOnly, prefix] = match;
  let line: string | undefined;
  if (bang !== undefined || wordOnly) line = history.at(-1);
  else if (number) line = Number(number) < 0 ? history.at(Number(number)) : history[Number(number) - 1];
  else if (contained !== undefined) line = history.findLast((one) => one.includes(contained));
  else if (prefix) line = history.findLast((one) => one.startsWith(prefix));
  else return undefined;
  if (line === undefined) throw new HistoryError(`${whole}: event not found`);
  const words = line.trim().split(/\s+/);
  let length = whole.length;
  const designator = wordOnly ?? /^:?([$^*]|\d+(?:-\d+)?)/.exec(text.slice(length))?.[0];
  if (!designator) return { text: line, length };
  if (!wordOnly) {
    if (!/^:/.test(designator) && /^\d/.test(designator)) return { text: line, length };
    length += designator.length;
  }
  return { text: selectWords(words, designator.replace(/^:/, '')), length };
}

function selectWords(words: string[], designator: string): string {
  if (designator === '$') return words.at(-1) ?? '';
  if (designator === '^') return words[1] ?? '';
  if (designator === '*') return words.slice(1).join(' ');
  const [from, to] = designator.split('-').map(Number) as [number, number?];
  return words.slice(from, (to ?? from) + 1).join(' ');
}
