import { quoteBackslash } from '../expand/quote.ts';
import type { Shell } from '../state/shell.ts';
import type { Completion } from '../tty/completer.ts';

/** File names that begin as the word does; a directory gets a slash, so that one can go on. */
export function completeFiles(
  shell: Shell,
  word: string,
  start: number,
  directories: boolean,
  quote: string,
): Completion | undefined {
  const slash = word.lastIndexOf('/');
  const folder = word.slice(0, slash + 1);
  const typed = word.slice(slash + 1);
  const home = folder.startsWith('~/') ? shell.home() + folder.slice(1) : folder;
  let names: string[];
  try {
    names = shell.files.list(shell.absolute(home || '.'));
  } catch {
    return undefined;
  }
  const found = names
    .filter((name) => name.startsWith(typed) && (typed.startsWith('.') || !name.startsWith('.')))
    .map((name) => ({ name, isDirectory: shell.files.isDirectory(shell.absolute(`${home}${name}`)) }))
    .filter(({ isDirectory }) => isDirectory || !directories);
  const quoted = (text: string) => {
    if (quote !== '')
      return quote + (quote === '"' ? text.replace(/["\\$`]/g, '\\$&') : text.replaceAll("'", "'\\''"));
    return text.startsWith('~/') ? `~/${quoteOrEmpty(text.slice(2))}` : quoteOrEmpty(text);
  };
  return {
    start,
    candidates: found.map(({ name, isDirectory }) => quoted(`${folder}${name}`) + (isDirectory ? '/' : '')),
    labels: found.map(({ name, isDirectory }) => name + (isDirectory ? '/' : '')),
    suffix: found.length === 1 && found[0]!.isDirectory ? '' : `${quote} `,
  };
}

const quoteOrEmpty = (text: string): string => (text === '' ? '' : quoteBackslash(text));
