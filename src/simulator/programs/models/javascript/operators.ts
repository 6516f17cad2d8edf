import { Obj, toNumber, toText, Unmodelled, type Value } from './values.ts';

/** Arithmetic, comparison and joining of texts. */
export async function applyBinary(
  operator: string,
  left: Value,
  right: Value,
  text: (value: Value) => Promise<string>,
): Promise<Value> {
  if (operator === '+') {
    const joins =
      typeof left === 'string' || typeof right === 'string' || left instanceof Obj || right instanceof Obj;
    return joins ? (await text(left)) + (await text(right)) : toNumber(left) + toNumber(right);
  }
  if (operator === '===' || operator === '!==') return (left === right) === (operator === '===');
  if (operator === '==' || operator === '!=') return looselyEqual(left, right) === (operator === '==');
  if (['<', '>', '<=', '>='].includes(operator)) return compare(operator, left, right);
  return arithmetic(operator, toNumber(left), toNumber(right));
}

function looselyEqual(left: Value, right: Value): boolean {
  if (left === right) return true;
  const isNothing = (value: Value) => value === undefined || value === null;
  if (isNothing(left) || isNothing(right)) return isNothing(left) && isNothing(right);
  if (left instanceof Obj && right instanceof Obj) return false;
  if (typeof left === 'string' && right instanceof Obj) return left === toText(right);
  if (typeof right === 'string' && left instanceof Obj) return right === toText(left);
  return toNumber(left) === toNumber(right);
}

function compare(operator: string, left: Value, right: Value): boolean {
  const [a, b] =
    typeof left === 'string' && typeof right === 'string' ? [left, right] : [toNumber(left), toNumber(right)];
  switch (operator) {
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    default:
      return a >= b;
  }
}

function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return a ** b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '>>>':
      return a >>> b;
    default:
      throw new Unmodelled(`the operator ${operator}`);
  }
}
