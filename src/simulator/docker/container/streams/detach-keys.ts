/** The keys that detach unless told otherwise: ^P ^Q. */
const DEFAULT_KEYS = [16, 17];

/** `ctrl-p,ctrl-q` as bytes; the default for what cannot be read. */
export function detachKeys(text: string): number[] {
  if (text === '') return DEFAULT_KEYS;
  const bytes = text.split(',').map((key) => {
    if (key.length === 1) return key.charCodeAt(0);
    const control = /^ctrl-([a-z@[\\\]^_])$/i.exec(key)?.[1];
    return control === undefined ? undefined : control.toUpperCase().charCodeAt(0) & 0x1f;
  });
  return bytes.some((byte) => byte === undefined) ? DEFAULT_KEYS : (bytes as number[]);
}

/** Watches what is typed for the keys that detach; keys that began like them are held back until it is clear. */
export class DetachFilter {
  private readonly keys: readonly number[];
  private matched = 0;

  constructor(keys: readonly number[]) {
    this.keys = keys;
  }

  /** What to pass on, and whether the keys have been typed. */
  filter(data: Uint8Array): { data: Uint8Array; detached: boolean } {
    const out: number[] = [];
    for (const byte of data) {
      if (byte !== this.keys[this.matched] && this.matched > 0) {
        out.push(...this.keys.slice(0, this.matched));
        this.matched = 0;
      }
      if (byte === this.keys[this.matched]) {
        this.matched++;
        if (this.matched === this.keys.length) return { data: Uint8Array.from(out), detached: true };
      } else out.push(byte);
    }
    return { data: Uint8Array.from(out), detached: false };
  }
}
