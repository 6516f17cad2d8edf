const ESCAPES: Record<number, string> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

const isPrintable = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;

/** A byte as it stands beside a dump: a dot when it cannot be printed. */
export const printable = (byte: number): string => (isPrintable(byte) ? String.fromCharCode(byte) : '.');

/** A byte as `od -c` and `hexdump -c` show it: itself, an escape of C, or its octal number. */
export function characterOrEscape(byte: number): string {
  if (isPrintable(byte)) return String.fromCharCode(byte);
  return ESCAPES[byte] ?? byte.toString(8).padStart(3, '0');
}
