import type { ByteSink } from './byte-sink.ts';

/** The LZMA algorithm as LZMA2 uses it; names as in the LZMA specification of the 7-Zip SDK. */

const STATES = 12;
const POSITIONS = 16;
const ALIGN_BITS = 4;
const END_OF_SLOT_MODELS = 14;

const probabilities = (count: number): Uint16Array => new Uint16Array(count).fill(1024);
/** The engine unpacks by the program `xz`, whose complaints it passes on. */
export const damaged = (): Error => new Error('exit status 1: xz: (stdin): Compressed data is corrupt');

/** Decodes bits by how likely each is. */
class RangeDecoder {
  private readonly data: Uint8Array;
  private at = 5;
  private range = 0xffffffff;
  private code: number;

  constructor(data: Uint8Array) {
    if (data.length < 5 || data[0] !== 0) throw damaged();
    this.data = data;
    this.code = new DataView(data.buffer, data.byteOffset).getUint32(1);
  }

  private normalize(): void {
    if (this.range >= 0x1000000) return;
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | (this.data[this.at++] ?? 0)) >>> 0;
  }

  bit(models: Uint16Array, index: number): number {
    this.normalize();
    const model = models[index]!;
    const bound = (this.range >>> 11) * model;
    if (this.code < bound) {
      this.range = bound;
      models[index] = model + ((2048 - model) >> 5);
      return 0;
    }
    this.range -= bound;
    this.code -= bound;
    models[index] = model - (model >> 5);
    return 1;
  }

  direct(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++) {
      this.normalize();
      this.range >>>= 1;
      const one = this.code >= this.range;
      if (one) this.code -= this.range;
      value = value * 2 + (one ? 1 : 0);
    }
    return value;
  }

  /** Most significant bit first. */
  tree(models: Uint16Array, offset: number, bits: number): number {
    let symbol = 1;
    for (let i = 0; i < bits; i++) symbol = symbol * 2 + this.bit(models, offset + symbol);
    return symbol - (1 << bits);
  }

  /** Least significant bit first. */
  reverseTree(models: Uint16Array, offset: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(models, offset + symbol);
      symbol = symbol * 2 + bit;
      value += bit << i;
    }
    return value;
  }
}

class LengthModels {
  private readonly choice = probabilities(2);
  private readonly low = probabilities(POSITIONS * 8);
  private readonly middle = probabilities(POSITIONS * 8);
  private readonly high = probabilities(256);

  read(input: RangeDecoder, position: number): number {
    if (input.bit(this.choice, 0) === 0) return 2 + input.tree(this.low, position * 8, 3);
    if (input.bit(this.choice, 1) === 0) return 10 + input.tree(this.middle, position * 8, 3);
    return 18 + input.tree(this.high, 0, 8);
  }
}

/** How likely everything is; learnt anew after a reset. */
class Models {
  readonly isMatch = probabilities(STATES * POSITIONS);
  readonly isRepeat = probabilities(STATES);
  readonly isRepeat0 = probabilities(STATES);
  readonly isRepeat1 = probabilities(STATES);
  readonly isRepeat2 = probabilities(STATES);
  readonly isRepeat0Long = probabilities(STATES * POSITIONS);
  readonly slots = probabilities(4 * 64);
  readonly special = probabilities(128);
  readonly align = probabilities(1 << ALIGN_BITS);
  readonly lengths = new LengthModels();
  readonly repeatLengths = new LengthModels();
  readonly literals: Uint16Array;
  constructor(literalBits: number) {
    this.literals = probabilities(0x300 << literalBits);
  }
}

/** Decodes chunks into a sink, whose bytes since the last reset are the dictionary. */
export class LzmaDecoder {
  private readonly output: ByteSink;
  private dictionary: number;
  private literalContext = 0;
  private literalPosition = 0;
  private positionBits = 0;
  private models: Models | undefined;
  private state = 0;
  /** The distances last used. */
  private recent: [number, number, number, number] = [0, 0, 0, 0];

