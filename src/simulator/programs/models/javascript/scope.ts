import type { Value } from './values.ts';

/** Names and what they stand for, inside those of the surrounding block. */
export class Scope {
  private readonly names = new Map<string, { value: Value; constant: boolean }>();
  private readonly parent: Scope | undefined;
  /** Where `var` declares: the function's own scope. */
  readonly isFunction: boolean;

  constructor(parent?: Scope, isFunction = false) {
    this.parent = parent;
    this.isFunction = isFunction;
  }

  declare(name: string, value: Value, constant = false): void {
    this.names.set(name, { value, constant });
  }

  find(name: string): { value: Value; constant: boolean } | undefined {
    return this.names.get(name) ?? this.parent?.find(name);
  }

  functionScope(): Scope {
    return this.isFunction || !this.parent ? this : this.parent.functionScope();
  }
}
