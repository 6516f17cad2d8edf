import { identityOf } from '../process/identity.ts';
import type { Builtin } from './support.ts';
import { parseOptions } from './support.ts';

export const umask: Builtin = async (shell, words) => {
  const { flags, rest } = parseOptions(words, 'Sp');
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
  if (!/^[0-7]{1,4}$/.test(mode)) {
    await shell.complain(
      `umask: ${mode}: ${/^\d/.test(mode) ? 'octal number out of range' : `\`${mode[0]}': invalid symbolic mode character`}`,
    );
    return 1;
  }
  shell.umask = Number.parseInt(mode, 8) & 0o777;
  shell.files = shell.host.files.as(identityOf(shell.host, shell.user), shell.umask);
  return 0;
};

export const times: Builtin = async (shell) => {
  await shell.write(1, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
  return 0;
};

export const ulimit: Builtin = async (shell, words) => {
  await shell.write(1, words.includes('-n') ? '1024\n' : 'unlimited\n');
  return 0;
};

export const caller: Builtin = async (shell) => {
  if (shell.functionNames.length === 0) return 1;
  await shell.write(1, `${shell.functionLines.at(-1)} ${shell.functionNames.at(-2) ?? 'main'}\n`);
  return 0;
};

/** Accepted for the sake of start-up files: completion and keys are the terminal's own here. */
export const accept: Builtin = () => 0;
