import { rawByte } from '../../common/raw-bytes.ts';

/** What a token is; `name(` is a function's name with its parenthesis at once behind it. */
type Kind =
  | 'number'
  | 'string'
  | 'regex'
  | 'name'
  | 'name('
  | 'builtin'
  | 'word'
  | 'op'
  | 'newline'
  | 'end'
  | 'bad';

export interface Token {
  kind: Kind;
  text: string;
  line: number;
  /** Braces and parentheses open after it, as mawk counts them for its messages. */
  braces: number;
  parens: number;
}

const WORDS = new Set(
  'BEGIN END function do while for if else break continue next nextfile exit return delete in print printf getline'.split(
    ' ',
  ),
);
export const BUILTINS: Record<string, [least: number, most: number]> = {
  length: [0, 1],
  index: [2, 2],
  substr: [2, 3],
  sprintf: [1, 255],
  sin: [1, 1],
  cos: [1, 1],
  atan2: [2, 2],
  exp: [1, 1],
  log: [1, 1],
  int: [1, 1],
  sqrt: [1, 1],
  rand: [0, 0],
  srand: [0, 1],
  close: [1, 1],
  system: [1, 1],
  toupper: [1, 1],
  tolower: [1, 1],
  fflush: [0, 1],
  systime: [0, 0],
  mktime: [1, 1],
  strftime: [0, 3],
  split: [2, 3],
  match: [2, 2],
  sub: [2, 3],
  gsub: [2, 3],
};
const OPERATOR = /(?:\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|!=|<=|>=|>>|&&|\|\||[{}()[\];,+\-*/%^!<>?:~$=|])/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The escapes of a string; one that means nothing stays as it is. */
export function decodeEscapes(text: string): string {
  return text.replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (whole, octal: string | undefined, c: string) => {
    if (octal === undefined) return c === '\n' ? '' : (ESCAPES[c] ?? whole);
    return rawByte(Number.parseInt(octal, 8) & 255);
  });
}

/** Splits a program into tokens. What is none becomes a `bad` one, with what mawk says when it comes to it. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const text = source.endsWith('\n') ? source : `${source}\n`;
  let [at, line, braces, parens] = [0, 1, 0, 0];
  const add = (kind: Kind, content: string) => tokens.push({ kind, text: content, line, braces, parens });
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const blank = match(/(?:[ \t\r\f\v]|\\\r?\n|#[^\n]*)+/y);
    if (blank) {
      line += blank.split('\\\n').length - 1;
      at += blank.length;
      continue;
    }
    const c = text[at]!;
    if (c === '\n') {
      add('newline', 'end of line');
      line++;
      at++;
      continue;
    }
    const name = match(/[A-Za-z_]\w*/y);
    if (name) {
      at += name.length;
      if (WORDS.has(name)) add('word', name);
      else if (Object.hasOwn(BUILTINS, name)) add('builtin', name);
      else add(text[at] === '(' ? 'name(' : 'name', name);
      continue;
    }
    const number = match(NUMBER);
    if (number) {
      at += number.length;
      add('number', number);
      continue;
    }
    if (c === '"') {
      const string = match(/"(?:\\[\s\S]|[^"\\\n])*"/y);
      if (!string) {
        add('bad', `runaway string constant ${text.slice(at, at + 11).replace(/\n.*/s, '')} ...`);
        break;
      }
      at += string.length;
      add('string', decodeEscapes(string.slice(1, -1)));
      line += string.split('\n').length - 1;
      continue;
    }
    if (c === '/' && regexMayStart(tokens.at(-1))) {
      const regex = match(/\/(?:\\[^\n]|\[\^?\]?(?:\\[^\n]|\[:\w+:\]|[^\]\\\n])*\]|[^/\\[\n])*\//y);
      if (!regex) {
        add('bad', `runaway regular expression ${text.slice(at, at + 11).replace(/\n.*/s, '')} ...`);
        break;
      }
      at += regex.length;
      add('regex', regex.slice(1, -1).replaceAll('\\/', '/'));
      continue;
    }
    const operator = match(OPERATOR);
    if (!operator) {
      const shown =
        c > ' ' && c < '\x7f' ? `'${c}'` : `0x${(c.charCodeAt(0) & 255).toString(16).padStart(2, '0')}`;
      add('bad', `unexpected character ${shown}`);
      break;
    }
    at += operator.length;
    if (operator === '{') braces++;
    if (operator === '}') braces--;
    if (operator === '(') parens++;
    if (operator === ')') parens--;
    add('op', operator);
  }
  add('end', 'end of file');
  return tokens;
}

/** A slash after an operand divides. */
function regexMayStart(last: Token | undefined): boolean {
  if (!last) return true;
  if (last.kind === 'op') return !/^(?:\)|\]|\$|\+\+|--)$/.test(last.text);
  return last.kind === 'word' || last.kind === 'newline';
}