  constructor(output: ByteSink) {
    this.output = output;
    this.dictionary = output.length;
  }

  resetDictionary(): void {
    this.dictionary = this.output.length;
  }

  setProperties(byte: number): void {
    if (byte >= 9 * 5 * 5) throw damaged();
    this.literalContext = byte % 9;
    this.literalPosition = Math.floor(byte / 9) % 5;
    this.positionBits = Math.floor(byte / 45);
    this.resetState();
  }

  resetState(): void {
    this.models = new Models(this.literalContext + this.literalPosition);
    this.state = 0;
    this.recent = [0, 0, 0, 0];
  }

  /** Adds `size` bytes. */
  decode(data: Uint8Array, size: number): void {
    const { models, output } = this;
    if (!models) throw damaged();
    const input = new RangeDecoder(data);
    const end = output.length + size;
    while (output.length < end) {
      const position = (output.length - this.dictionary) & ((1 << this.positionBits) - 1);
      if (input.bit(models.isMatch, this.state * POSITIONS + position) === 0) {
        this.literal(input, models);
        continue;
      }
      const length =
        input.bit(models.isRepeat, this.state) === 0
          ? this.match(input, models, position)
          : this.repeated(input, models, position);
      const distance = this.recent[0] + 1;
      if (distance > output.length - this.dictionary || output.length + length > end) throw damaged();
      output.repeat(distance, length);
    }
  }

  private literal(input: RangeDecoder, models: Models): void {
    const { output, literalContext, literalPosition } = this;
    const before = output.length > this.dictionary ? output.back(1) : 0;
    const position = (output.length - this.dictionary) & ((1 << literalPosition) - 1);
    const offset = ((position << literalContext) + (before >> (8 - literalContext))) * 0x300;
    let symbol = 1;
    if (this.state >= 7) {
      // After a match the byte that it would have gone on with says what comes hardly ever.
      let matched = output.back(this.recent[0] + 1);
      while (symbol < 0x100) {
        const expected = (matched >> 7) & 1;
        matched <<= 1;
        const bit = input.bit(models.literals, offset + ((1 + expected) << 8) + symbol);
        symbol = symbol * 2 + bit;
        if (bit !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = symbol * 2 + input.bit(models.literals, offset + symbol);
    output.byte(symbol & 0xff);
    this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6;
  }

  /** Notes a new distance; gives the length. */
  private match(input: RangeDecoder, models: Models, position: number): number {
    const length = models.lengths.read(input, position);
    this.state = this.state < 7 ? 7 : 10;
    const slot = input.tree(models.slots, Math.min(length - 2, 3) * 64, 6);
    const [a, b, c] = this.recent;
    this.recent = [this.distance(input, models, slot), a, b, c];
    return length;
  }

  private distance(input: RangeDecoder, models: Models, slot: number): number {
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < END_OF_SLOT_MODELS) return base + input.reverseTree(models.special, base - slot, bits);
    return (
      base +
      input.direct(bits - ALIGN_BITS) * (1 << ALIGN_BITS) +
      input.reverseTree(models.align, 0, ALIGN_BITS)
    );
  }

  /** Brings a distance used lately to the front; gives the length. */
  private repeated(input: RangeDecoder, models: Models, position: number): number {
    const [a, b, c, d] = this.recent;
    const { state } = this;
    if (input.bit(models.isRepeat0, state) === 0) {
      if (input.bit(models.isRepeat0Long, state * POSITIONS + position) === 0) {
        this.state = state < 7 ? 9 : 11;
        return 1;
      }
    } else if (input.bit(models.isRepeat1, state) === 0) this.recent = [b, a, c, d];
    else if (input.bit(models.isRepeat2, state) === 0) this.recent = [c, a, b, d];
    else this.recent = [d, a, b, c];
    this.state = state < 7 ? 8 : 11;
    return models.repeatLengths.read(input, position);
  }
}
