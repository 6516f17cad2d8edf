import type { Stat } from '../../common/files.ts';
import { variableOf } from '../expand/values.ts';
import { deviceAt } from '../io/files.ts';
import type { Shell } from '../state/shell.ts';

function stat(shell: Shell, path: string, follow = true): Stat | undefined {
  if (path === '') return undefined;
  try {
    return follow ? shell.files.stat(shell.absolute(path)) : shell.files.lstat(shell.absolute(path));
  } catch {
    return undefined;
  }
}

/** The unary operators of `test` and `[[`. */
export function unaryTest(shell: Shell, operator: string, operand: string): boolean {
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-a':
    case '-e':
      return stat(shell, operand) !== undefined || isDevice(shell, operand);
    case '-f':
      return stat(shell, operand)?.type === 'file';
    case '-d':
      return stat(shell, operand)?.type === 'directory';
    case '-L':
    case '-h':
      return stat(shell, operand, false)?.type === 'symlink';
    case '-b':
      return false;
    case '-c':
      return isDevice(shell, operand);
    case '-p':
      return stat(shell, operand)?.device === 'fifo';
    case '-S':
      return shell.host.socket(shell.absolute(operand)) !== undefined;
    case '-s':
      return (stat(shell, operand)?.size ?? 0) > 0;
    case '-r':
    case '-w':
    case '-x': {
      if (isDevice(shell, operand)) return operator !== '-x';
      return (
        operand !== '' && shell.files.may(shell.absolute(operand), { '-r': 4, '-w': 2, '-x': 1 }[operator])
      );
    }
    case '-u':
      return ((stat(shell, operand)?.mode ?? 0) & 0o4000) !== 0;
    case '-g':
      return ((stat(shell, operand)?.mode ?? 0) & 0o2000) !== 0;
    case '-k':
      return ((stat(shell, operand)?.mode ?? 0) & 0o1000) !== 0;
    case '-O':
      return stat(shell, operand)?.uid === shell.user.uid;
    case '-G':
      return stat(shell, operand)?.gid === shell.user.gid;
    case '-N':
      return false;
    case '-t':
      return shell.descriptors.get(Number(operand))?.isTTY ?? false;
    case '-o':
      return shell.option(operand);
    case '-v': {
      const match = /^(\w+)(?:\[(.*)\])?$/.exec(operand);
      const variable = match && variableOf(shell, match[1]!);
      if (!variable) return /^\d+$/.test(operand) && Number(operand) <= shell.positional.length;
      if (match[2] === undefined)
        return variable.elements ? variable.elements.has('0') : variable.value !== undefined;
      if (match[2] === '@' || match[2] === '*') return (variable.elements?.size ?? 0) > 0;
      return variable.elements?.has(match[2]) ?? (match[2] === '0' && variable.value !== undefined);
    }
    case '-R':
      return shell.variables.own(operand)?.reference ?? false;
    default:
      return false;
  }
}

function isDevice(shell: Shell, path: string): boolean {
  try {
    return path !== '' && deviceAt(shell.files, shell.absolute(path)) !== undefined;
  } catch {
    return false;
  }
}

/** `-nt`, `-ot`, `-ef`. */
export function compareFiles(shell: Shell, operator: string, left: string, right: string): boolean {
  const a = stat(shell, left);
  const b = stat(shell, right);
  if (operator === '-ef') {
    return (
      a !== undefined &&
      b !== undefined &&
      shell.files.realpath(shell.absolute(left)) === shell.files.realpath(shell.absolute(right))
    );
  }
  const [newer, older] = operator === '-nt' ? [a, b] : [b, a];
  return newer !== undefined && (older === undefined || newer.mtime > older.mtime);
}
