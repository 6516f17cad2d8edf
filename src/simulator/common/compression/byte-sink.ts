/** Bytes that are added one after the other, and can be copied from what was added before. */
export class ByteSink {
  private buffer = new Uint8Array(65_536);
  length = 0;

  private grow(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more));
    larger.set(this.buffer);
    this.buffer = larger;
  }

  byte(value: number): void {
    this.grow(1);
    this.buffer[this.length++] = value;
  }

  append(bytes: Uint8Array): void {
    this.grow(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  fill(value: number, count: number): void {
    this.grow(count);
    this.buffer.fill(value, this.length, this.length + count);
    this.length += count;
  }

  /** The byte that came `distance` bytes ago: 1 for the last. */
  back(distance: number): number {
    return this.buffer[this.length - distance]!;
  }

  /** Adds `count` bytes from `distance` ago; they may overlap with what is added. */
  repeat(distance: number, count: number): void {
    this.grow(count);
    const { buffer } = this;
    for (let to = this.length, end = to + count; to < end; to++) buffer[to] = buffer[to - distance]!;
    this.length += count;
  }

  bytes(from = 0): Uint8Array<ArrayBuffer> {
    return this.buffer.subarray(from, this.length);
  }
}
