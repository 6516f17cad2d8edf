/** A key, or a piece of text: what the keyboard sent, told apart. */
export type Key =
  | { type: 'text'; text: string }
  | { type: 'paste'; text: string }
  /** `C-a`, `M-b`, `up`, `home`, `enter`, `tab`, … */
  | { type: 'key'; name: string };

const FINAL: Record<string, string> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'backtab',
};
const TILDE: Record<string, string> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
};
const CONTROL: Record<string, string> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
};
const PASTE_END = '\x1b[201~';

/** Takes bytes apart into keys; what is not whole yet waits for more. */
export class KeyReader {
  private held = '';

  /** The keys in `data`, each with how much text is left after it. */
  *feed(data: string): Generator<Key> {
    this.held += data;
    while (this.held !== '') {
      const next = this.next();
      if (!next) return;
      this.held = this.held.slice(next.length);
      yield next.key;
    }
  }

  /** Gives up what was not read yet. */
  take(): string {
    const rest = this.held;
    this.held = '';
    return rest;
  }

  private next(): { key: Key; length: number } | undefined {
    const text = this.held;
    if (text.startsWith('\x1b[200~')) {
      const end = text.indexOf(PASTE_END);
      if (end === -1) return undefined;
      return { key: { type: 'paste', text: text.slice(6, end) }, length: end + PASTE_END.length };
    }
    if (text[0] === '\x1b') return escapeSequence(text);
    const plain = /^[^\x00-\x1f\x7f\x1b]+/.exec(text);
    if (plain) return { key: { type: 'text', text: plain[0] }, length: plain[0].length };
    const name = CONTROL[text[0]!] ?? `C-${String.fromCharCode(text.charCodeAt(0) + 96)}`;
    return { key: { type: 'key', name }, length: 1 };
  }
}

function escapeSequence(text: string): { key: Key; length: number } | undefined {
  if (text.length === 1) return undefined;
  const csi = /^\x1b(?:\[([0-9;]*)([A-Za-z~])|O([A-Za-z]))/.exec(text);
  if (csi) {
    const [whole, parameters = '', final = '', application] = csi;
    const [first = '', modifier = ''] = parameters.split(';');
    const name = application ? FINAL[application] : final === '~' ? TILDE[first] : FINAL[final];
    const prefix = modifier === '5' ? 'C-' : modifier === '3' ? 'M-' : '';
    return { key: { type: 'key', name: name ? prefix + name : 'unknown' }, length: whole.length };
  }
  if (/^\x1b\[[0-9;]*$/.test(text) || text === '\x1bO') return undefined;
  const char = String.fromCodePoint(text.codePointAt(1)!);
  const name = char === '\x7f' || char === '\b' ? 'M-backspace' : `M-${char}`;
  return { key: { type: 'key', name }, length: 1 + char.length };
}
