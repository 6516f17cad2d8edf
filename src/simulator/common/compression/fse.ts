import { damaged, type ForwardBits, type ReverseBits } from './zstd-bits.ts';

/** Finite State Entropy (RFC 8878, 4.1). */
export interface FseTable {
  /** Bits of a state. */
  log: number;
  symbols: Uint8Array;
  bits: Uint8Array;
  base: Uint16Array;
}

/** How often each symbol comes, of 2^log; -1 for less than once (4.1.1). */
export function readDistribution(
  input: ForwardBits,
  maxLog: number,
  maxSymbol: number,
): { log: number; counts: number[] } {
  const log = input.number(4) + 5;
  if (log > maxLog) throw damaged();
  const counts: number[] = [];
  let left = (1 << log) + 1;
  while (left > 1 && counts.length <= maxSymbol) {
    const bits = 32 - Math.clz32(left);
    const threshold = (1 << bits) - 1 - left;
    let value = input.number(bits - 1);
    if (value >= threshold) {
      value += input.number(1) << (bits - 1);
      if (value >= 1 << (bits - 1)) value -= threshold;
    }
    const count = value - 1;
    counts.push(count);
    left -= Math.abs(count);
    if (count !== 0) continue;
    for (let repeat = 3; repeat === 3; ) {
      repeat = input.number(2);
      for (let i = 0; i < repeat; i++) counts.push(0);
    }
  }
  if (left !== 1 || counts.length > maxSymbol + 1) throw damaged();
  input.align();
  return { log, counts };
}

/** The table of a distribution (4.1.1, "From normalized distribution to decoding tables"). */
export function makeTable(log: number, counts: readonly number[]): FseTable {
  const size = 1 << log;
  const table: FseTable = {
    log,
    symbols: new Uint8Array(size),
    bits: new Uint8Array(size),
    base: new Uint16Array(size),
  };
  const next = counts.map((count) => Math.abs(count));
  let high = size;
  counts.forEach((count, symbol) => {
    if (count === -1) table.symbols[--high] = symbol;
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  counts.forEach((count, symbol) => {
    for (let i = 0; i < count; i++) {
      table.symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  });
  if (at !== 0) throw damaged();
  for (let state = 0; state < size; state++) {
    const value = next[table.symbols[state]!]!++;
    const bits = log - (31 - Math.clz32(value));
    table.bits[state] = bits;
    table.base[state] = (value << bits) - size;
  }
  return table;
}

/** The table of one symbol alone, which takes no bits. */
export function singleTable(symbol: number): FseTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: new Uint8Array(1), base: new Uint16Array(1) };
}

/** A table and where in it a stream is. */
export class FseState {
  private readonly table: FseTable;
  private state: number;
  constructor(table: FseTable, input: ReverseBits) {
    this.table = table;
    this.state = input.number(table.log);
  }
  get symbol(): number {
    return this.table.symbols[this.state]!;
  }
  advance(input: ReverseBits): void {
    this.state = this.table.base[this.state]! + input.number(this.table.bits[this.state]!);
  }
}
