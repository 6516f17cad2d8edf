import { loadHistory, saveHistory } from '../history.ts';
import { type Builtin, badOption, parseOptions } from './support.ts';

export const history: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'acd:nrwps');
  if (options.invalid || options.lacking) {
    return badOption(
      shell,
      words,
      options,
      'history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]',
    );
  }
  const { flags, rest } = options;
  if (flags.has('c')) {
    shell.history.length = 0;
    shell.historySaved = 0;
    return 0;
  }
  const removed = flags.get('d');
  if (removed !== undefined) {
    const at = Number(removed) < 0 ? shell.history.length + Number(removed) : Number(removed) - 1;
    if (shell.history[at] === undefined) {
      await shell.complain(`history: ${removed}: history position out of range`);
      return 1;
    }
    shell.history.splice(at, 1);
    if (at < shell.historySaved) shell.historySaved--;
    return 0;
  }
  if (flags.has('a') || flags.has('w')) {
    saveHistory(shell, flags.has('w'), rest[0]);
    return 0;
  }
  if (flags.has('r') || flags.has('n')) {
    loadHistory(shell, rest[0]);
    return 0;
  }
  if (flags.has('s')) {
    shell.history.push(rest.join(' '));
    return 0;
  }
  const count = rest[0];
  if (count !== undefined && !/^\d+$/.test(count)) {
    await shell.complain(`history: ${count}: numeric argument required`);
    return 1;
  }
  const from = count === undefined ? 0 : Math.max(0, shell.history.length - Number(count));
  const lines = shell.history.slice(from).map((line, i) => `${String(from + i + 1).padStart(5)}  ${line}\n`);
  await shell.write(1, lines.join(''));
  return 0;
};

export const fixCommand: Builtin = async (shell, words) => {
  const { flags, rest } = parseOptions(words, 'e:lnrs');
  if (!flags.has('l')) {
    await shell.complain('fc: only -l is simulated: there is no editor here');
    return 1;
  }
  // The command itself, which the history already holds, is not shown.
  const total = shell.history.length - (shell.interactive ? 1 : 0);
  const position = (text: string | undefined, otherwise: number) =>
    text === undefined ? otherwise : Number(text) < 0 ? total + Number(text) : Number(text) - 1;
  const from = Math.max(0, position(rest[0], total - 16));
  const to = Math.min(total - 1, position(rest[1], total - 1));
  const lines = shell.history
    .slice(from, to + 1)
    .map((line, i) => (flags.has('n') ? `\t ${line}\n` : `${from + i + 1}\t ${line}\n`));
  await shell.write(1, (flags.has('r') ? lines.reverse() : lines).join(''));
  return 0;
};
