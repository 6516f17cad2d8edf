import type { Screen } from './protocol.ts';

/** Beyond this a terminal's past is forgotten from its start; some 5,000 lines fit. */
const LIMIT = 200_000;
const KEPT = 150_000;
/** `clear` ends with this: nothing before it can be seen again. */
const FORGET = '\x1b[3J';

/** Everything a terminal was sent, so that it can be drawn again. */
export class ScreenLog {
  private text: string;
  columns: number;

  constructor(screen: Screen = { columns: 0, text: '' }) {
    this.text = screen.text;
    this.columns = screen.columns;
  }

  append(data: string): void {
    this.text += data;
    const forgotten = this.text.lastIndexOf(FORGET);
    if (forgotten !== -1) this.text = `\x1b[H${this.text.slice(forgotten + FORGET.length)}`;
    if (this.text.length > LIMIT) {
      const cut = this.text.length - KEPT;
      this.text = this.text.slice(this.text.indexOf('\n', cut) + 1);
    }
  }

  get screen(): Screen {
    return { columns: this.columns, text: this.text };
  }
}
