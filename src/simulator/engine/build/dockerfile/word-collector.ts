const SPACE = /\s/;

/** Collects the words of a text while it is read: what stands between spaces that are not quoted. */
export class WordCollector {
  readonly list: string[] = [];
  private current = '';
  private inWord = false;

  char(char: string): void {
    if (!SPACE.test(char)) this.raw(char);
    else if (this.inWord && this.current !== '') {
      this.list.push(this.current);
      this.current = '';
      this.inWord = false;
    }
  }

  raw(text: string): void {
    this.current += text;
    this.inWord = true;
  }

  finish(): string[] {
    if (this.current !== '') this.list.push(this.current);
    this.current = '';
    return this.list;
  }
}
