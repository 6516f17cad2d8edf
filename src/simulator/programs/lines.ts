import { lines, openInput, readAll } from './support/input.ts';
import { UsageError } from './support/options.ts';
import { command, Failure, forEach } from './support/program.ts';
import { posixRegex, regexProblem } from './support/regex.ts';

/** tac(1): the last line first. */
export const tac = command(
  { short: 'brs:', long: { 'separator=': 's', before: 'b', regex: 'r' } },
  async (process, options) => {
    const separator = options.get('s') ?? '\n';
    if (separator === '') throw new Failure('separator cannot be empty');
    return forEach(
      process,
      options.rest.length > 0 ? options.rest : ['-'],
      async (name) => {
        const text = new TextDecoder().decode(await readAll(openInput(process, name), process.signal));
        const pieces = text.split(separator);
        // The separator belongs to the line before it, with `-b` to the one behind.
        const all = options.has('b')
          ? pieces.map((piece, i) => (i === 0 ? piece : separator + piece))
          : pieces.map((piece, i) => (i === pieces.length - 1 ? piece : piece + separator));
        await process.stdout.write(all.reverse().join(''));
      },
      (error, name) =>
        error.code === 'EISDIR'
          ? `${name}: read error: ${error.message}`
          : `failed to open '${name}' for reading: ${error.message}`,
    );
  },
);

/** rev(1): each line's characters backwards. */
export const rev = command({}, async (process, options) =>
  forEach(
    process,
    options.rest.length > 0 ? options.rest : ['-'],
    async (name) => {
      for await (const { text } of lines(openInput(process, name), process.signal)) {
        await process.stdout.write(`${[...text].reverse().join('')}\n`);
      }
    },
    (error, name) => `cannot open ${name}: ${error.message}`,
  ),
);

function basicRegex(source: string): RegExp {
  try {
    return new RegExp(posixRegex(source, false));
  } catch (error) {
    throw new Failure(regexProblem(error));
  }
}

/** nl(1), as far as it numbers lines. */
export const nl = command(
  {
    short: 'b:w:s:n:v:i:l:p',
    long: {
      'body-numbering=': 'b',
      'number-width=': 'w',
      'number-separator=': 's',
      'number-format=': 'n',
      'starting-line-number=': 'v',
      'line-increment=': 'i',
    },
  },
  async (process, options) => {
    const style = options.get('b') ?? 't';
    if (!/^(?:[atn]|p[\s\S]*)$/.test(style)) throw new UsageError(`invalid body numbering style: ‘${style}’`);
    const pattern = style.startsWith('p') ? basicRegex(style.slice(1)) : undefined;
    const format = options.get('n') ?? 'rn';
    if (!/^(?:ln|rn|rz)$/.test(format)) throw new Failure(`invalid line numbering format: ‘${format}’`);
    const number = (key: string, fallback: number, what: string): number => {
      const text = options.get(key) ?? String(fallback);
      if (!/^-?\d+$/.test(text)) throw new Failure(`invalid ${what}: ‘${text}’`);
      return Number(text);
    };
    const width = number('w', 6, 'line number field width');
    if (width < 1) throw new Failure(`invalid line number field width: ‘${width}’`);
    const step = number('i', 1, 'line number increment');
    let n = number('v', 1, 'starting line number');
    const shown = (value: number) =>
      format === 'ln'
        ? String(value).padEnd(width)
        : String(value).padStart(width, format === 'rz' ? '0' : ' ');
    const separator = options.get('s') ?? '\t';
    return forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (name) => {
      for await (const { text } of lines(openInput(process, name), process.signal)) {
        const isNumbered = pattern?.test(text) ?? (style === 'a' || (style === 't' && text !== ''));
        const head = isNumbered ? shown(n) + separator : ' '.repeat(width + separator.length);
        if (isNumbered) n += step;
        await process.stdout.write(`${head}${text}\n`);
      }
    });
  },
);
