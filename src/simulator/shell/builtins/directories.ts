import { FileError, resolvePath } from '../../common/files.ts';
import { assignScalar } from '../expand/values.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, badOption, parseOptions } from './support.ts';

/** Goes to a directory; the message is what follows `cd: `. */
function enter(shell: Shell, target: string, physical: boolean): string | undefined {
  const path = resolvePath(shell.cwd, target);
  try {
    const stat = shell.files.stat(path);
    if (stat.type !== 'directory') return `${target}: Not a directory`;
    if (!shell.files.may(path, 1)) return `${target}: Permission denied`;
    const before = shell.cwd;
    shell.cwd = physical ? shell.files.realpath(path) : path;
    assignScalar(shell, 'OLDPWD', before);
    assignScalar(shell, 'PWD', shell.cwd);
    return undefined;
  } catch (error) {
    if (error instanceof FileError) return `${target}: ${error.message}`;
    throw error;
  }
}

export const cd: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'LPe@');
  if (options.invalid) return badOption(shell, words, options, 'cd [-L|[-P [-e]] [-@]] [dir]');
  if (options.rest.length > 1 && shell.flavour === 'bash') {
    await shell.complain('cd: too many arguments');
    return 1;
  }
  let target = options.rest[0];
  let show = false;
  if (target === undefined) {
    target = shell.value('HOME');
    if (target === undefined) {
      await shell.complain('cd: HOME not set');
      return 1;
    }
  } else if (target === '-') {
    target = shell.value('OLDPWD');
    show = true;
    if (target === undefined) {
      await shell.complain('cd: OLDPWD not set');
      return 1;
    }
  }
  if (target === '') return 0;
  const searched = shell.value('CDPATH');
  if (searched && !/^\.{0,2}\//.test(target) && target !== '.' && target !== '..') {
    for (const folder of searched.split(':')) {
      const candidate = resolvePath(resolvePath(shell.cwd, folder || '.'), target);
      if (!shell.files.isDirectory(candidate)) continue;
      show = folder !== '' && folder !== '.';
      target = candidate;
      break;
    }
  }
  const problem = enter(shell, target, options.flags.has('P'));
  if (problem) {
    await shell.complain(shell.flavour === 'bash' ? `cd: ${problem}` : `cd: can't cd to ${problem}`);
    return shell.flavour === 'bash' ? 1 : 2;
  }
  if (show) await shell.write(1, `${shell.cwd}\n`);
  return 0;
};

export const pwd: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'LP');
  if (options.invalid) return badOption(shell, words, options, 'pwd [-LP]');
  await shell.write(1, `${options.flags.has('P') ? shell.files.realpath(shell.cwd) : shell.cwd}\n`);
  return 0;
};

function shortened(shell: Shell, path: string): string {
  const home = shell.home();
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

export const dirs: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'clpv');
  const { flags } = options;
  if (options.invalid) {
    await shell.complain(`dirs: ${options.invalid}: invalid number`);
    await shell.write(2, 'dirs: usage: dirs [-clpv] [+N] [-N]\n');
    return 2;
  }
  if (flags.has('c')) {
    shell.directoryStack = [];
    return 0;
  }
  const stack = [shell.cwd, ...shell.directoryStack].map((path) =>
    flags.has('l') ? path : shortened(shell, path),
  );
  const text = flags.has('v')
    ? stack.map((path, i) => `${String(i).padStart(2)}  ${path}`).join('\n')
    : stack.join(flags.has('p') ? '\n' : ' ');
  await shell.write(1, `${text}\n`);
  return 0;
};

export const pushd: Builtin = async (shell, words) => {
  const stack = [shell.cwd, ...shell.directoryStack];
  if (words[1] === '-n' && words[2] !== undefined) {
    shell.directoryStack.unshift(words[2]);
    return dirs(shell, ['dirs']);
  }
  const target = words[1];
  const rotate = /^([+-])(\d+)$/.exec(target ?? '');
  if (target === undefined && stack.length < 2) {
    await shell.complain('pushd: no other directory');
    return 1;
  }
  let next: string[];
  if (target === undefined) next = [stack[1]!, stack[0]!, ...stack.slice(2)];
  else if (rotate) {
    const at = rotate[1] === '+' ? Number(rotate[2]) : stack.length - 1 - Number(rotate[2]);
    if (at < 0 || at >= stack.length) {
      await shell.complain(`pushd: ${target}: directory stack index out of range`);
      return 1;
    }
    next = [...stack.slice(at), ...stack.slice(0, at)];
  } else next = [resolvePath(shell.cwd, target), ...stack];
  const problem = enter(shell, rotate || target === undefined ? next[0]! : target, false);
  if (problem) {
    await shell.complain(`pushd: ${problem}`);
    return 1;
  }
  shell.directoryStack = next.slice(1);
  return dirs(shell, ['dirs']);
};

export const popd: Builtin = async (shell, words) => {
  if (/^-[a-mo-z]/.test(words[1] ?? '')) {
    await shell.complain(`popd: ${words[1]}: invalid number`);
    await shell.write(2, 'popd: usage: popd [-n] [+N | -N]\n');
    return 2;
  }
  const [next, ...rest] = shell.directoryStack;
  if (next === undefined) {
    await shell.complain('popd: directory stack empty');
    return 1;
  }
  const problem = enter(shell, next, false);
  if (problem) {
    await shell.complain(`popd: ${problem}`);
    return 1;
  }
  shell.directoryStack = rest;
  return dirs(shell, ['dirs']);
};
