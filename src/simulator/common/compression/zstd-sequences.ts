import type { ByteSink } from './byte-sink.ts';
import { FseState, type FseTable, makeTable, readDistribution, singleTable } from './fse.ts';
import { damaged, ForwardBits, ReverseBits } from './zstd-bits.ts';

/** What blocks of a frame keep for those after them. */
export interface SequenceTables {
  literals?: FseTable;
  offsets?: FseTable;
  matches?: FseTable;
}

interface Code {
  key: keyof SequenceTables;
  maxLog: number;
  maxSymbol: number;
  fallback: FseTable;
}

/** Predefined distributions (RFC 8878, 3.1.1.3.2.2). */
const LITERALS: Code = {
  key: 'literals',
  maxLog: 9,
  maxSymbol: 35,
  fallback: makeTable(
    6,
    [
      4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1,
      -1, -1,
    ],
  ),
};
const MATCHES: Code = {
  key: 'matches',
  maxLog: 9,
  maxSymbol: 52,
  fallback: makeTable(
    6,
    [
      1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
    ],
  ),
};
const OFFSETS: Code = {
  key: 'offsets',
  maxLog: 8,
  maxSymbol: 31,
  fallback: makeTable(
    5,
    [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
  ),
};

/** Extra bits of the codes of lengths that are not themselves the length; each begins where the one before ends. */
const LITERAL_BITS = [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const MATCH_BITS = [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const literalLength = lengthCode(LITERAL_BITS, 16, 0);
const matchLength = lengthCode(MATCH_BITS, 32, 3);

function lengthCode(extra: readonly number[], plain: number, least: number) {
  const bases: number[] = [];
  let base = plain;
  for (const bits of extra) {
    bases.push(base);
    base += 2 ** bits;
  }
  return (code: number, input: ReverseBits): number =>
    code < plain ? code + least : bases[code - plain]! + least + input.number(extra[code - plain]!);
}

/** Writes a block's literals and what its sequences repeat (3.1.1.3.2). `recent` holds the last three distances. */
export function writeSequences(
  block: Uint8Array,
  literals: Uint8Array,
  frame: { tables: SequenceTables; recent: [number, number, number]; start: number },
  output: ByteSink,
): void {
  let at = 0;
  let count = block[at++] ?? 0;
  if (count >= 128) {
    if (count < 255) count = (count - 128) * 256 + block[at++]!;
    else {
      count = block[at]! + block[at + 1]! * 256 + 0x7f00;
      at += 2;
    }
  }
  if (count === 0) {
    output.append(literals);
    return;
  }
  const modes = block[at++]!;
  const read = (code: Code, mode: number): FseTable => {
    const { table, used } = readCode(code, mode, block.subarray(at), frame.tables);
    at += used;
    frame.tables[code.key] = table;
    return table;
  };
  const tables = [
    read(LITERALS, modes >> 6),
    read(OFFSETS, (modes >> 4) & 3),
    read(MATCHES, (modes >> 2) & 3),
  ];
  const input = new ReverseBits(block.subarray(at));
  const [literalState, offsetState, matchState] = tables.map((table) => new FseState(table, input)) as [
    FseState,
    FseState,
    FseState,
  ];
  let taken = 0;
  for (let i = 0; i < count; i++) {
    const offsetCode = offsetState.symbol;
    const offset = 2 ** offsetCode + input.number(offsetCode);
    const matched = matchLength(matchState.symbol, input);
    const plain = literalLength(literalState.symbol, input);
    output.append(literals.subarray(taken, taken + plain));
    taken += plain;
    const distance = distanceOf(offset, plain, frame.recent);
    if (taken > literals.length || distance < 1 || distance > output.length - frame.start) throw damaged();
    output.repeat(distance, matched);
    if (i === count - 1) break;
    literalState.advance(input);
    matchState.advance(input);
    offsetState.advance(input);
  }
  if (input.left !== 0) throw damaged();
  output.append(literals.subarray(taken));
}

function readCode(
  { key, maxLog, maxSymbol, fallback }: Code,
  mode: number,
  data: Uint8Array,
  before: SequenceTables,
): { table: FseTable; used: number } {
  if (mode === 0) return { table: fallback, used: 0 };
  if (mode === 1) return { table: singleTable(data[0] ?? 0), used: 1 };
  if (mode === 3) {
    const table = before[key];
    if (!table) throw damaged();
    return { table, used: 0 };
  }
  const input = new ForwardBits(data);
  const { log, counts } = readDistribution(input, maxLog, maxSymbol);
  return { table: makeTable(log, counts), used: input.bytes };
}

/** Small offsets name distances used lately (3.1.1.5). */
function distanceOf(offset: number, literals: number, recent: [number, number, number]): number {
  const [a, b, c] = recent;
  if (offset > 3) {
    recent[0] = offset - 3;
    recent[1] = a;
    recent[2] = b;
    return offset - 3;
  }
  const which = offset - 1 + (literals === 0 ? 1 : 0);
  if (which === 0) return a;
  const distance = which === 1 ? b : which === 2 ? c : a - 1;
  if (which > 1) recent[2] = b;
  recent[1] = a;
  recent[0] = distance;
  return distance;
}
