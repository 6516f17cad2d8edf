import type { Json } from './value.ts';

// What ends a filter before its last result, besides an error that `try` catches.

/** `break`: leaves the `label` that it names. */
export class Break extends Error {
  readonly label: symbol;
  constructor(label: symbol) {
    super();
    this.label = label;
  }
}

/** `halt_error`: the program ends with a value and a status. */
export class HaltError extends Error {
  readonly value: Json;
  readonly status: number;
  constructor(value: Json, status: number) {
    super();
    this.value = value;
    this.status = status;
  }
}

/** The filter needs more steps than it may have. */
export class Exhausted extends Error {}
