/** The keys that end an attachment and leave the process running: ctrl-p, ctrl-q unless the client says otherwise. */

const DEFAULT_KEYS = Uint8Array.of(16, 17);
const CONTROL: Record<string, number> = {
  '@': 0,
  '[': 27,
  '\\': 28,
  ']': 29,
  '^': 30,
  _: 31,
};

/** Reads a list such as `ctrl-p,ctrl-q` or `a,b`; `refuse` words the error. */
export function detachKeysOf(text: string, refuse: (text: string) => Error): Uint8Array {
  if (text === '') return DEFAULT_KEYS;
  return Uint8Array.from(
    text.split(',').map((key) => {
      if (key.length === 1) return key.charCodeAt(0);
      const control = /^ctrl-(.)$/.exec(key.toLowerCase())?.[1];
      const code =
        control === undefined
          ? undefined
          : (CONTROL[control] ?? (/[a-z]/.test(control) ? control.charCodeAt(0) - 96 : undefined));
      if (code === undefined) throw refuse(text);
      return code;
    }),
  );
}

/** Watches typed bytes for the keys. */
export class DetachWatch {
  private readonly keys: Uint8Array;
  private matched = 0;

  constructor(keys: Uint8Array) {
    this.keys = keys;
  }

  /** What passes through, and whether the keys were complete; bytes after them are dropped. */
  filter(data: Uint8Array): { data: Uint8Array; detach: boolean } {
    const passed: number[] = [];
    for (const byte of data) {
      if (byte === this.keys[this.matched]) {
        if (++this.matched === this.keys.length) return { data: Uint8Array.from(passed), detach: true };
        continue;
      }
      passed.push(...this.keys.subarray(0, this.matched));
      this.matched = 0;
      if (byte === this.keys[0] && this.keys.length > 1) this.matched = 1;
      else passed.push(byte);
    }
    return { data: Uint8Array.from(passed), detach: false };
  }
}
