import { arrayText } from '../expand/operations.ts';
import { quoteIfNeeded } from '../expand/quote.ts';
import { Exit } from '../state/flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Builtin } from './support.ts';

/** Long names of `set -o`, with their letters. */
const OPTIONS: Record<string, string> = {
  allexport: 'a',
  braceexpand: 'B',
  emacs: '',
  errexit: 'e',
  errtrace: 'E',
  functrace: 'T',
  hashall: 'h',
  histexpand: 'H',
  history: '',
  ignoreeof: '',
  'interactive-comments': '',
  keyword: 'k',
  monitor: 'm',
  noclobber: 'C',
  noexec: 'n',
  noglob: 'f',
  nolog: '',
  notify: 'b',
  nounset: 'u',
  onecmd: 't',
  physical: 'P',
  pipefail: '',
  posix: '',
  privileged: 'p',
  verbose: 'v',
  vi: '',
  xtrace: 'x',
};

const NAMES = Object.keys(OPTIONS).sort();

/** Turns a long option on or off; `false` when there is none such. */
export function setOption(shell: Shell, name: string, on: boolean): boolean {
  if (!(name in OPTIONS)) return false;
  if (on) shell.options.add(name);
  else shell.options.delete(name);
  return true;
}

/** The long name of a letter of `set`. */
export const optionOf = (letter: string): string | undefined =>
  NAMES.find((name) => OPTIONS[name] === letter);

export const set: Builtin = async (shell, words) => {
  if (words.length === 1) {
    await listVariables(shell);
    return 0;
  }
  let i = 1;
  for (; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--' || word === '-') {
      if (word === '-') {
        shell.options.delete('xtrace');
        shell.options.delete('verbose');
        if (i + 1 === words.length) return 0;
      }
      shell.positional = words.slice(i + 1);
      return 0;
    }
    if (!/^[-+]./.test(word)) break;
    const on = word[0] === '-';
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        const name = words[i + 1];
        if (name === undefined) {
          await listOptions(shell, on);
          return 0;
        }
        i++;
        if ((shell.flavour === 'dash' && NOT_DASH.has(name)) || !setOption(shell, name, on)) {
          await shell.complain(`set: ${name}: invalid option name`);
          return refused(shell);
        }
        continue;
      }
      const name = optionOf(letter);
      if (!name) {
        await shell.complain(`set: ${word[0]}${letter}: invalid option`);
        if (shell.flavour === 'bash')
          await shell.write(
            2,
            'set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]\n',
          );
        return refused(shell);
      }
      setOption(shell, name, on);
    }
  }
  if (i < words.length) shell.positional = words.slice(i);
  return 0;
};

/** dash has fewer options than bash. */
const NOT_DASH = new Set(
  'braceexpand errtrace functrace hashall histexpand history keyword onecmd physical pipefail posix privileged'.split(
    ' ',
  ),
);

/** A wrong option of `set`, a special command of POSIX, ends a script of dash. */
function refused(shell: Shell): number {
  if (shell.flavour === 'dash' && !shell.interactive) throw new Exit(2);
  return 2;
}

async function listOptions(shell: Shell, readable: boolean): Promise<void> {
  const text = NAMES.map((name) =>
    readable
      ? `${name.padEnd(15)}\t${shell.option(name) ? 'on' : 'off'}\n`
      : `set ${shell.option(name) ? '-o' : '+o'} ${name}\n`,
  );
  await shell.write(1, text.join(''));
}

async function listVariables(shell: Shell): Promise<void> {
  const lines = shell.variables.names().flatMap((name) => {
    const variable = shell.variables.own(name)!;
    if (variable.elements) return `${name}=${arrayText(variable)}\n`;
    return variable.value === undefined
      ? []
      : `${name}=${variable.value === '' ? '' : quoteIfNeeded(variable.value)}\n`;
  });
  await shell.write(1, lines.join(''));
}

const SHOPTS =
  'autocd assoc_expand_once cdable_vars cdspell checkhash checkjobs checkwinsize cmdhist compat31 compat32 compat40 compat41 compat42 compat43 compat44 complete_fullquote direxpand dirspell dotglob execfail expand_aliases extdebug extglob extquote failglob force_fignore globasciiranges globskipdots globstar gnu_errfmt histappend histreedit histverify hostcomplete huponexit inherit_errexit interactive_comments lastpipe lithist localvar_inherit localvar_unset login_shell mailwarn no_empty_cmd_completion nocaseglob nocasematch noexpand_translation nullglob patsub_replacement progcomp progcomp_alias promptvars restricted_shell shift_verbose sourcepath varredir_close xpg_echo'.split(
    ' ',
  );

export const shopt: Builtin = async (shell, words) => {
  const flags = new Set(
    words
      .slice(1)
      .filter((word) => /^-[pqsuo]+$/.test(word))
      .flatMap((word) => [...word.slice(1)]),
  );
  const names = words.slice(1).filter((word) => !/^-[pqsuo]+$/.test(word));
  const isOn = (name: string) => (flags.has('o') ? shell.option(name) : shell.shopts.has(name));
  const known = flags.has('o') ? NAMES : SHOPTS;
  let status = 0;
  if (names.length === 0) {
    const shown = known.filter((name) => (flags.has('s') ? isOn(name) : flags.has('u') ? !isOn(name) : true));
    if (!flags.has('q'))
      await shell.write(1, shown.map((name) => line(name, isOn(name), flags.has('p'))).join(''));
    return 0;
  }
  for (const name of names) {
    if (!known.includes(name)) {
      await shell.complain(`shopt: ${name}: invalid shell option name`);
      status = 1;
    } else if (flags.has('s') || flags.has('u')) {
      if (flags.has('o')) setOption(shell, name, flags.has('s'));
      else if (flags.has('s')) shell.shopts.add(name);
      else shell.shopts.delete(name);
    } else {
      if (!isOn(name)) status = 1;
      if (!flags.has('q')) await shell.write(1, line(name, isOn(name), flags.has('p')));
    }
  }
  return status;
};

function line(name: string, on: boolean, reusable: boolean): string {
  return reusable ? `shopt ${on ? '-s' : '-u'} ${name}\n` : `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n`;
}
