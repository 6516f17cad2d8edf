import type { TestExpression } from 'unbash';
import { compareFiles, unaryTest } from '../builtins/file-tests.ts';
import { compilePattern } from '../expand/pattern.ts';
import { quoteIfNeeded } from '../expand/quote.ts';
import { evaluateArithmetic, expandPattern, expandString } from '../expand/word.ts';
import { Fatal } from '../state/flow.ts';
import type { Shell } from '../state/shell.ts';
import { trace } from './trace.ts';

/** A regular expression that does not compile: status 2, without a message. */
export class InvalidExpression extends Error {}

/** `[[ … ]]`. */
export async function testExpression(shell: Shell, node: TestExpression): Promise<boolean> {
  switch (node.type) {
    case 'TestLogical': {
      const wanted = node.operator === '||';
      for (const operand of node.operands)
        if ((await testExpression(shell, operand)) === wanted) return wanted;
      return !wanted;
    }
    case 'TestNot':
      return (await testExpression(shell, node.operand)) === (node.negations.length % 2 === 0);
    case 'TestGroup':
      return testExpression(shell, node.expression);
    case 'TestUnary': {
      const operand = await expandString(shell, node.operand);
      await trace(shell, `[[ ${node.operator} ${quoteIfNeeded(operand)} ]]`);
      return unaryTest(shell, node.operator, operand);
    }
    case 'TestBinary':
      return binary(shell, node);
  }
}

async function binary(shell: Shell, node: Extract<TestExpression, { type: 'TestBinary' }>): Promise<boolean> {
  const { operator } = node;
  const left = await expandString(shell, node.left);
  await trace(shell, `[[ ${quoteIfNeeded(left)} ${operator} ${node.right.text} ]]`);
  switch (operator) {
    case '=':
    case '==':
    case '!=': {
      const pattern = compilePattern(await expandPattern(shell, node.right), shell.shopts.has('nocasematch'));
      return pattern.test(left) === (operator !== '!=');
    }
    case '=~':
      return matchRegex(shell, left, node.right);
    case '<':
      return left < (await expandString(shell, node.right));
    case '>':
      return left > (await expandString(shell, node.right));
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(shell, operator, left, await expandString(shell, node.right));
    default: {
      const a = await evaluateArithmetic(shell, left);
      const b = await evaluateArithmetic(shell, await expandString(shell, node.right));
      return compareNumbers(operator, a, b);
    }
  }
}

export function compareNumbers(operator: string, a: bigint, b: bigint): boolean {
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    case '-ge':
      return a >= b;
    default:
      throw new Fatal(`conditional binary operator expected`);
  }
}

/** POSIX extended regular expressions, by JavaScript's; quoted parts match literally. */
async function matchRegex(
  shell: Shell,
  text: string,
  word: Extract<TestExpression, { type: 'TestBinary' }>['right'],
): Promise<boolean> {
  const quotes = word.parts?.some((part) => /Quoted/.test(part.type)) || /\\/.test(word.text);
  let source = quotes ? await expandPattern(shell, word) : await expandString(shell, word);
  source = source.replace(/\[:(\w+):\]/g, (whole, name: string) => POSIX[name] ?? whole);
  // What a pattern escapes and a regular expression with the `u` flag may not.
  source = source.replace(/\\([!@&-])/g, '$1');
  let regex: RegExp;
  try {
    regex = new RegExp(source, shell.shopts.has('nocasematch') ? 'iu' : 'u');
  } catch {
    throw new InvalidExpression();
  }
  const match = regex.exec(text);
  const variable = shell.variables.obtain('BASH_REMATCH');
  variable.elements = new Map((match ?? []).map((group, i) => [String(i), group ?? '']));
  delete variable.value;
  return match !== null;
}

const POSIX: Record<string, string> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f',
  print: '\\x20-\\x7e',
  graph: '\\x21-\\x7e',
};
