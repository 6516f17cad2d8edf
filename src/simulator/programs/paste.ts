import { FileError } from '../common/files.ts';
import { decodeEscapes } from './support/escapes.ts';
import { lines, openInput } from './support/input.ts';
import { command, complain } from './support/program.ts';

/** paste(1): lines of files side by side, or with `-s` those of each file in a row. */
export const paste = command(
  { short: 'd:sz', long: { 'delimiters=': 'd', serial: 's', 'zero-terminated': 'z' } },
  async (process, options) => {
    const delimiters = [...decodeEscapes(options.get('d') ?? '\t', false).text];
    const between = (i: number) => delimiters[i % delimiters.length] ?? '';
    const names = options.rest.length > 0 ? options.rest : ['-'];
    const readers: AsyncGenerator<{ text: string }>[] = [];
    const shared = lines(process.stdin, process.signal);
    let status = 0;
    for (const name of names) {
      try {
        readers.push(name === '-' ? shared : lines(openInput(process, name), process.signal));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        await complain(process, `${name}: ${error.message}`);
        if (!options.has('s')) return 1;
        status = 1;
      }
    }
    if (options.has('s')) {
      for (const reader of readers) {
        let row = '';
        let i = 0;
        for (let next = await reader.next(); !next.done; next = await reader.next(), i++) {
          row += (i > 0 ? between(i - 1) : '') + next.value.text;
        }
        await process.stdout.write(`${row}\n`);
      }
      return status;
    }
    const ended = readers.map(() => false);
    for (;;) {
      const cells: string[] = [];
      for (const [i, reader] of readers.entries()) {
        const next = ended[i] ? undefined : await reader.next();
        if (!next || next.done) ended[i] = true;
        cells.push(!next || next.done ? '' : next.value.text);
      }
      if (ended.every(Boolean)) return status;
      await process.stdout.write(
        `${cells.map((cell, i) => (i > 0 ? between(i - 1) : '') + cell).join('')}\n`,
      );
    }
  },
);
