import { encodeText } from '../../common/raw-bytes.ts';

/** A shell variable: a string, or an array by index or by name. */
export interface Variable {
  value?: string;
  /** Keys of an indexed array are decimal numbers. */
  elements?: Map<string, string>;
  associative?: boolean;
  /** An array that was declared and never assigned to. */
  unset?: boolean;
  exported?: boolean;
  readonly?: boolean;
  integer?: boolean;
  lower?: boolean;
  upper?: boolean;
  /** The variable's value names another one (`declare -n`). */
  reference?: boolean;
}

/** An assignment that the shell refuses; the message goes after `bash: `. */
export class VariableError extends Error {}

export const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Indices of an array in order: by number, or as bash's hash table holds the names. */
export function arrayKeys(variable: Variable): string[] {
  const keys = [...(variable.elements?.keys() ?? [])];
  if (!variable.associative) return keys.sort((a, b) => Number(a) - Number(b));
  return keys.reverse().sort((a, b) => bucket(a) - bucket(b));
}

/** FNV-1 in 1024 buckets (`hash_string` and `ASSOC_HASH_BUCKETS` of bash); the newest is first in each. */
function bucket(key: string): number {
  let hash = 2166136261;
  for (const byte of encodeText(key)) hash = (Math.imul(hash, 16777619) ^ byte) >>> 0;
  return hash & 1023;
}

export function arrayValues(variable: Variable): string[] {
  return arrayKeys(variable).map((key) => variable.elements!.get(key)!);
}

/** Variables with bash's dynamic scopes: a function sees its callers' locals. */
export class Variables {
  private scopes: Map<string, Variable>[] = [new Map()];

  clone(): Variables {
    const copy = new Variables();
    copy.scopes = this.scopes.map(
      (scope) =>
        new Map(
          [...scope].map(([name, v]) => [
            name,
            { ...v, ...(v.elements && { elements: new Map(v.elements) }) },
          ]),
        ),
    );
    return copy;
  }

  push(): void {
    this.scopes.push(new Map());
  }

  pop(): void {
    this.scopes.pop();
  }

  get depth(): number {
    return this.scopes.length;
  }

  /** The variable itself, without following references. */
  own(name: string): Variable | undefined {
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const found = this.scopes[i]!.get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** Follows `declare -n` references to the name that is meant. */
  resolve(name: string): string {
    for (let i = 0; i < 8; i++) {
      const variable = this.own(name);
      if (!variable?.reference || !variable.value) return name;
      name = variable.value;
    }
    return name;
  }

  get(name: string): Variable | undefined {
    return this.own(this.resolve(name));
  }

  /** The variable to assign to, made in the global scope when there is none. */
  obtain(name: string): Variable {
    const target = this.resolve(name);
    let variable = this.own(target);
    if (!variable) {
      variable = {};
      this.scopes[0]!.set(target, variable);
    }
    return variable;
  }

  /** A variable of the innermost scope (`local`, `declare` in a function); a global read-only one is not hidden. */
  local(name: string): Variable {
    const scope = this.scopes.at(-1)!;
    let variable = scope.get(name);
    if (!variable) {
      if (this.scopes[0]!.get(name)?.readonly) throw new VariableError(`${name}: readonly variable`);
      variable = {};
      scope.set(name, variable);
    }
    return variable;
  }

  global(name: string): Variable {
    let variable = this.scopes[0]!.get(name);
    if (!variable) {
      variable = {};
      this.scopes[0]!.set(name, variable);
    }
    return variable;
  }

  /** Removes a variable or an element of it; `follow` tells whether a reference is meant or what it names. */
  unset(name: string, key?: string, follow = true): void {
    const target = follow ? this.resolve(name) : name;
    const variable = this.own(target);
    if (!variable) return;
    if (variable.readonly) throw new VariableError(`unset: ${target}: cannot unset: readonly variable`);
    if (key !== undefined) {
      variable.elements?.delete(key);
      return;
    }
    for (let i = this.scopes.length - 1; i >= 0; i--) if (this.scopes[i]!.delete(target)) return;
  }

  /** All visible names, sorted. */
  names(): string[] {
    return [...new Set(this.scopes.flatMap((scope) => [...scope.keys()]))].sort();
  }

  /** What a child process gets. */
  environment(): Record<string, string> {
    const environment: Record<string, string> = {};
    for (const name of this.names()) {
      const variable = this.own(name);
      if (variable?.exported && variable.value !== undefined) environment[name] = variable.value;
    }
    return environment;
  }

  /** The global variables as plain data. */
  data(): [string, Omit<Variable, 'elements'> & { elements?: [string, string][] }][] {
    return [...this.scopes[0]!].map(([name, { elements, ...rest }]) => [
      name,
      { ...rest, ...(elements && { elements: [...elements] }) },
    ]);
  }

  restore(data: ReturnType<Variables['data']>): void {
    this.scopes = [
      new Map(
        data.map(([name, { elements, ...rest }]) => [
          name,
          { ...rest, ...(elements && { elements: new Map(elements) }) },
        ]),
      ),
    ];
  }
}
