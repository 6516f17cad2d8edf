import type { Shell } from '../state/shell.ts';
import {
  breakLoop,
  evaluate,
  exec,
  exit,
  letExpressions,
  logout,
  returnFrom,
  shift,
  source,
} from './control.ts';
import { cd, dirs, popd, pushd, pwd } from './directories.ts';
import { getopts } from './getopts.ts';
import { fixCommand, history } from './history.ts';
import { background, disown, foreground, jobs, kill, trap, wait } from './jobs.ts';
import { accept, caller, suspend, times, umask } from './misc.ts';
import { alias, builtinCommand, command, hash, help, type, unalias } from './names.ts';
import { set, shopt } from './options.ts';
import { echo, printf } from './output.ts';
import { mapfile, read } from './read.ts';
import type { Builtin } from './support.ts';
import { test } from './test.ts';
import { ulimit } from './ulimit.ts';
import { declare, mark, unset } from './variables.ts';

const BUILTINS: Record<string, Builtin> = {
  ':': () => 0,
  '.': source,
  '[': test,
  alias,
  bg: background,
  bind: accept,
  break: breakLoop,
  builtin: builtinCommand,
  caller,
  cd,
  command,
  compgen: accept,
  complete: accept,
  compopt: accept,
  continue: breakLoop,
  declare,
  dirs,
  disown,
  echo,
  enable: accept,
  eval: evaluate,
  exec,
  exit,
  export: mark,
  false: () => 1,
  fc: fixCommand,
  fg: foreground,
  getopts,
  hash,
  help,
  history,
  jobs,
  kill,
  let: letExpressions,
  local: declare,
  logout,
  mapfile,
  popd,
  printf,
  pushd,
  pwd,
  read,
  readarray: mapfile,
  readonly: mark,
  return: returnFrom,
  set,
  shift,
  shopt,
  source,
  suspend,
  test,
  times,
  trap,
  true: () => 0,
  type,
  typeset: declare,
  ulimit,
  umask,
  unalias,
  unset,
  wait,
};

/** BusyBox's ash has these of bash's, dash has not. */
const NOT_DASH = new Set(['let', 'source']);

/** Only bash has these. */
const BASH_ONLY = new Set(
  'bind builtin caller compgen complete compopt declare dirs disown enable help mapfile popd pushd readarray shopt typeset'.split(
    ' ',
  ),
);

export const names = Object.keys(BUILTINS).sort();

/** Builtins whose arguments may be assignments. */
export const DECLARING = new Set(['alias', 'declare', 'export', 'local', 'readonly', 'typeset']);

/** POSIX special builtins: an error in them ends a POSIX shell. */
export const SPECIAL = new Set(
  'break : . continue eval exec exit export readonly return set shift times trap unset'.split(' '),
);

export function builtin(shell: Shell, name: string): Builtin | undefined {
  if (!Object.hasOwn(BUILTINS, name)) return undefined;
  if (shell.flavour === 'dash' && NOT_DASH.has(name)) return undefined;
  return shell.flavour !== 'bash' && BASH_ONLY.has(name) ? undefined : BUILTINS[name];
}
