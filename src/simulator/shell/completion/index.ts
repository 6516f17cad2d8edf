import { names } from '../builtins/index.ts';
import type { Shell } from '../state/shell.ts';
import type { Completion } from '../tty/completer.ts';
import { characters } from '../tty/width.ts';
import { completeDocker } from './docker.ts';
import { completeFiles } from './files.ts';

/** The words of the command that the cursor is in, quotes taken away; the last is the one to complete. */
export function wordsAtCursor(before: string): { words: string[]; start: number; quote: string } {
  let words: string[] = [];
  let word = '';
  let start = 0;
  let quote = '';
  let open = false;
  const typed = characters(before);
  for (let i = 0; i <= typed.length; i++) {
    const c = typed[i];
    if (c === undefined) break;
    if (quote) {
      if (c === quote) quote = '';
      else if (c === '\\' && quote === '"' && /["\\$`]/.test(typed[i + 1] ?? '')) word += typed[++i];
      else word += c;
    } else if (c === '"' || c === "'") {
      quote = c;
      open = true;
    } else if (c === '\\') word += typed[++i] ?? '';
    else if (/[\s]/.test(c) || /[;|&()<>]/.test(c)) {
      if (word !== '' || open) words.push(word);
      word = '';
      open = false;
      start = i + 1;
      if (/[;|&(\n]/.test(c)) words = [];
      if (/[<>]/.test(c)) words.push(c);
    } else {
      word += c;
    }
  }
  return { words: [...words, word], start, quote };
}

/** What Tab offers. */
export async function complete(shell: Shell, before: string): Promise<Completion | undefined> {
  const { words, start, quote } = wordsAtCursor(before);
  const word = words.at(-1)!;
  const command = words.slice(0, -1).filter((one) => !/^[A-Za-z_]\w*=/.test(one));
  if (/^\$\{?\w*$/.test(word)) return completeVariables(shell, word, start);
  if (word.startsWith('~') && !word.includes('/')) return completeUsers(shell, word, start);
  const isFirst =
    command.length === 0 ||
    (command.length === 1 &&
      /^(?:sudo|time|exec|command|env|nohup|xargs|type|which|man|!)$/.test(command[0]!));
  if (isFirst && !word.includes('/')) return completeCommands(shell, word, start);
  const name = command.find((one) => !/^(?:sudo|time|env|nohup)$/.test(one)) ?? '';
  if (name === 'docker') {
    const offered = await completeDocker(
      shell,
      [...command.slice(command.indexOf('docker') + 1), word],
      start,
    );
    if (typeof offered === 'object') return offered;
    return completeFiles(shell, word, start, offered === 'directories', quote);
  }
  return completeFiles(shell, word, start, name === 'cd' || name === 'rmdir' || name === 'pushd', quote);
}

function completeCommands(shell: Shell, word: string, start: number): Completion {
  const found = new Set<string>([...names, ...shell.functions.keys(), ...shell.aliases.keys()]);
  for (const keyword of [
    'if',
    'then',
    'else',
    'elif',
    'fi',
    'for',
    'while',
    'until',
    'do',
    'done',
    'case',
    'esac',
    'function',
    'select',
    'time',
  ]) {
    found.add(keyword);
  }
  for (const folder of (shell.value('PATH') ?? '').split(':')) {
    if (!shell.files.isDirectory(folder)) continue;
    for (const name of shell.files.list(folder)) if (shell.files.may(`${folder}/${name}`, 1)) found.add(name);
  }
  return { start, candidates: [...found].filter((name) => name.startsWith(word)).sort(), suffix: ' ' };
}

function completeVariables(shell: Shell, word: string, start: number): Completion {
  const braced = word.startsWith('${');
  const typed = word.slice(braced ? 2 : 1);
  const candidates = shell.variables
    .names()
    .filter((name) => name.startsWith(typed))
    .map((name) => (braced ? `\${${name}}` : `$${name}`));
  const only = candidates.length === 1 ? candidates[0]!.replace(/[${}]/g, '') : '';
  const isFolder = only !== '' && shell.files.isDirectory(shell.absolute(shell.value(only) ?? '.'));
  return { start, candidates, suffix: isFolder ? '/' : ' ' };
}

function completeUsers(shell: Shell, word: string, start: number): Completion {
  const candidates = shell.host.users.map(({ name }) => `~${name}`).filter((name) => name.startsWith(word));
  return { start, candidates, suffix: '/' };
}
