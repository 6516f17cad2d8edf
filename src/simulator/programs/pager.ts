import { FileError } from '../common/files.ts';
import type { Process, Program } from '../common/process.ts';
import { openInput, readAll } from './support/input.ts';
import { complain } from './support/program.ts';

/** less(1), more(1): a page at a time on a terminal; a plain copy into a pipe. */
export const pager: Program = async (process) => {
  const names = process.argv.slice(1).filter((arg) => !/^[-+]/.test(arg));
  if (names.length === 0 && process.stdin.isTTY) {
    await process.stderr.write(`Missing filename ("${process.argv[0]} --help" for help)\n`);
    return 1;
  }
  let text = '';
  for (const name of names.length > 0 ? names : ['-']) {
    try {
      text += new TextDecoder().decode(await readAll(openInput(process, name), process.signal));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      if (error.code === 'EISDIR') await process.stderr.write(`${name} is a directory\n`);
      else await complain(process, `${name}: ${error.message}`);
      return 1;
    }
  }
  if (!process.stdout.isTTY || !process.tty) {
    await process.stdout.write(text);
    return 0;
  }
  await show(process, process.tty, text);
  return 0;
};

/** Lines as the screen breaks them. */
function wrap(text: string, columns: number): string[] {
  const out: string[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const characters = [...line.replaceAll('\t', '        ')];
    do out.push(characters.splice(0, columns).join(''));
    while (characters.length > 0);
  }
  return out;
}

async function show(process: Process, tty: NonNullable<Process['tty']>, text: string): Promise<void> {
  const lines = wrap(text, tty.columns);
  const page = () => Math.max(1, tty.rows - 1);
  if (lines.length <= page() && process.argv.some((arg) => /^-.*F/.test(arg))) {
    await process.stdout.write(text);
    return;
  }
  let top = 0;
  let pattern = '';
  let asking: string | undefined;
  const draw = async () => {
    const last = Math.max(0, lines.length - page());
    top = Math.max(0, Math.min(top, last));
    const body = lines.slice(top, top + page());
    while (body.length < page()) body.push('~');
    const status = asking !== undefined ? asking : top >= last ? '\x1b[7m(END)\x1b[0m' : ':';
    await tty.output.write(`\x1b[H\x1b[2J${body.join('\r\n')}\r\n${status}`);
  };
  const search = () => {
    const from = lines.findIndex((line, i) => i > top && line.includes(pattern));
    if (from !== -1) top = from;
  };
  await tty.output.write('\x1b[?1049h');
  tty.setRaw(true);
  try {
    await draw();
    for (;;) {
      const bytes = await tty.input.read(process.signal);
      if (!bytes) return;
      for (const key of new TextDecoder().decode(bytes).match(/\x1b\[[A-Z0-9~]+|[\s\S]/g) ?? []) {
        if (asking !== undefined) {
          if (key === '\r') {
            pattern = asking.slice(1) || pattern;
            asking = undefined;
            search();
          } else if (key === '\x7f') asking = asking.length > 1 ? asking.slice(0, -1) : undefined;
          else asking += key;
          continue;
        }
        if (/^[qQ\x03]$/.test(key)) return;
        if (/^(?:j|\r|\n|\x1b\[B)$/.test(key)) top++;
        else if (/^(?:k|y|\x1b\[A)$/.test(key)) top--;
        else if (/^(?: |f|\x1b\[6~)$/.test(key)) top += page();
        else if (/^(?:b|\x1b\[5~)$/.test(key)) top -= page();
        else if (/^(?:g|<|\x1b\[H)$/.test(key)) top = 0;
        else if (/^(?:G|>|\x1b\[F)$/.test(key)) top = lines.length;
        else if (key === '/') asking = '/';
        else if (key === 'n') search();
      }
      await draw();
    }
  } finally {
    tty.setRaw(false);
    await tty.output.write('\x1b[?1049l');
  }
}
