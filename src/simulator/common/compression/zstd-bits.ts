export const damaged = (): Error => new Error('zstd: data corruption detected');

/** Bits from the least significant of the first byte on. */
export class ForwardBits {
  private readonly data: Uint8Array;
  private at = 0;
  constructor(data: Uint8Array) {
    this.data = data;
  }
  number(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++, this.at++) {
      const byte = this.data[this.at >> 3];
      if (byte === undefined) throw damaged();
      value |= ((byte >> (this.at & 7)) & 1) << i;
    }
    return value;
  }
  align(): void {
    this.at = (this.at + 7) & ~7;
  }
  /** Whole bytes read. */
  get bytes(): number {
    return this.at >> 3;
  }
}

/** Bits from the last byte back; its highest set bit is where they begin (RFC 8878, 4.1). */
export class ReverseBits {
  private readonly data: Uint8Array;
  /** Bits left; below zero once more were asked for than there are. */
  left: number;
  constructor(data: Uint8Array) {
    const last = data.at(-1);
    if (!last) throw damaged();
    this.data = data;
    this.left = data.length * 8 - Math.clz32(last) + 23;
  }
  /** At most 32 bits; zeros before the beginning. */
  number(bits: number): number {
    if (bits === 0) return 0;
    this.left -= bits;
    const first = this.left >> 3;
    const shift = this.left & 7;
    let value = 0;
    for (let i = 4; i >= 0; i--) value = value * 256 + (this.data[first + i] ?? 0);
    return Math.floor(value / 2 ** shift) % 2 ** bits;
  }
  /** The next bits, which stay unread. */
  peek(bits: number): number {
    const value = this.number(bits);
    this.left += bits;
    return value;
  }
}
