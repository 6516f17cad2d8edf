import { parse, type Word, type WordPart } from 'unbash';
import { Fatal } from '../state/flow.ts';
import type { Shell } from '../state/shell.ts';
import { expandBraces } from '../syntax/braces.ts';
import { arithmetic } from './arithmetic.ts';
import { Fields } from './fields.ts';
import { glob } from './glob.ts';
import { expandParameter, expandSimple } from './parameter.ts';
import { compilePattern } from './pattern.ts';
import { decodeAnsi } from './quote.ts';
import { substituteCommand, substituteProcess } from './substitution.ts';

/** How the parts of a word are expanded. */
export interface Mode {
  /** Results of expansions are split into fields. */
  split: boolean;
  /** Inside double quotes. */
  quoted: boolean;
  /** Literal text is split too: the word in an unquoted `${x:-a b}`. */
  splitLiterals?: boolean;
  /** Where a tilde may stand: at the start of a word, in an assignment also after `:`. */
  tilde?: 'start' | 'assignment';
}

const braceCache = new WeakMap<Word, Word[]>();
const SINGLE: Mode = { split: false, quoted: false, tilde: 'start' };

function bracedWords(shell: Shell, word: Word): Word[] {
  if (!word.text.includes('{') || !shell.option('braceexpand') || shell.flavour !== 'bash') return [word];
  let words = braceCache.get(word);
  if (!words) {
    const texts = expandBraces(word.text);
    words = texts.length === 1 && texts[0] === word.text ? [word] : texts.map(parseWord);
    braceCache.set(word, words);
  }
  return words;
}

/** One word from its source text. */
export function parseWord(text: string): Word {
  if (text === '') return { type: 'Word', text: '', value: '', pos: 0, end: 0 };
  const command = parse(`_ ${text}`).commands[0]?.command;
  const word = command?.type === 'Command' ? command.suffix[0] : undefined;
  return word?.type === 'Word' ? word : { type: 'Word', text, value: text, pos: 0, end: text.length };
}

