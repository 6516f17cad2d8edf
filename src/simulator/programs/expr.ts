import type { Process, Program } from '../common/process.ts';
import { complain, Failure } from './support/program.ts';
import { posixRegex, regexProblem } from './support/regex.ts';

const LEVELS = [['|'], ['&'], ['<', '<=', '=', '==', '!=', '>=', '>'], ['+', '-'], ['*', '/', '%'], [':']];
const INTEGER = /^-?\d+$/;
const isNull = (text: string): boolean => text === '' || /^-?0+$/.test(text);

/** Reads and computes an expression, word by word. */
class Reader {
  private at = 0;
  private readonly words: readonly string[];

  constructor(words: readonly string[]) {
    this.words = words;
  }

  run(): string {
    const value = this.level(0);
    if (this.at < this.words.length)
      throw new Failure(`syntax error: unexpected argument ‘${this.words[this.at]}’`, 2);
    return value;
  }

  private level(depth: number): string {
    const operators = LEVELS[depth];
    if (!operators) return this.operand();
    let left = this.level(depth + 1);
    while (operators.includes(this.words[this.at] ?? '')) {
      const operator = this.words[this.at++]!;
      left = compute(left, operator, this.level(depth + 1));
    }
    return left;
  }

  private take(): string {
    const word = this.words[this.at];
    if (word === undefined)
      throw new Failure(`syntax error: missing argument after ‘${this.words[this.at - 1]}’`, 2);
    this.at++;
    return word;
  }

  private operand(): string {
    const word = this.take();
    if (word === ')') throw new Failure("syntax error: unexpected ')'", 2);
    if (word === '(') {
      const value = this.level(0);
      const end = this.words[this.at];
      if (end === undefined)
        throw new Failure(`syntax error: expecting ')' after ‘${this.words[this.at - 1]}’`, 2);
      if (end !== ')') throw new Failure(`syntax error: expecting ')' instead of ‘${end}’`, 2);
      this.at++;
      return value;
    }
    switch (word) {
      case '+':
        return this.take();
      case 'length':
        return String([...this.operand()].length);
      case 'match':
        return match(this.operand(), this.operand());
      case 'index': {
        const characters = [...this.operand()];
        const wanted = this.operand();
        return String(characters.findIndex((c) => wanted.includes(c)) + 1);
      }
      case 'substr': {
        const characters = [...this.operand()];
        const [from, count] = [this.operand(), this.operand()];
        if (!INTEGER.test(from) || !INTEGER.test(count) || Number(from) < 1 || Number(count) < 1) return '';
        return characters.slice(Number(from) - 1, Number(from) - 1 + Number(count)).join('');
      }
      default:
        return word;
    }
  }
}

/** What a pattern's group matches at the beginning of a text, or how many characters it matches. */
function match(text: string, pattern: string): string {
  let regex: RegExp;
  try {
    regex = new RegExp(`^(?:${posixRegex(pattern.replace(/^\^/, ''), false)})`, 'su');
  } catch (error) {
    throw new Failure(regexProblem(error), 2);
  }
  const found = regex.exec(text);
  const hasGroup = /\\\(/.test(pattern);
  if (!found) return hasGroup ? '' : '0';
  return hasGroup ? (found[1] ?? '') : String([...found[0]].length);
}

function compute(left: string, operator: string, right: string): string {
  if (operator === '|') return isNull(left) ? (isNull(right) ? '0' : right) : left;
  if (operator === '&') return isNull(left) || isNull(right) ? '0' : left;
  if (operator === ':') return match(left, right);
  if (/^[<>=!]/.test(operator)) {
    const numbers = INTEGER.test(left) && INTEGER.test(right);
    const [a, b] = numbers ? [BigInt(left), BigInt(right)] : [left, right];
    const order = a < b ? -1 : a > b ? 1 : 0;
    const holds = { '<': order < 0, '<=': order <= 0, '!=': order !== 0, '>=': order >= 0, '>': order > 0 };
    return (holds[operator as '<'] ?? order === 0) ? '1' : '0';
  }
  if (!INTEGER.test(left) || !INTEGER.test(right)) throw new Failure('non-integer argument', 2);
  const [a, b] = [BigInt(left), BigInt(right)];
  if (operator === '+') return String(a + b);
  if (operator === '-') return String(a - b);
  if (operator === '*') return String(a * b);
  if (b === 0n) throw new Failure('division by zero', 2);
  return String(operator === '/' ? a / b : a % b);
}

/** expr(1): 1 when the value is empty or zero. */
export const expr: Program = async (process: Process) => {
  const words = process.argv[1] === '--' ? process.argv.slice(2) : process.argv.slice(1);
  if (words.length === 0) {
    await complain(process, 'missing operand');
    await process.stderr.write("Try 'expr --help' for more information.\n");
    return 2;
  }
  try {
    const value = new Reader(words).run();
    await process.stdout.write(`${value}\n`);
    return isNull(value) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await complain(process, error.message);
    return error.status;
  }
};
