import type { SignalName } from '../../common/process.ts';

/** signal(7), x86-64. */
const NUMBERS: readonly string[] =
  'EXIT HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

/** The name without `SIG`, from `9`, `KILL`, `SIGKILL` or `kill`; `undefined` when there is none such. */
export function signalOf(text: string): string | undefined {
  if (/^\d+$/.test(text)) return NUMBERS[Number(text)];
  const name = text.toUpperCase().replace(/^SIG/, '');
  return NUMBERS.includes(name) ? name : undefined;
}

export function signalNumber(name: SignalName): number {
  return Math.max(0, NUMBERS.indexOf(name.replace(/^SIG/, '')));
}

/** All names but `EXIT`, by number. */
export const SIGNALS = NUMBERS.slice(1);
