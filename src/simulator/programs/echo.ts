import type { Program } from '../common/process.ts';
import { decodeEscapes } from './support/escapes.ts';
import { formatPrintf } from './support/printf.ts';
import { complain } from './support/program.ts';

/** echo(1), as a program of its own: for `xargs echo` and for containers without a shell. */
export const echo: Program = async (process) => {
  let newline = true;
  let escapes = false;
  let i = 1;
  for (; i < process.argv.length && /^-[neE]+$/.test(process.argv[i]!); i++) {
    for (const letter of process.argv[i]!.slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const text = process.argv.slice(i).join(' ');
  const decoded = escapes ? decodeEscapes(text, true) : { text, stop: false };
  await process.stdout.write(decoded.text + (newline && !decoded.stop ? '\n' : ''));
  return 0;
};

/** printf(1). */
export const printf: Program = async (process) => {
  const [format, ...args] = process.argv.slice(1);
  if (format === undefined) {
    await complain(process, 'missing operand');
    return 1;
  }
  const { text, problems } = formatPrintf(format, args, { now: process.host.clock.now() });
  await process.stdout.write(text);
  for (const problem of problems) await complain(process, problem);
  return problems.length > 0 ? 1 : 0;
};
