import { invalidParameter } from '../errors.ts';

/** Signals of Linux on amd64 and arm64 by name, without `SIG`. */
const SIGNALS: Record<string, number> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  IOT: 6,
  BUS: 7,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  STKFLT: 16,
  CHLD: 17,
  CLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  XCPU: 24,
  XFSZ: 25,
  VTALRM: 26,
  PROF: 27,
  WINCH: 28,
  IO: 29,
  POLL: 29,
  PWR: 30,
  SYS: 31,
};

for (let n = 0; n <= 15; n++) SIGNALS[n === 0 ? 'RTMIN' : `RTMIN+${n}`] = 34 + n;
for (let n = 14; n >= 0; n--) SIGNALS[n === 0 ? 'RTMAX' : `RTMAX-${n}`] = 64 - n;

/** The number of a signal given as `9`, `KILL`, `sigkill`; refuses others as the engine does. */
export function parseSignal(text: string): number {
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : SIGNALS[text.toUpperCase().replace(/^SIG/, '')];
  if (!number) throw invalidParameter(`invalid signal: ${text}`);
  return number;
}

/** `SIGKILL` for 9; `undefined` where there is no such signal. */
export function signalName(number: number): string | undefined {
  const name = Object.keys(SIGNALS).find((key) => SIGNALS[key] === number);
  return name === undefined ? undefined : `SIG${name}`;
}
