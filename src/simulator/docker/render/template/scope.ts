import type { PipeNode } from './nodes.ts';
import type { GoValue } from './types.ts';

/** Ends the run with an error at the node under work. */
export type Fail = (message: string) => never;

/** A value; `undefined` is Go's invalid `reflect.Value`. */
export type Value = GoValue | undefined;

/** The variables that a template knows at one place, the innermost last. */
export class Scope {
  private readonly variables: { name: string; value: Value }[] = [];
  private readonly fail: Fail;

  constructor(fail: Fail) {
    this.fail = fail;
  }

  /** What {@link leave} goes back to. */
  enter(): number {
    return this.variables.length;
  }

  leave(mark: number): void {
    this.variables.length = mark;
  }

  declare(name: string, value: Value): void {
    this.variables.push({ name, value });
  }

  /** What is read the parser has seen declared. */
  value(name: string): Value {
    return this.find(name)?.value;
  }

  /** Gives a variable another value; what is assigned the parser does not look at. */
  assign(name: string, value: Value): void {
    const variable = this.find(name);
    if (variable) variable.value = value;
    else this.fail(`undefined variable: ${name}`);
  }

  /** Sets a range's variables for one round. */
  assignRange(pipe: PipeNode, index: GoValue, element: GoValue): void {
    const [first, second] = pipe.declarations;
    if (!first) return;
    if (pipe.assign) {
      this.assign(first.names[0]!, second ? index : element);
      if (second) this.assign(second.names[0]!, element);
      return;
    }
    this.variables.at(-1)!.value = element;
    if (second) this.variables.at(-2)!.value = index;
  }

  private find(name: string): { value: Value } | undefined {
    return this.variables.findLast((variable) => variable.name === name);
  }
}
