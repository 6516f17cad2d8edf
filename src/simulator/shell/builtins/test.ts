import { compareNumbers } from '../evaluate/condition.ts';
import type { Shell } from '../state/shell.ts';
import { compareFiles, unaryTest } from './file-tests.ts';
import type { Builtin } from './support.ts';

class TestError extends Error {}

const UNARY = /^-[abcdefghknoprstuvwxzGLNOSR]$/;
const BINARY = /^(?:=|==|!=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/;

/** `test` and `[`: by the number of arguments, as POSIX has it; longer ones by a grammar. */
export const test: Builtin = async (shell, words) => {
  const name = words[0]!;
  let args = words.slice(1);
  try {
    if (name === '[') {
      if (args.at(-1) !== ']') throw new TestError("missing `]'");
      args = args.slice(0, -1);
    }
    return evaluate(shell, args) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    await shell.complain(`${name}: ${error.message}`);
    return 2;
  }
};

function evaluate(shell: Shell, args: string[]): boolean {
  switch (args.length) {
    case 0:
      return false;
    case 1:
      return args[0] !== '';
    case 2:
      return two(shell, args as [string, string]);
    case 3:
      return three(shell, args as [string, string, string]);
    case 4:
      if (args[0] === '!') return !three(shell, args.slice(1) as [string, string, string]);
      if (args[0] === '(' && args[3] === ')') return two(shell, args.slice(1, 3) as [string, string]);
  }
  const parser = new Parser(shell, args);
  const value = parser.or();
  if (parser.at < args.length) throw new TestError('too many arguments');
  return value;
}

function two(shell: Shell, [a, b]: [string, string]): boolean {
  if (a === '!') return b === '';
  if (UNARY.test(a)) return unary(shell, a, b);
  throw new TestError(`${a}: unary operator expected`);
}

function three(shell: Shell, [a, b, c]: [string, string, string]): boolean {
  if (b === '==' && shell.flavour === 'dash') throw new TestError(`${a}: unexpected operator`);
  if (BINARY.test(b)) return binary(shell, a, b, c);
  if (b === '-a') return a !== '' && c !== '';
  if (b === '-o') return a !== '' || c !== '';
  if (a === '!') return !two(shell, [b, c]);
  if (a === '(' && c === ')') return b !== '';
  throw new TestError(`${b}: binary operator expected`);
}

function unary(shell: Shell, operator: string, operand: string): boolean {
  return unaryTest(shell, operator, operand);
}

function integer(text: string): bigint {
  const trimmed = text.trim();
  if (!/^[-+]?\d+$/.test(trimmed)) throw new TestError(`${text}: integer expression expected`);
  return BigInt(trimmed.replace(/^\+/, ''));
}

function binary(shell: Shell, a: string, operator: string, b: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(shell, operator, a, b);
    default:
      return compareNumbers(operator, integer(a), integer(b));
  }
}

class Parser {
  at = 0;
  private readonly shell: Shell;
  private readonly args: string[];

  constructor(shell: Shell, args: string[]) {
    this.shell = shell;
    this.args = args;
  }

  or(): boolean {
    let value = this.and();
    while (this.args[this.at] === '-o') {
      this.at++;
      const right = this.and();
      value = value || right;
    }
    return value;
  }

  private and(): boolean {
    let value = this.term();
    while (this.args[this.at] === '-a') {
      this.at++;
      const right = this.term();
      value = value && right;
    }
    return value;
  }

  private term(): boolean {
    const [a, b, c] = this.args.slice(this.at, this.at + 3);
    if (a === undefined) throw new TestError('argument expected');
    if (b !== undefined && c !== undefined && BINARY.test(b)) {
      this.at += 3;
      return binary(this.shell, a, b, c);
    }
    this.at++;
    if (a === '!') return !this.term();
    if (a === '(') {
      const value = this.or();
      if (this.args[this.at++] !== ')') throw new TestError("`)' expected");
      return value;
    }
    if (UNARY.test(a) && b !== undefined) {
      this.at++;
      return unary(this.shell, a, b);
    }
    if (b !== undefined && !['-a', '-o', ')'].includes(b)) throw new TestError('too many arguments');
    return a !== '';
  }
}
