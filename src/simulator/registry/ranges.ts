/** A `Range` header's one range on content of a size (RFC 9110, section 14): inclusive, like the header. */
export interface ByteRange {
  start: number;
  end: number;
}

const SINGLE = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/;

/**
 * Reads a `Range` header. `undefined`: not a single range of bytes, so the whole content is the answer;
 * `'unsatisfiable'`: 416.
 */
export function parseRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | undefined {
  const match = header === null ? null : SINGLE.exec(header);
  if (!match) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') {
    if (last === '') return undefined;
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  // RFC 9110 would have a backward range ignored; the conformance suite of the specification wants it refused.
  if (start >= size || (last !== '' && Number(last) < start)) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
