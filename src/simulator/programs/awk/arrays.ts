import type { Value } from './values.ts';

interface Element {
  value: Value;
  /** When it was last looked up: the order within a bucket. */
  used: number;
}

const FIRST_SIZE = 64;
const ELEMENTS_A_BUCKET = 12;

/** An associative array whose elements come in the order of mawk's hash table. */
export class AwkArray {
  private readonly elements = new Map<string, Element>();
  private clock = 0;
  private buckets = FIRST_SIZE;

  get size(): number {
    return this.elements.size;
  }

  has(key: string): boolean {
    return this.elements.has(key);
  }

  /** An element that is not there is made by asking for it (POSIX awk, "Variables and Special Variables"). */
  get(key: string): Value {
    return this.element(key).value;
  }

  set(key: string, value: Value): void {
    this.element(key).value = value;
  }

  delete(key: string): void {
    this.elements.delete(key);
  }

  clear(): void {
    this.elements.clear();
    this.buckets = FIRST_SIZE;
  }

  /** The order of `for (key in array)`: by bucket; within one, what was used last comes first. */
  keys(): string[] {
    const mask = this.buckets - 1;
    // Integers have a table of their own until the order is asked for: then they go, bucket by bucket, into the other.
    const integers = [...this.elements.keys()].every((key) => /^(?:0|-?[1-9]\d{0,8})$/.test(key));
    const rows = [...this.elements].map(([key, { used }]) => ({
      key,
      bucket: hash(key) & mask,
      used: integers ? (Number(key) & mask) * this.clock - used : used,
    }));
    return rows.sort((a, b) => a.bucket - b.bucket || b.used - a.used).map(({ key }) => key);
  }

  private element(key: string): Element {
    let found = this.elements.get(key);
    if (!found) {
      found = { value: undefined, used: 0 };
      this.elements.set(key, found);
      if (this.elements.size > this.buckets * ELEMENTS_A_BUCKET) this.buckets *= 2;
    }
    found.used = ++this.clock;
    return found;
  }
}

/** FNV-1a over the bytes of a key, which are its characters' low eight bits. */
function hash(key: string): number {
  let value = 2_166_136_261;
  for (let i = 0; i < key.length; i++) value = Math.imul(value ^ (key.charCodeAt(i) & 255), 16_777_619);
  return value >>> 0;
}
