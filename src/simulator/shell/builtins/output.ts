import { decodeEscapes } from '../../programs/support/escapes.ts';
import { formatPrintf } from '../../programs/support/printf.ts';
import { quoteBackslash } from '../expand/quote.ts';
import { assignElement, assignScalar } from '../expand/values.ts';
import { type Builtin, badOption, parseOptions } from './support.ts';

export const echo: Builtin = async (shell, words) => {
  let newline = true;
  let escapes = shell.shopts.has('xpg_echo') || shell.flavour === 'dash';
  let i = 1;
  const option = shell.flavour === 'dash' ? /^-n$/ : /^-[neE]+$/;
  for (; i < words.length && option.test(words[i]!); i++) {
    for (const letter of words[i]!.slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  let text = words.slice(i).join(' ');
  if (escapes) {
    const decoded = decodeEscapes(text, true);
    text = decoded.text;
    if (decoded.stop) newline = false;
  }
  await shell.write(1, text + (newline ? '\n' : ''));
  return 0;
};

export const printf: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'v:');
  const usage = 'printf [-v var] format [arguments]';
  if (options.invalid || options.lacking) return badOption(shell, words, options, usage);
  const [format, ...args] = options.rest;
  if (format === undefined) {
    await shell.write(2, `printf: usage: ${usage}\n`);
    return 2;
  }
  const { text, problems } = formatPrintf(format, args, {
    quote: quoteBackslash,
    now: shell.host.clock.now(),
  });
  const target = options.flags.get('v');
  const element = target && /^(\w+)\[(.+)\]$/.exec(target);
  if (element) assignElement(shell, element[1]!, element[2]!, text);
  else if (target !== undefined) assignScalar(shell, target, text);
  else if (text !== '') await shell.write(1, text);
  for (const problem of problems) await shell.complain(`printf: ${problem}`);
  return problems.some((problem) => !problem.startsWith('warning: ')) ? 1 : 0;
};
