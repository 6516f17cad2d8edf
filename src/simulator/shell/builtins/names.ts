import { runExternal } from '../evaluate/external.ts';
import { quoteSingle } from '../expand/quote.ts';
import { findCommand, searchAll } from '../process/lookup.ts';
import type { Shell } from '../state/shell.ts';
import { printFunction } from '../syntax/print.ts';
import { builtin as find, names } from './index.ts';
import { type Builtin, badOption, parseOptions } from './support.ts';

const KEYWORDS = new Set(
  'if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc'.split(
    ' ',
  ),
);

/** What a name means to the shell, in the order in which it would be used. */
function meanings(shell: Shell, name: string, all: boolean): { kind: string; text: string; path?: string }[] {
  const found: { kind: string; text: string; path?: string }[] = [];
  const alias = shell.aliases.get(name);
  if (alias !== undefined && (shell.interactive || shell.shopts.has('expand_aliases'))) {
    found.push({ kind: 'alias', text: `${name} is aliased to \`${alias}'` });
  }
  if (KEYWORDS.has(name)) found.push({ kind: 'keyword', text: `${name} is a shell keyword` });
  const definition = shell.functions.get(name);
  if (definition)
    found.push({
      kind: 'function',
      text: `${name} is a function\n${printFunction(name, definition.body, definition.unit.source)}`,
    });
  if (find(shell, name)) found.push({ kind: 'builtin', text: `${name} is a shell builtin` });
  if (name.includes('/')) {
    if ('path' in findCommand(shell, name))
      found.push({ kind: 'file', text: `${name} is ${name}`, path: name });
  } else {
    const hashed = shell.hashed.get(name);
    if (hashed && !all)
      found.push({ kind: 'file', text: `${name} is hashed (${hashed.path})`, path: hashed.path });
    else {
      for (const path of searchAll(shell.files, shell.value('PATH') ?? '', shell.cwd, name)) {
        found.push({ kind: 'file', text: `${name} is ${path}`, path });
      }
    }
  }
  return all ? found : found.slice(0, 1);
}

export const type: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'afptP');
  if (options.invalid) return badOption(shell, words, options, 'type [-afptP] name [name ...]');
  const { flags, rest } = options;
  let status = 0;
  for (const name of rest) {
    let found = meanings(shell, name, flags.has('a') || flags.has('P'));
    if (flags.has('P')) found = found.filter(({ kind }) => kind === 'file').slice(0, 1);
    if (found.length === 0) {
      status = 1;
      if (!flags.has('t') && !flags.has('p') && !flags.has('P')) {
        if (shell.flavour === 'bash') await shell.complain(`type: ${name}: not found`);
        else await shell.write(1, `${name}: not found\n`);
      }
    }
    for (const { kind, text, path } of found) {
      if (flags.has('t')) await shell.write(1, `${kind}\n`);
      else if (flags.has('p') || flags.has('P')) await shell.write(1, path ? `${path}\n` : '');
      else await shell.write(1, `${text}\n`);
    }
  }
  return status;
};

export const command: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'pvV');
  if (options.invalid) return badOption(shell, words, options, 'command [-pVv] command [arg ...]');
  const { flags, rest } = options;
  const name = rest[0];
  if (name === undefined) return 0;
  if (flags.has('v') || flags.has('V')) {
    let status = 1;
    for (const one of rest) {
      const found = meanings(shell, one, false)[0];
      if (!found) {
        if (flags.has('V')) await shell.complain(`command: ${one}: not found`);
        continue;
      }
      status = 0;
      const short =
        found.kind === 'alias' ? `alias ${one}=${quoteSingle(shell.aliases.get(one)!)}` : (found.path ?? one);
      await shell.write(1, `${flags.has('V') ? found.text : short}\n`);
    }
    return status;
  }
  const run = find(shell, name);
  if (run) return run(shell, rest);
  await runExternal(shell, rest, shell.variables.environment());
  return shell.status;
};

export const builtinCommand: Builtin = async (shell, words) => {
  const name = words[1];
  if (name === undefined) return 0;
  const run = find(shell, name);
  if (run) return run(shell, words.slice(1));
  await shell.complain(`builtin: ${name}: not a shell builtin`);
  return 1;
};

export const hash: Builtin = async (shell, words) => {
  const { flags, rest } = parseOptions(words, 'lrtdp:');
  if (flags.has('r')) {
    shell.hashed.clear();
    return 0;
  }
  if (rest.length === 0) {
    if (shell.hashed.size === 0) await shell.write(1, 'hash: hash table empty\n');
    else {
      const lines = [...shell.hashed.values()].map(
        ({ path, hits }) => `${String(hits).padStart(4)}\t${path}\n`,
      );
      await shell.write(1, `hits\tcommand\n${lines.join('')}`);
    }
    return 0;
  }
  let status = 0;
  for (const name of rest) {
    const found = findCommand(shell, name);
    if ('path' in found) {
      if (flags.has('t')) await shell.write(1, `${found.path}\n`);
      const entry = shell.hashed.get(name);
      if (entry) entry.hits = 0;
    } else {
      await shell.complain(`hash: ${name}: not found`);
      status = 1;
    }
  }
  return status;
};

export const alias: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'p');
  if (options.invalid) return badOption(shell, words, options, 'alias [-p] [name[=value] ... ]');
  const { rest } = options;
  const show = (name: string) =>
    shell.write(
      1,
      `${shell.flavour === 'bash' ? 'alias ' : ''}${name}=${quoteSingle(shell.aliases.get(name)!)}\n`,
    );
  if (rest.length === 0) for (const name of [...shell.aliases.keys()].sort()) await show(name);
  let status = 0;
  for (const word of rest) {
    const at = word.indexOf('=');
    if (at > 0) shell.aliases.set(word.slice(0, at), word.slice(at + 1));
    else if (shell.aliases.has(word)) await show(word);
    else {
      await shell.complain(`alias: ${word}: not found`);
      status = 1;
    }
  }
  return status;
};

export const unalias: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'a');
  const { flags, rest } = options;
  if (options.invalid) return badOption(shell, words, options, 'unalias [-a] name [name ...]');
  if (rest.length === 0 && !flags.has('a')) {
    await shell.write(2, 'unalias: usage: unalias [-a] name [name ...]\n');
    return 2;
  }
  if (flags.has('a')) shell.aliases.clear();
  let status = 0;
  for (const name of rest) {
    if (shell.aliases.delete(name)) continue;
    await shell.complain(`unalias: ${name}: not found`);
    status = 1;
  }
  return status;
};

export const help: Builtin = async (shell, words) => {
  if (words.length > 1) {
    const name = words[1]!;
    if (!names.includes(name)) {
      await shell.complain(
        `help: no help topics match \`${name}'.  Try \`help help' or \`man -k ${name}' or \`info ${name}'.`,
      );
      return 1;
    }
    await shell.write(
      1,
      `${name}: a command built into the shell; see the bash manual for all its options.\n`,
    );
    return 0;
  }
  await shell.write(1, `This is a simulated GNU bash. Commands built into it:\n\n${columns(names)}`);
  return 0;
};

function columns(list: readonly string[]): string {
  const width = Math.max(...list.map((name) => name.length)) + 2;
  const perLine = Math.max(1, Math.floor(78 / width));
  let text = '';
  for (let i = 0; i < list.length; i += perLine) {
    text += `${list
      .slice(i, i + perLine)
      .map((name) => name.padEnd(width))
      .join('')
      .trimEnd()}\n`;
  }
  return text;
}
