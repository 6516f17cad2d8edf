/**
 * Names in the order of Go's `sort.Strings`, kept sorted as they come: a page of a list then costs the same however
 * many names there are.
 */
export class OrderedNames {
  private readonly names: string[];

  constructor(names: Iterable<string> = []) {
    this.names = [...names].sort(compare);
  }

  add(name: string): void {
    const at = this.position(name);
    if (this.names[at] === name) return;
    if (at === this.names.length) this.names.push(name);
    else this.names.splice(at, 0, name);
  }

  delete(name: string): void {
    const at = this.position(name);
    if (this.names[at] === name) this.names.splice(at, 1);
  }

  /** Up to `count` names after `last`, and whether more follow. */
  page(count: number, last?: string): { names: string[]; more: boolean } {
    let start = last === undefined ? 0 : this.position(last);
    if (last !== undefined && this.names[start] === last) start += 1;
    return { names: this.names.slice(start, start + count), more: start + count < this.names.length };
  }

  /** Index of the first name that is not before `name`. */
  private position(name: string): number {
    let low = 0;
    let high = this.names.length;
    if (high === 0 || this.names[high - 1]! < name) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.names[middle]! < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
