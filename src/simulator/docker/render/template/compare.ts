import { CallError } from './errors.ts';
import { formatValue } from './format.ts';
import { compareBytes, concrete, type GoValue } from './types.ts';

/** `eq` and the order functions of text/template. */

type Basic = 'bool' | 'int' | 'uint' | 'float' | 'complex' | 'string';

const BASIC: ReadonlySet<string> = new Set(['bool', 'int', 'uint', 'float', 'complex', 'string']);

function basicKind(value: GoValue | undefined): Basic | undefined {
  const kind = value?.type.kind;
  return kind && BASIC.has(kind) ? (kind as Basic) : undefined;
}

const isWhole = (kind: Basic | undefined): boolean => kind === 'int' || kind === 'uint';

/** Whether a value equals one of the others. */
export function equal(first: GoValue | undefined, others: readonly (GoValue | undefined)[]): boolean {
  const a = concrete(first);
  if (others.length === 0) throw new CallError('missing argument for comparison');
  return others.some((other) => equalOnce(a, concrete(other)));
}

function equalOnce(a: GoValue | undefined, b: GoValue | undefined): boolean {
  const [kind, other] = [basicKind(a), basicKind(b)];
  if (kind !== other) {
    if (isWhole(kind) && isWhole(other)) return a!.data === b!.data;
    if (a && b) throw new CallError('incompatible types for comparison');
    return false;
  }
  if (kind === 'complex') return String(a!.data) === String(b!.data);
  if (kind) return a!.data === b!.data;
  if (!a || !b) return isNil(a) === isNil(b);
  const show = (value: GoValue): string => formatValue(value, { verb: 'v', flags: '' });
  if (a.type.kind !== b.type.kind) {
    throw new CallError(`non-comparable types ${show(a)}: ${a.type.name}, ${b.type.name}: ${show(b)}`);
  }
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  if (b.type.kind === 'slice' || b.type.kind === 'map') {
    throw new CallError(`non-comparable type ${show(b)}: ${b.type.name}`);
  }
  return a.data === b.data;
}

function isNil(value: GoValue | undefined): boolean {
  if (!value) return true;
  return ['pointer', 'map', 'slice', 'func'].includes(value.type.kind) && value.data === null;
}

/** Below zero, zero or above: which of two basic values comes first. */
export function compare(first: GoValue | undefined, second: GoValue | undefined): number {
  const [a, b] = [concrete(first), concrete(second)];
  const [kind, other] = [basicKind(a), basicKind(b)];
  if (!kind || !other) throw new CallError('invalid type for comparison');
  if (kind !== other && !(isWhole(kind) && isWhole(other))) {
    throw new CallError('incompatible types for comparison');
  }
  if (kind === 'bool' || kind === 'complex') throw new CallError('invalid type for comparison');
  if (kind === 'string') return compareBytes(a!.data as string, b!.data as string);
  return (a!.data as number) - (b!.data as number);
}
