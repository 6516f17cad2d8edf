import { FileError } from '../../common/files.ts';
import { runExternal } from '../evaluate/external.ts';
import { heldBack } from '../evaluate/foreground.ts';
import { arithmeticStatus } from '../evaluate/node.ts';
import { runText } from '../evaluate/run.ts';
import { findCommand, type Problem, pathForExec, searchPath } from '../process/lookup.ts';
import { Break, Exit, Fatal, Return } from '../state/flow.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, badOption, parseOptions } from './support.ts';

const isNumber = (text: string): boolean => /^[-+]?\d+$/.test(text);

/** The status that `exit` and `return` are given. */
async function statusArgument(shell: Shell, words: string[]): Promise<number> {
  const text = words[1] === '--' ? words[2] : words[1];
  if (text === undefined) return shell.status;
  if (!isNumber(text)) {
    await shell.complain(`${words[0]}: ${text}: numeric argument required`);
    return 2;
  }
  return Number(text) & 255;
}

export const exit: Builtin = async (shell, words) => {
  if (shell.interactive && shell.subshell === 0)
    await shell.write(2, shell.flavour === 'bash' ? 'exit\n' : '');
  const status = await statusArgument(shell, words);
  if (words.length > 2 && isNumber(words[1]!)) {
    throw new Fatal('exit: too many arguments');
  }
  if (await heldBack(shell)) return 1;
  throw new Exit(status);
};

export const logout: Builtin = async (shell) => {
  await shell.complain("logout: not login shell: use `exit'");
  return 1;
};

export const returnFrom: Builtin = async (shell, words) => {
  if (shell.functionDepth === 0 && shell.sourceDepth === 0) {
    await shell.complain("return: can only `return' from a function or sourced script");
    return 2;
  }
  throw new Return(await statusArgument(shell, words));
};

export const breakLoop: Builtin = async (shell, words) => {
  const [name, count = '1'] = words;
  if (shell.loopDepth === 0) {
    if (shell.flavour === 'bash') {
      await shell.complain(`${name}: only meaningful in a \`for', \`while', or \`until' loop`);
    }
    return 0;
  }
  if (!isNumber(count)) {
    await shell.complain(`${name}: ${count}: numeric argument required`);
    throw new Exit(128);
  }
  if (Number(count) < 1) {
    await shell.complain(`${name}: ${count}: loop count out of range`);
    throw new Break(shell.loopDepth, false, 1);
  }
  throw new Break(Number(count), name === 'continue');
};

export const shift: Builtin = async (shell, words) => {
  const count = words[1] ?? '1';
  if (!isNumber(count)) {
    await shell.complain(`shift: ${count}: numeric argument required`);
    return 1;
  }
  if (Number(count) > shell.positional.length || Number(count) < 0) {
    if (shell.flavour === 'dash') {
      await shell.complain("shift: can't shift that many");
      if (!shell.interactive) throw new Exit(2);
    } else if (Number(count) < 0) await shell.complain(`shift: ${count}: shift count out of range`);
    return 1;
  }
  shell.positional.splice(0, Number(count));
  return 0;
};

export const evaluate: Builtin = async (shell, words) => {
  const { rest } = parseOptions(words, '');
  const text = rest.join(' ');
  if (text.trim() === '') return 0;
  return runText(shell, text, { firstLine: shell.line, label: 'eval' });
};

export const source: Builtin = async (shell, words) => {
  const [name, ...args] = words[1] === '--' ? words.slice(2) : words.slice(1);
  if (name === undefined) {
    await shell.complain(`${words[0]}: filename argument required`);
    await shell.write(2, `${words[0]}: usage: ${words[0]} filename [arguments]\n`);
    return 2;
  }
  const found = name.includes('/')
    ? undefined
    : searchPath(shell.files, shell.value('PATH') ?? '', shell.cwd, name);
  const path = shell.absolute(found?.found ?? found?.unusable ?? name);
  let text: string;
  try {
    text = shell.files.readText(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (shell.flavour === 'ash') {
      await shell.complain(`${words[0]}: can't open '${name}': ${error.message}`);
      if (!shell.interactive) throw new Exit(2);
      return 2;
    }
    if (shell.flavour === 'dash') {
      const reason = error.code === 'ENOENT' ? error.message.replace(/ or directory$/, '') : error.message;
      await shell.complain(
        `${words[0]}: ${name.includes('/') ? `cannot open ${name}: ${reason}` : `${name}: not found`}`,
      );
      if (!shell.interactive) throw new Exit(2);
      return 2;
    }
    await shell.complain(
      error.code === 'EISDIR' ? `${words[0]}: ${name}: is a directory` : `${name}: ${error.message}`,
    );
    return 1;
  }
  const { positional } = shell;
  if (args.length > 0) shell.positional = args;
  shell.frames.push({ source: name, line: shell.line });
  const { line } = shell;
  try {
    return await runText(shell, text);
  } catch (error) {
    if (error instanceof Return) return error.status;
    throw error;
  } finally {
    shell.frames.pop();
    shell.line = line;
    if (args.length > 0) shell.positional = positional;
  }
};

export const exec: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'cla:');
  if (options.invalid)
    return badOption(
      shell,
      words,
      options,
      'exec [-cl] [-a name] [command [argument ...]] [redirection ...]',
    );
  if (options.rest.length === 0) return 0;
  const name = options.rest[0]!;
  const found = findCommand(shell, name);
  if ('problem' in found && shell.flavour === 'bash') {
    await refuseExec(shell, name, found);
    shell.status = found.status;
    if (shell.interactive) return shell.status;
    shell.traps.delete('EXIT');
    throw new Exit(shell.status);
  }
  // A subshell is no process of its own here.
  shell.replaced = shell.subshell === 0;
  await runExternal(shell, options.rest, options.flags.has('c') ? {} : shell.variables.environment());
  shell.replaced = false;
  if (shell.interactive && (shell.status === 127 || shell.status === 126)) return shell.status;
  shell.traps.delete('EXIT');
  throw new Exit(shell.status);
};

/** What `exec` says of a program that it cannot run, before its shell ends. */
async function refuseExec(shell: Shell, name: string, { problem, status }: Problem): Promise<void> {
  if (status === 127 && !name.includes('/')) return shell.complain(`exec: ${name}: not found`);
  const path = pathForExec(shell, name);
  await shell.complain(`${path}: ${problem}`);
  if (status === 126) await shell.complain(`exec: ${path}: cannot execute: ${problem}`);
}

export const letExpressions: Builtin = async (shell, words) => {
  if (words.length < 2) {
    await shell.complain('let: expression expected');
    return 1;
  }
  let status = 1;
  for (const expression of words.slice(1)) status = await arithmeticStatus(shell, expression, 'let');
  return status;
};
