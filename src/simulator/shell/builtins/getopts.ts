import { assignScalar } from '../expand/values.ts';
import { NAME } from '../state/variables.ts';
import type { Builtin } from './support.ts';

export const getopts: Builtin = async (shell, words) => {
  const [, spec, name, ...given] = words;
  if (spec === undefined || name === undefined) {
    await shell.write(2, 'getopts: usage: getopts optstring name [arg ...]\n');
    return 2;
  }
  if (!NAME.test(name)) {
    await shell.complain(`getopts: \`${name}': not a valid identifier`);
    return 1;
  }
  const args = given.length > 0 ? given : shell.positional;
  const silent = spec.startsWith(':');
  let index = Number(shell.value('OPTIND') ?? 1) || 1;
  let at = index === shell.optionIndex ? shell.optionOffset : 1;
  const word = args[index - 1];
  const end = (): number => {
    assignScalar(shell, name, '?');
    assignScalar(shell, 'OPTIND', String(index));
    return 1;
  };
  if (word === undefined || !/^-./.test(word)) return end();
  if (word === '--') {
    index++;
    return end();
  }
  const letter = word[at]!;
  at++;
  const position = letter === ':' ? -1 : spec.indexOf(letter);
  const last = at >= word.length;
  if (position === -1) {
    if (!silent && shell.value('OPTERR') !== '0')
      await shell.write(2, `${shell.name}: illegal option -- ${letter}\n`);
    if (silent) assignScalar(shell, 'OPTARG', letter);
    else shell.variables.unset('OPTARG');
    assignScalar(shell, name, '?');
  } else if (spec[position + 1] === ':') {
    const argument = last ? args[index] : word.slice(at);
    index += last ? 2 : 1;
    at = 1;
    if (argument === undefined) {
      index--;
      if (silent) assignScalar(shell, 'OPTARG', letter);
      else {
        shell.variables.unset('OPTARG');
        await shell.write(2, `${shell.name}: option requires an argument -- ${letter}\n`);
      }
      assignScalar(shell, name, silent ? ':' : '?');
    } else {
      assignScalar(shell, 'OPTARG', argument);
      assignScalar(shell, name, letter);
    }
    assignScalar(shell, 'OPTIND', String(index));
    shell.optionIndex = index;
    shell.optionOffset = 1;
    return 0;
  } else {
    shell.variables.unset('OPTARG');
    assignScalar(shell, name, letter);
  }
  if (last) {
    index++;
    at = 1;
  }
  assignScalar(shell, 'OPTIND', String(index));
  shell.optionIndex = index;
  shell.optionOffset = at;
  return 0;
};
