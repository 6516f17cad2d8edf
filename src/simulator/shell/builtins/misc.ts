import { identityOf } from '../process/identity.ts';
import type { Builtin } from './support.ts';
import { badOption, parseOptions } from './support.ts';

export const umask: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'Sp');
  if (options.invalid) return badOption(shell, words, options, 'umask [-p] [-S] [mode]');
  const { flags, rest } = options;
  const mode = rest[0];
  if (mode === undefined) {
    const octal = shell.umask.toString(8).padStart(4, '0');
    const symbolic = [6, 3, 0]
      .map((shift, i) => {
        const bits = (~shell.umask >> shift) & 7;
        return `${'ugo'[i]}=${bits & 4 ? 'r' : ''}${bits & 2 ? 'w' : ''}${bits & 1 ? 'x' : ''}`;
      })
      .join(',');
    await shell.write(1, `${flags.has('S') ? symbolic : flags.has('p') ? `umask ${octal}` : octal}\n`);
    return 0;
  }
  if (/^\d/.test(mode)) {
    if (!/^[0-7]{1,4}$/.test(mode)) {
      await shell.complain(`umask: ${mode}: octal number out of range`);
      return 1;
    }
    shell.umask = Number.parseInt(mode, 8) & 0o777;
  } else {
    const wrong = /^[ugoa]*(.)/.exec(mode);
    if (!/^[ugoa]*[-+=][rwx]*(?:,[ugoa]*[-+=][rwx]*)*$/.test(mode)) {
      const isOperator = wrong && !/[-+=]/.test(wrong[1]!);
      const bad = isOperator ? wrong[1]! : (/[-+=][rwx]*([^rwx,])/.exec(mode)?.[1] ?? mode[0]!);
      await shell.complain(
        `umask: \`${bad}': invalid symbolic mode ${isOperator ? 'operator' : 'character'}`,
      );
      return 1;
    }
    shell.umask = ~applySymbolic(~shell.umask & 0o777, mode) & 0o777;
  }
  shell.files = shell.host.files.as(identityOf(shell.host, shell.user), shell.umask);
  return 0;
};

/** What is allowed after clauses such as `u=rw,g-w`. */
function applySymbolic(allowed: number, clauses: string): number {
  let mode = allowed;
  for (const clause of clauses.split(',')) {
    const [, who = '', operator = '=', letters = ''] = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause) ?? [];
    const bits =
      (letters.includes('r') ? 4 : 0) | (letters.includes('w') ? 2 : 0) | (letters.includes('x') ? 1 : 0);
    for (const [letter, shift] of [
      ['u', 6],
      ['g', 3],
      ['o', 0],
    ] as const) {
      if (who !== '' && !who.includes('a') && !who.includes(letter)) continue;
      if (operator === '=') mode = (mode & ~(7 << shift)) | (bits << shift);
      else mode = operator === '+' ? mode | (bits << shift) : mode & ~(bits << shift);
    }
  }
  return mode;
}

export const times: Builtin = async (shell) => {
  await shell.write(1, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
  return 0;
};

export const caller: Builtin = async (shell, words) => {
  const [, level] = words;
  if (level !== undefined && !/^\d+$/.test(level)) {
    await shell.complain(`caller: ${level}: invalid number`);
    await shell.write(2, 'caller: usage: caller [expr]\n');
    return 2;
  }
  const frames = [...shell.frames].reverse();
  if (shell.isScript) frames.push({ name: 'main', source: shell.name, line: 0 });
  const [called, from] = frames.slice(Number(level ?? 0));
  if (!called || (level !== undefined && (!from || shell.functionDepth === 0))) return 1;
  const name = level === undefined ? '' : ` ${from?.name ?? 'source'}`;
  await shell.write(1, `${called.line}${name} ${from?.source ?? 'NULL'}\n`);
  return 0;
};

/** A shell without a parent that could continue it cannot stop itself. */
export const suspend: Builtin = async (shell) => {
  await shell.complain(`suspend: cannot suspend${shell.interactive ? ' a login shell' : ': no job control'}`);
  return 1;
};

/** Accepted for the sake of start-up files: completion and keys are the terminal's own here. */
export const accept: Builtin = () => 0;
