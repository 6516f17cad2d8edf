const NAMED: Record<string, string> = {
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** The text of `l`: escapes for what does not print, `$` at its end, folded at a width. */
export function unambiguous(text: string, width: number): string {
  let out = '';
  let column = 0;
  for (const byte of new TextEncoder().encode(text)) {
    const c = String.fromCharCode(byte);
    const shown = NAMED[c] ?? (byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, '0')}` : c);
    if (width > 1 && column + shown.length > width - 1) {
      out += '\\\n';
      column = 0;
    }
    out += shown;
    column += shown.length;
  }
  return `${out}$\n`;
}
