import type { Process } from '../../common/process.ts';

/** Whether gh colours what it prints: where standard output is a terminal, unless the environment says otherwise. */
export function isColoured({ env, stdout }: Process): boolean {
  if ((env.CLICOLOR_FORCE ?? '') !== '' && env.CLICOLOR_FORCE !== '0') return true;
  return stdout.isTTY && !env.NO_COLOR && env.CLICOLOR !== '0';
}

/** The colours of what gh prints, and the marks in front of its lines. */
export function styleOf(process: Process) {
  const coloured = isColoured(process);
  const painter = (code: string) => (text: string) =>
    coloured && text !== '' ? `\x1b[0;${code}m${text}\x1b[0m` : text;
  const bold = painter('1;39');
  return { bold, success: painter('32')('✓'), warning: painter('33')('!'), failure: painter('31')('X') };
}
