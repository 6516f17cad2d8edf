import {
  type Command,
  type CommandExpansionPart,
  forEachChild,
  type HereDoc,
  type ParsedScript,
  type ParseError,
  type ProcessSubstitutionPart,
  parse,
  type Statement,
  type SyntaxNode,
} from 'unbash';

export interface SyntaxProblem {
  /** Offset in the source. */
  at: number;
  /** As bash words it, without its prefix. */
  message: string;
  /** More lines could complete it. */
  incomplete: boolean;
}

export interface Parsed {
  /** The commands before the problem. */
  commands: readonly Statement[];
  problem?: SyntaxProblem;
}

const CLOSERS: Record<string, string> = {
  'unterminated double quote': '"',
  'unterminated single quote': "'",
  'unterminated backtick': '`',
  'unterminated command substitution': ')',
  'unterminated arithmetic expansion': ')',
  'unterminated arithmetic command': ')',
  'unterminated parameter expansion': '}',
  'unterminated extended glob': ')',
};

/** Parses a script. With a problem in it, `commands` holds what bash would have run before it met the problem. */
export function parseScript(source: string): Parsed {
  const script: ParsedScript = parse(source);
  const own = script.errors ?? [];
  const all = own.length > 0 || !/[$<>]\(/.test(source) ? own : substitutionErrors(script.commands);
  const first = [...all].sort((a, b) => a.pos - b.pos)[0];
  if (!first) {
    return { commands: script.commands };
  }
  const described = describe(source, first.message, first.pos);
  const stray = strayWord(script.commands);
  const problem =
    stray && stray.pos < described.at
      ? { at: stray.pos, message: `syntax error near unexpected token \`${stray.text}'`, incomplete: false }
      : described;
  const line = source.lastIndexOf('\n', Math.min(problem.at, source.length - 1) - 1);
  const commands = script.commands.filter(
    ({ pos, end }) => end > pos && end <= problem.at && end <= line + 1,
  );
  // A command that the end of the source cut off, begun on an earlier line.
  const last = commands.at(-1);
  if (last && last === script.commands.at(-1) && problem.incomplete && last.end >= source.trimEnd().length) {
    commands.pop();
  }
  return { commands, problem };
}

/** What is wrong inside `$(…)` and its like, which bash parses with the rest; `\`…\`` only when it runs. */
function substitutionErrors(nodes: readonly SyntaxNode[]): ParseError[] {
  const found: ParseError[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.type === 'CommandExpansion' || node.type === 'ProcessSubstitution') {
      const { text, script } = node as CommandExpansionPart | ProcessSubstitutionPart;
      if (text.startsWith('`')) return;
      found.push(...(script?.errors ?? []));
    }
    forEachChild(node, visit);
  };
  for (const node of nodes) visit(node);
  return found;
}

/** Reserved words that end or go on with a command, where no command is open for them. */
const CLOSING = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}']);

/** The first such word that stands where a command begins. */
function strayWord(nodes: readonly SyntaxNode[]): { pos: number; text: string } | undefined {
  let found: { pos: number; text: string } | undefined;
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Command') {
      const { name, prefix } = node as Command;
      if (name && prefix.length === 0 && CLOSING.has(name.text) && (!found || name.pos < found.pos)) {
        found = { pos: name.pos, text: name.text };
      }
    }
    if (node.type !== 'Word') forEachChild(node, visit);
  };
  for (const node of nodes) visit(node);
  return found;
}

/** The word that came where `then` or `do` was due: the parser tells of it only after the word. */
function wordBefore(source: string, at: number): string | undefined {
  const word = /(?:^|[\s;&|])([^\s;&|]+)$/.exec(source.slice(0, at))?.[1];
  return word && (CLOSING.has(word) || /^[ \t]+\S/.test(source.slice(at))) ? word : undefined;
}

function describe(source: string, message: string, at: number): SyntaxProblem {
  const closer = CLOSERS[message];
  if (closer) {
    return { at, message: `unexpected EOF while looking for matching \`${closer}'`, incomplete: true };
  }
  const rest = source.slice(at).replace(/^(?:[ \t]|\\\n)+/, '');
  const empty = /^(?:\([ \t]*(\))|\{[ \t]+(\}))/.exec(rest);
  const early = /^expected '(?:then|do)'$/.test(message) ? wordBefore(source, at) : undefined;
  const token = empty?.[1] ?? empty?.[2] ?? early;
  if (token)
    return {
      at: at - (early?.length ?? 0),
      message: `syntax error near unexpected token \`${token}'`,
      incomplete: false,
    };
  // The parser tells of a group that was begun and no more as of its brace.
  const atEnd = /^\{?\s*$/.test(rest);
  if (message === 'expected redirect target' && (atEnd || rest.startsWith('\n'))) {
    return { at, message: "syntax error near unexpected token `newline'", incomplete: false };
  }
  // `for` and `case` want their word on the same line.
  if (atEnd && /(?:^|[\s;&|])(?:for|case|select)\s*$/.test(source)) {
    return { at, message: "syntax error near unexpected token `newline'", incomplete: false };
  }
  if (atEnd) return { at: source.length, message: 'syntax error: unexpected end of file', incomplete: true };
  return { at, message: `syntax error near unexpected token \`${tokenAt(rest)}'`, incomplete: false };
}

function tokenAt(text: string): string {
  if (/^\n\s*$/.test(text)) return 'newline';
  const trimmed = text.trimStart();
  const operator = /^(?:;;&|;;|;&|&&|&>>|&>|\|\||\|&|<<<|<<-|<<|>>|<&|>&|<>|>\||[;&|()<>])/.exec(trimmed);
  if (operator) return operator[0];
  return /^[^\s;&|()<>]+/.exec(trimmed)?.[0] ?? trimmed.slice(0, 1);
}

/** Whether a line needs another one: an open quote, a command begun, a here-document without its end. */
export function isIncomplete(source: string): boolean {
  if (/(^|[^\\])(\\\\)*\\\n?$/.test(source)) return true;
  const parsed = parseScript(source);
  if (parsed.problem) return parsed.problem.incomplete;
  return source.includes('<<') && hasOpenHereDoc(parsed.commands);
}

function hasOpenHereDoc(nodes: readonly SyntaxNode[]): boolean {
  let open = false;
  const visit = (node: SyntaxNode) => {
    if (node.type === 'HereDoc' && !(node as HereDoc).closing) open = true;
    forEachChild(node, visit);
  };
  for (const node of nodes) visit(node);
  return open;
}

/** Line number of an offset, counted from 1. */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1)) line++;
  return line;
}
