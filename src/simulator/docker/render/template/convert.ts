import { REFLECT } from './functions.ts';
import { type Operand, showNode } from './nodes.ts';
import type { Fail, Value } from './scope.ts';
import {
  assignable,
  BOOL,
  COMPLEX128,
  concrete,
  FLOAT64,
  type GoType,
  GoValue,
  INT,
  STRING,
} from './types.ts';

/** What stands for itself in a template. */
type Literal = Extract<Operand, { type: 'bool' | 'string' | 'number' }>;

/** Kinds that nil is a value of. */
export const NILABLE: ReadonlySet<string> = new Set(['slice', 'map', 'pointer', 'interface', 'func']);

/** A literal where no type is asked for. */
export function constantOf(node: Literal, fail: Fail): Value {
  switch (node.type) {
    case 'bool':
      return new GoValue(BOOL, node.value);
    case 'string':
      return new GoValue(STRING, node.text);
    case 'number': {
      if (node.complex) return new GoValue(COMPLEX128, node.complex);
      const whole = /^(?:0[xX][^pP]*$|')/.test(node.text);
      if (!whole && /[.eEpP]/.test(node.text)) return new GoValue(FLOAT64, node.float);
      if (node.integer === undefined) fail(`${node.text} overflows int`);
      return new GoValue(INT, node.integer);
    }
  }
}

/** A literal as a parameter's type wants it. */
export function literalOf(node: Literal, type: GoType, fail: Fail): Value {
  switch (type.kind) {
    case 'bool':
      if (node.type === 'bool') return new GoValue(type, node.value);
      return fail(`expected bool; found ${showNode(node)}`);
    case 'string':
      if (node.type === 'string') return new GoValue(type, node.text);
      return fail(`expected string; found ${showNode(node)}`);
    case 'int':
      if (node.type === 'number' && node.integer !== undefined) return new GoValue(type, node.integer);
      return fail(`expected integer; found ${showNode(node)}`);
    case 'uint':
      if (node.type === 'number' && (node.integer ?? -1) >= 0) return new GoValue(type, node.integer);
      return fail(`expected unsigned integer; found ${showNode(node)}`);
    case 'float':
      if (node.type === 'number' && node.float !== undefined) return new GoValue(type, node.float);
      return fail(`expected float; found ${showNode(node)}`);
    case 'interface':
      return constantOf(node, fail);
    default:
      return fail(`can't handle ${showNode(node)} for arg of type ${type.name}`);
  }
}

/** A value as a parameter's type wants it; without a type, any. */
export function validate(value: Value, type: GoType | undefined, fail: Fail): Value {
  if (!type) return value;
  if (!value) {
    if (!NILABLE.has(type.kind)) fail(`invalid value; expected ${type.name}`);
    return type.kind === 'interface' ? undefined : new GoValue(type, null);
  }
  if (type.kind === 'interface') return type === REFLECT ? value : concrete(value);
  if (assignable(value.type, type)) return value;
  const inside = concrete(value);
  if (value.type.kind === 'interface' && inside && assignable(inside.type, type)) return inside;
  if (inside?.type.kind === 'pointer' && assignable(inside.type.element!, type)) {
    if (inside.data === null) fail(`dereference of nil pointer of type ${type.name}`);
    return new GoValue(inside.type.element!, inside.data);
  }
  const got = value.type.kind === 'interface' && inside ? inside.type : value.type;
  return fail(`wrong type for value; expected ${type.name}; got ${got.name}`);
}
