export interface Token {
  kind:
    | 'number'
    | 'field'
    | 'name'
    | 'variable'
    | 'location'
    | 'format'
    | 'string'
    | 'operator'
    | 'keyword'
    | 'end';
  /** As it stands in the program; of `$__loc__`, a location, the number of its line. */
  text: string;
  /** Where it begins in the program. */
  at: number;
  /** What a string is made of: texts, and the tokens of what is between `\(` and `)`. */
  parts?: (string | Token[])[];
}

/** A program that does not compile. */
export class CompileError extends Error {
  readonly at: number;
  /** What jq tells besides. */
  also?: { message: string; at: number };
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const KEYWORDS = new Set(
  'def if then elif else end as reduce foreach try catch label import include and or __loc__'.split(' '),
);
const TOKEN =
  /(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)|(?<field>\.[A-Za-z_]\w*)|(?<name>[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*)|(?<variable>\$[A-Za-z_]\w*)|(?<format>@[A-Za-z0-9]+)|(?<operator>\?\/\/=?|\/\/=|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\/\/|\.\.|[.[\]{}()|,:;=<>+\-*/%?$])/y;
const MATCHING: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** Takes a program apart into tokens; a closing bracket that closes nothing is no token of jq's. */
export function tokenize(program: string): Token[] {
  return readTokens(program, 0, false).tokens;
}

function readTokens(program: string, from: number, inString: boolean): { tokens: Token[]; end: number } {
  const tokens: Token[] = [];
  const open: string[] = [];
  let i = from;
  for (;;) {
    const blank = /(?:\s|#[^\n]*)*/y;
    blank.lastIndex = i;
    i += blank.exec(program)![0].length;
    if (i >= program.length) {
      tokens.push({ kind: 'end', text: '$end', at: tokens.at(-1)?.at ?? (inString ? from - 2 : 0) });
      return { tokens, end: i };
    }
    if (program[i] === '"') {
      const string = readString(program, i);
      tokens.push(string.token);
      i = string.end;
      continue;
    }
    TOKEN.lastIndex = i;
    const match = TOKEN.exec(program);
    const text = match?.[0] ?? program[i]!;
    if (inString && text === ')' && open.length === 0) {
      tokens.push({ kind: 'end', text: ')', at: i });
      return { tokens, end: i + 1 };
    }
    if (text === '$__loc__') {
      tokens.push({ kind: 'location', text: String(program.slice(0, i).split('\n').length), at: i });
      i += text.length;
      continue;
    }
    tokens.push({
      kind: match ? kindOf(match, open) : 'end',
      text: match ? text : 'INVALID_CHARACTER',
      at: i,
    });
    if (tokens.at(-1)!.kind === 'end') {
      tokens.at(-1)!.text = 'INVALID_CHARACTER';
      return { tokens, end: program.length };
    }
    i += text.length;
  }
}

/** The kind of a token; brackets are counted, and one too many is `end`. */
function kindOf(match: RegExpExecArray, open: string[]): Token['kind'] {
  const { groups = {} } = match;
  const text = match[0];
  if (groups.number !== undefined) return 'number';
  if (groups.field !== undefined) return 'field';
  if (groups.name !== undefined) return KEYWORDS.has(text) ? 'keyword' : 'name';
  if (groups.variable !== undefined) return 'variable';
  if (groups.format !== undefined) return 'format';
  if ('([{'.includes(text)) open.push(text);
  else if (text in MATCHING && open.pop() !== MATCHING[text]) return 'end';
  return 'operator';
}

function readString(program: string, from: number): { token: Token; end: number } {
  const parts: (string | Token[])[] = [];
  let text = '';
  let i = from + 1;
  for (;;) {
    const c = program[i];
    if (c === undefined) {
      throw new CompileError(
        'unexpected $end, expecting QQSTRING_TEXT or QQSTRING_INTERP_START or QQSTRING_END',
        Math.min(from + 1, program.length - 1),
      );
    }
    if (c === '"') break;
    if (c === '\\' && program[i + 1] === '(') {
      parts.push(text);
      text = '';
      const inner = readTokens(program, i + 2, true);
      parts.push(inner.tokens);
      i = inner.end;
    } else if (c === '\\') {
      const sequence = /\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/y;
      sequence.lastIndex = i;
      const found = sequence.exec(program)?.[0];
      if (!found) throw new CompileError('unexpected INVALID_CHARACTER', i);
      text += JSON.parse(`"${found}"`) as string;
      i += found.length;
    } else {
      text += c;
      i++;
    }
  }
  parts.push(text);
  return { token: { kind: 'string', text: 'QQSTRING_START', at: from, parts }, end: i + 1 };
}
