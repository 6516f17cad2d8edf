const SIGNALS =
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ'.split(
    ' ',
  );
const REAL_TIME = /^RTM(IN(\+([1-9]|1[0-5]))?|AX(-([1-9]|1[0-4]))?)$/;

/**
 * Gives a signal's name back when Linux has it; a number is taken as it is, unless it is 0.
 * @throws Error `invalid signal: x`
 */
export function checkSignal(text: string): string {
  if (/^[-+]?\d+$/.test(text) && Number(text) !== 0) return text;
  const name = text.toUpperCase().replace(/^SIG/, '');
  if (SIGNALS.includes(name) || REAL_TIME.test(name)) return text;
  throw new Error(`invalid signal: ${text}`);
}
