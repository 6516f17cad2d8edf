import { openInput } from './support/input.ts';
import { command, forEach } from './support/program.ts';

/** cat(1). */
export const cat = command(
  {
    short: 'nbsAEuevtT',
    long: { number: 'n', 'show-ends': 'E', 'show-tabs': 'T', 'show-all': 'A', 'show-nonprinting': 'v' },
  },
  async (process, options) => {
    const all = options.has('A');
    const ends = all || options.has('E') || options.has('e');
    const tabs = all || options.has('T') || options.has('t');
    const visible = all || options.has('v') || options.has('e') || options.has('t');
    const numbers = options.has('n') || options.has('b');
    const plain = !visible && !ends && !tabs && !numbers && !options.has('s');
    const decoder = new TextDecoder();
    let line = 1;
    let atStart = true;
    let blank = false;
    const decorate = (text: string): string => {
      let out = '';
      for (const piece of text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
        const isBlank = atStart && piece === '\n';
        if (options.has('s') && isBlank && blank) continue;
        if (atStart && numbers && !(options.has('b') && isBlank)) out += `${String(line++).padStart(6)}\t`;
        let shown = piece;
        if (visible) shown = nonPrinting(shown);
        if (tabs) shown = shown.replaceAll('\t', '^I');
        if (ends) shown = shown.replace(/\n$/, '$\n');
        out += shown;
        atStart = piece.endsWith('\n');
        blank = isBlank;
      }
      return out;
    };
    return forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (name) => {
      const input = openInput(process, name);
      for (let chunk = await input.read(process.signal); chunk; chunk = await input.read(process.signal)) {
        await process.stdout.write(plain ? chunk : decorate(decoder.decode(chunk, { stream: true })));
      }
    });
  },
);

/** `^[` for escape, `M-` for bytes beyond ASCII. */
function nonPrinting(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, (c) =>
    c === '\x7f' ? '^?' : `^${String.fromCharCode(c.charCodeAt(0) + 64)}`,
  );
}
