import { QueryError } from './jmespath-errors.ts';

/** A token of a JMESPath expression, by the names of jmespath.py's lexer, which its errors print. */
export interface Token {
  type: string;
  /** As its errors print it. */
  text: string;
  start: number;
}

const SIMPLE: Record<string, string> = {
  '.': 'dot',
  '*': 'star',
  ']': 'rbracket',
  ',': 'comma',
  ':': 'colon',
  '@': 'current',
  '(': 'lparen',
  ')': 'rparen',
  '{': 'lbrace',
  '}': 'rbrace',
  '[': 'lbracket',
  '[]': 'flatten',
  '[?': 'filter',
  '|': 'pipe',
  '||': 'or',
  '&': 'expref',
  '&&': 'and',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
  '!': 'not',
  '!=': 'ne',
  '==': 'eq',
};

const TOKEN =
  /(\s+)|([A-Za-z_]\w*)|(-?\d+)|("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|`(?:[^`\\]|\\[\s\S])*`)|\[[\]?]|\|\||&&|[<>!=]=|[.*\][,:@(){}|&<>!]/y;

/** Whether a text is JSON, and what it says. */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Cuts an expression into tokens, with the end as the last. @throws QueryError */
export function tokenize(expression: string): Token[] {
  const tokens: Token[] = [];
  const matcher = new RegExp(TOKEN);
  let start = 0;
  while (start < expression.length) {
    matcher.lastIndex = start;
    const [text = '', space, name, number, quoted] = matcher.exec(expression) ?? [];
    if (text === '') throw unknownToken(expression, start);
    if (name !== undefined) tokens.push({ type: 'unquoted_identifier', text, start });
    else if (number !== undefined) tokens.push({ type: 'number', text: String(BigInt(text)), start });
    else if (quoted !== undefined) tokens.push(readQuoted(expression, quoted, start));
    else if (space === undefined) tokens.push({ type: SIMPLE[text]!, text, start });
    start += text.length;
  }
  return [...tokens, { type: 'eof', text: '', start }];
}

function unknownToken(expression: string, start: number): QueryError {
  const found = expression.charAt(start);
  const message = ['"', "'", '`'].includes(found)
    ? `Unclosed ${found} delimiter`
    : `Unknown token ${['-', '='].includes(found) ? `'${found}'` : String.fromCodePoint(expression.codePointAt(start)!)}`;
  return QueryError.lexical(message, expression, start);
}

/** A quoted name must be JSON; a literal that is none is a text (JEP-12); a raw string is what it is. */
function readQuoted(expression: string, quoted: string, start: number): Token {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith("'")) return { type: 'literal', text: inner.replaceAll("\\'", "'"), start };
  if (quoted.startsWith('"')) {
    const name = parseJson(quoted);
    if (name) return { type: 'quoted_identifier', text: String(name.value), start };
    const reason = /[\p{Cc}]/u.test(inner) ? 'Invalid control character at' : 'Invalid \\escape';
    throw QueryError.lexical(reason, expression, start);
  }
  const lexeme = inner.replaceAll('\\`', '`');
  const literal = parseJson(lexeme) ?? parseJson(`"${lexeme.trimStart()}"`);
  if (!literal) throw QueryError.lexical(`Bad token ${lexeme}`, expression, start);
  return { type: 'literal', text: pythonText(literal.value), start };
}

/** A value of JSON as Python's `str` writes it. */
export function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return pythonString(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  const pairs = Object.entries(value).map(([name, one]) => `${pythonString(name)}: ${pythonRepr(one)}`);
  return `{${pairs.join(', ')}}`;
}

function pythonString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}
