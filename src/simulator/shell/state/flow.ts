/** How `break`, `return`, `exit` and errors that end a script leave what they are in. */

export class Break extends Error {
  levels: number;
  readonly again: boolean;
  /** The status of the loop that is left. */
  readonly status: number;
  constructor(levels: number, again: boolean, status = 0) {
    super();
    this.levels = levels;
    this.again = again;
    this.status = status;
  }
}

export class Return extends Error {
  readonly status: number;
  constructor(status: number) {
    super();
    this.status = status;
  }
}

export class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super();
    this.status = status;
  }
}

/**
 * An expansion or assignment error: the message is printed after the shell's prefix, and the rest of the line is
 * dropped.
 */
export class Fatal extends Error {
  readonly status: number;
  /** Whether it ends a script, and not only the line that it is on. */
  readonly ends: boolean;
  constructor(message: string, status = 1, ends = false) {
    super(message);
    this.status = status;
    this.ends = ends;
  }
}