/** Arguments of a command: all expansions, in bash's order. */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<string[]> {
  const out: string[] = [];
  for (const word of words) {
    for (const one of bracedWords(shell, word)) {
      // The usual case: a plain word.
      if (!one.parts && !/[\\~*?[]/.test(one.text)) {
        if (one.text !== '') out.push(one.text);
        continue;
      }
      const fields = new Fields(ifsOf(shell));
      await walk(shell, one, { split: true, quoted: false, tilde: 'start' }, fields);
      fields.finish();
      for (const field of fields.done) {
        const found = field.glob && !shell.option('noglob') ? globField(shell, field.pattern) : undefined;
        if (!found) out.push(field.text);
        else out.push(...found);
      }
    }
  }
  return out;
}

function globField(shell: Shell, pattern: string): string[] | undefined {
  const ignored = shell.flavour === 'bash' ? shell.value('GLOBIGNORE') : undefined;
  const every = glob(shell.files, shell.cwd, pattern, {
    // What is to be ignored says of hidden files too whether they count.
    dotglob: shell.shopts.has('dotglob') || Boolean(ignored),
    globstar: shell.shopts.has('globstar'),
    nocase: shell.shopts.has('nocaseglob'),
  });
  const found = ignored ? withoutIgnored(every, ignored) : every;
  if (found.length > 0) return found;
  if (shell.shopts.has('failglob')) throw new Fatal(`no match: ${pattern.replace(/\\(.)/g, '$1')}`);
  return shell.shopts.has('nullglob') ? [] : undefined;
}

/** Names that none of the patterns of GLOBIGNORE matches. */
function withoutIgnored(paths: string[], patterns: string): string[] {
  const matchers = patterns
    .split(':')
    .filter(Boolean)
    .map((pattern) => compilePattern(pattern));
  return paths.filter((path) => !matchers.some((matcher) => matcher.test(path)));
}

export function ifsOf(shell: Shell): string {
  return shell.value('IFS') ?? ' \t\n';
}

async function oneField(shell: Shell, word: Word, mode: Mode) {
  const fields = new Fields('');
  await walk(shell, word, mode, fields);
  fields.finish();
  return {
    text: fields.done.map((field) => field.text).join(' '),
    pattern: fields.done.map((field) => field.pattern).join(' '),
  };
}

/** A word that stays one string: no splitting, no file names. */
export async function expandString(
  shell: Shell,
  word: Word,
  tilde: Mode['tilde'] = 'start',
): Promise<string> {
  if (!word.parts && !/[\\~]/.test(word.text)) return word.text;
  return (await oneField(shell, word, { ...SINGLE, ...(tilde && { tilde }) })).text;
}

/** A word as a pattern: what was quoted is escaped. */
export async function expandPattern(shell: Shell, word: Word, quoted = false): Promise<string> {
  return (await oneField(shell, word, { split: false, quoted, tilde: 'start' })).pattern;
}

/** The parts of a here-document or of text in double quotes. */
export async function expandQuoted(shell: Shell, parts: readonly WordPart[]): Promise<string> {
  const fields = new Fields('');
  await walkParts(shell, parts, { split: false, quoted: true }, fields);
  fields.finish();
  return fields.done.map((field) => field.text).join(' ');
}

const textCache = new Map<string, readonly WordPart[]>();

/** Expands a text as if it stood in double quotes: arithmetic, prompts, subscripts. */
export async function expandText(shell: Shell, text: string): Promise<string> {
  if (!/[$`\\"]/.test(text)) return text;
  let parts = textCache.get(text);
  if (!parts) {
    const command = parse(`_ <<\u0001\n${text}\n\u0001\n`).commands[0]?.command;
    const redirect = command?.type === 'Command' ? command.redirects[0] : undefined;
    parts = (redirect?.type === 'HereDoc' && redirect.body.parts) || [
      { type: 'Literal', pos: 0, end: 0, value: `${text}\n`, text: `${text}\n` },
    ];
    if (textCache.size > 200) textCache.clear();
    textCache.set(text, parts);
  }
  return (await expandQuoted(shell, parts)).replace(/\n$/, '');
}

/** Expands and evaluates an arithmetic text. */
export async function evaluateArithmetic(shell: Shell, text: string): Promise<bigint> {
  return arithmetic(shell, (await expandText(shell, text)).replace(/"/g, ''));
}

/** The expansions of a word, into `fields`. */
export async function walk(shell: Shell, word: Word, mode: Mode, fields: Fields): Promise<void> {
  if (word.parts) await walkParts(shell, word.parts, mode, fields, word.text);
  else if (mode.quoted) fields.append(word.value, true);
  else literal(shell, word.text, mode, fields, true);
}

async function walkParts(
  shell: Shell,
  parts: readonly WordPart[],
  mode: Mode,
  fields: Fields,
  whole = '',
): Promise<void> {
  for (const [i, part] of parts.entries()) {
    switch (part.type) {
      case 'Literal':
        if (mode.quoted) fields.append(part.value, true);
        else literal(shell, part.text, mode, fields, i === 0, i === parts.length - 1 || !whole);
        break;
      case 'SingleQuoted':
        fields.append(part.value, true);
        break;
      case 'AnsiCQuoted':
        fields.append(decodeAnsi(part.text.slice(2, -1)), true);
        break;
      case 'DoubleQuoted':
      case 'LocaleString':
        if (part.parts.length === 0) fields.append('', true);
        await walkParts(shell, part.parts, { split: mode.split, quoted: true }, fields);
        break;
      case 'SimpleExpansion':
        expandSimple(shell, part.text.slice(1), mode, fields);
        break;
      case 'ParameterExpansion':
        await expandParameter(shell, part, mode, fields);
        break;
      case 'CommandExpansion':
        result(await substituteCommand(shell, part), mode, fields);
        break;
      case 'ArithmeticExpansion':
        result(String(await evaluateArithmetic(shell, arithmeticText(part.text))), mode, fields);
        break;
      case 'ProcessSubstitution':
        fields.append(await substituteProcess(shell, part), true);
        break;
      case 'Glob':
        if (mode.quoted) fields.append(part.text, true);
        else if (part.parts) {
          fields.append('[', false);
          await walkParts(shell, part.parts, { ...mode, split: false }, fields, part.text);
          fields.append(']', false);
        } else fields.append(part.text, false);
        break;
      case 'ExtendedGlob':
        if (mode.quoted) fields.append(part.text, true);
        else if (part.parts) {
          fields.appendPattern(`${part.operator}(`);
          await walkParts(shell, part.parts, { ...mode, split: false }, fields, part.text);
          fields.append(')', false);
        } else fields.appendPattern(part.text);
        break;
      case 'BraceExpansion':
        if (!part.parts) literal(shell, part.text, mode, fields, false);
        else {
          fields.append('{', mode.quoted);
          await walkParts(shell, part.parts, mode, fields, part.text);
          fields.append('}', mode.quoted);
        }
        break;
    }
  }
}

/** `$((…))` and `$[…]` without their marks. */
function arithmeticText(text: string): string {
  return text.startsWith('$[') ? text.slice(2, -1) : text.slice(3, -2);
}

/** Puts what an expansion gave into the fields. */
export function result(text: string, mode: Mode, fields: Fields): void {
  if (mode.quoted) fields.append(text, true);
  else if (mode.split) fields.split(text);
  else fields.append(text, false);
}

/** Unquoted literal text: backslashes quote, a tilde is somebody's home. */
function literal(shell: Shell, text: string, mode: Mode, fields: Fields, first: boolean, last = true): void {
  let rest = text;
  if (mode.quoted) {
    fields.append(text, true);
    return;
  }
  if (mode.tilde && first) {
    // `echo x=~` too: a word that looks like an assignment.
    const name = mode.split ? /^[A-Za-z_]\w*=(?=~)/.exec(rest)?.[0] : undefined;
    if (name) {
      fields.append(name, false);
      rest = rest.slice(name.length);
    }
    if (rest.startsWith('~')) rest = tilde(shell, rest, mode, fields, last);
  }
  const piece = /\\\n|\\([\s\S])|\\$|[^\\]+/g;
  for (const match of rest.matchAll(piece)) {
    const quoted = match[1];
    if (quoted !== undefined) fields.append(quoted, true);
    else if (match[0] === '\\') fields.append('\\', true);
    else if (match[0] === '\\\n') continue;
    else if (mode.splitLiterals) fields.split(match[0]);
    else if (mode.tilde === 'assignment') colonTildes(shell, match[0], mode, fields);
    else fields.append(match[0], false);
  }
}

function colonTildes(shell: Shell, text: string, mode: Mode, fields: Fields): void {
  for (const [i, piece] of text.split(/(?<=:)(?=~)/).entries()) {
    if (i > 0) fields.append(tilde(shell, piece, mode, fields, true), false);
    else fields.append(piece, false);
  }
}

/** Appends the home directory and gives the text after the tilde prefix. */
function tilde(shell: Shell, text: string, mode: Mode, fields: Fields, last: boolean): string {
  const end = mode.tilde === 'assignment' ? /^~([^/:\\]*)(?=[/:]|$)/ : /^~([^/\\]*)(?=\/|$)/;
  const match = end.exec(text);
  if (!match || (match[0].length === text.length && !last)) return text;
  const home = homeOf(shell, match[1]!);
  if (home === undefined) return text;
  fields.append(home, true);
  return text.slice(match[0].length);
}

function homeOf(shell: Shell, name: string): string | undefined {
  if (name === '') return shell.home();
  if (name === '+') return shell.cwd;
  if (name === '-') return shell.value('OLDPWD');
  return shell.host.users.find((user) => user.name === name)?.home;
}
