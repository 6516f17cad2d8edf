import { DockerfileParser } from 'dockerfile-ast';
import { Util } from 'dockerfile-ast/lib/util.js';
import { at, DockerfileError, type Lines } from './errors.ts';
import { type Environment, expand } from './expand.ts';
import { jsonStrings, pairs, splitCommand } from './words.ts';

export interface Heredoc {
  name: string;
  /** Whether variables in the content are expanded (the delimiter is not quoted). */
  expand: boolean;
  /** `<<-`: leading tabs are taken off. */
  chomp: boolean;
  content: string;
}

/** One instruction of a Dockerfile, its continuation lines joined. */
export interface Statement {
  /** As written. */
  name: string;
  flags: string[];
  rest: string;
  /** The whole joined line. */
  original: string;
  lines: Lines;
  heredocs: Heredoc[];
  /** The comment lines right before it. */
  comments: string[];
}

export interface ParsedDockerfile {
  statements: Statement[];
  escapeToken: string;
  /** Lines at which a joined instruction with an empty continuation line ends, and the instruction. */
  emptyContinuations: { line: number; text: string }[];
}

/** The parser asks Node's `Buffer`, which no browser has. */
Util.isUTF8BOM = (char) => char === '\uFEFF';

const NO_VARIABLES: Environment = { get: () => undefined, keys: () => [] };
const HEREDOC = /^(\d*)<<(-?)\s*([^<]*)$/;
const DIRECTIVE = /^#\s*[a-z][a-z0-9]*\s*=\s*.+$/i;
const KNOWN_DIRECTIVE = /^#\s*(?:syntax|escape|check)\s*=\s*.+$/i;
const TAKES_HEREDOC = new Set(['add', 'copy', 'run']);

/**
 * Reads a Dockerfile. The field's parser finds the instructions, directives and comments; joining and splitting
 * their lines follows BuildKit, whose error messages name the resulting text.
 * @throws DockerfileError
 */
export function parseDockerfile(text: string): ParsedDockerfile {
  const source = withKnownDirectives(text);
  const document = DockerfileParser.parse(source);
  checkDirectives(document.getDirectives());
  const escapeToken = document.getEscapeCharacter();
  const lines = source.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const comments = new Map(
    document.getComments().map((c) => [c.getRange().start.line, c.getContent() ?? '']),
  );
  const directives = new Set(document.getDirectives().map((d) => d.getRange().start.line));
  const statements: Statement[] = [];
  const emptyContinuations: ParsedDockerfile['emptyContinuations'] = [];
  let next = 0;
  for (const instruction of document.getInstructions()) {
    const start = instruction.getRange().start.line;
    // The document's parser looks on inside what BuildKit has already taken as a here-document.
    if (start < next) continue;
    const joined = joinLines(lines, start, escapeToken);
    if (joined.emptyContinuation) emptyContinuations.push({ line: joined.next, text: joined.text });
    const place = { start: start + 1, end: joined.next };
    const statement: Statement = {
      ...readStatement(joined.text, escapeToken, place),
      comments: commentsBefore(start, comments, directives),
    };
    next = joined.next;
    if (takesHeredoc(statement) && joined.text.includes('<<')) {
      next = readHeredocs(statement, lines, next);
      statement.lines = { start: place.start, end: next };
    }
    at(statement.lines, () => checkSyntax(statement.name, statement.rest, escapeToken));
    statements.push(statement);
  }
  if (statements.length === 0) {
    throw new DockerfileError('file with no instructions', { start: lines.length, end: lines.length });
  }
  return { statements, escapeToken, emptyContinuations };
}

/** Reads a single instruction, as ONBUILD holds one. */
export function parseStatement(text: string): Statement {
  const { statements } = parseDockerfile(text);
  if (statements.length !== 1) throw new Error('onbuild trigger should be a single expression');
  return statements[0]!;
}

/**
 * The text without its byte order mark and without directives that the builder does not know: such a line is a comment,
 * and no directive follows it.
 */
function withKnownDirectives(text: string): string {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const end = lines.findIndex((line) => !KNOWN_DIRECTIVE.test(line));
  const line = lines[end];
  const isUnknown = line !== undefined && DIRECTIVE.test(line);
  return (isUnknown ? lines.with(end, line.replaceAll('=', ' ')) : lines).join('\n');
}

interface Directive {
  getName(): string;
  getValue(): string;
  getRange(): { start: { line: number } };
}

function checkDirectives(directives: Directive[]): void {
  const seen = new Set<string>();
  for (const directive of directives) {
    const name = directive.getName().toLowerCase();
    const line = directive.getRange().start.line;
    const place = { start: line, end: line };
    if (seen.has(name)) throw new DockerfileError(`only one ${name} parser directive can be used`, place);
    seen.add(name);
    const value = directive.getValue();
    if (name === 'escape' && value !== '`' && value !== '\\') {
      throw new DockerfileError(`invalid escape token '${value}' does not match \` or \\`, place);
    }
  }
}

/** What a parser directive (`syntax`, `check`) at the head of a Dockerfile says. */
export function directiveValue(text: string, name: string): { value: string; line: number } | undefined {
  for (const directive of DockerfileParser.parse(withKnownDirectives(text)).getDirectives()) {
    if (directive.getName().toLowerCase() === name) {
      return { value: directive.getValue(), line: directive.getRange().start.line + 1 };
    }
  }
  return undefined;
}

function commentsBefore(start: number, comments: Map<number, string>, directives: Set<number>): string[] {
  const found: string[] = [];
  for (let line = start - 1; line >= 0; line--) {
    const comment = comments.get(line);
    if (comment === undefined || comment === '' || directives.has(line)) break;
    found.unshift(comment);
  }
  return found;
}

interface Joined {
  text: string;
  /** Index of the first line after it. */
  next: number;
  emptyContinuation: boolean;
}

function joinLines(lines: string[], start: number, escapeToken: string): Joined {
  const e = escapeToken === '\\' ? '\\\\' : escapeToken;
  const continuation = new RegExp(`(^|[^${e}])${e}[ \\t]*$`);
  const bare = (line: string): string => line.replace(/\r+$/, '');
  let line = bare(lines[start]!).trimStart();
  let next = start + 1;
  let text = '';
  let emptyContinuation = false;
  for (;;) {
    const continues = continuation.test(line);
    text += continues ? line.replace(continuation, '$1') : line;
    if (!continues) break;
    for (;;) {
      if (next >= lines.length) return { text, next, emptyContinuation };
      line = bare(lines[next++]!);
      if (/^\s*#/.test(line)) continue;
      if (line.trim() !== '') break;
      emptyContinuation = true;
    }
  }
  return { text, next, emptyContinuation };
}

function readStatement(text: string, escapeToken: string, lines: Lines): Omit<Statement, 'comments'> {
  return { ...splitCommand(text, escapeToken), original: text, lines, heredocs: [] };
}

/** What BuildKit refuses while it still reads lines, before it looks at any instruction's meaning. */
function checkSyntax(name: string, rest: string, escapeToken: string): void {
  switch (name.toLowerCase()) {
    case 'env':
    case 'label':
      pairs(rest, name.toUpperCase(), escapeToken);
      return;
    case 'onbuild': {
      const trigger = splitCommand(rest, escapeToken);
      checkSyntax(trigger.name, trigger.rest, escapeToken);
      return;
    }
    case 'healthcheck':
      jsonStrings(rest.replace(/^\S+\s*/, ''));
      return;
    case 'add':
    case 'cmd':
    case 'copy':
    case 'entrypoint':
    case 'run':
    case 'shell':
    case 'volume':
      jsonStrings(rest);
  }
}

function takesHeredoc(statement: Statement): boolean {
  let { name, rest } = statement;
  if (name.toLowerCase() === 'onbuild') ({ name, rest } = splitCommand(rest, '\\'));
  return TAKES_HEREDOC.has(name.toLowerCase()) && !rest.trimStart().startsWith('[');
}

/** Takes the bodies of a statement's here-documents; gives the index of the line after them. */
function readHeredocs(statement: Statement, lines: string[], from: number): number {
  let next = from;
  const words = safeWords(statement.original);
  for (const word of words) {
    const heredoc = parseHeredoc(word);
    if (!heredoc) continue;
    let terminated = false;
    while (next < lines.length && !terminated) {
      const line = lines[next++]!;
      const bare = line.replace(/\r+$/, '');
      terminated = (heredoc.chomp ? bare.replace(/^\t+/, '') : bare) === heredoc.name;
      if (!terminated) heredoc.content += `${line}\n`;
    }
    if (!terminated) {
      throw new DockerfileError('unterminated heredoc', { start: statement.lines.start, end: next });
    }
    statement.heredocs.push(heredoc);
  }
  return next;
}

function safeWords(text: string): string[] {
  try {
    const options = { escapeToken: '\\', rawQuotes: true, rawEscapes: true, keepUnset: true };
    return expand(text, NO_VARIABLES, options).words;
  } catch {
    return [];
  }
}

/** Reads a word such as `<<EOF` or `<<-"EOF"`; nothing when it is none. */
export function parseHeredoc(word: string): Heredoc | undefined {
  const match = HEREDOC.exec(word);
  if (!match?.[3]) return undefined;
  const options = { escapeToken: '\\', keepUnset: true };
  const { words } = expand(match[3], NO_VARIABLES, options);
  if (words.length !== 1) return undefined;
  const raw = expand(match[3], NO_VARIABLES, { ...options, rawQuotes: true }).words[0] ?? '';
  const quotes = (text: string): number => text.replace(/[^'"]/g, '').length;
  return {
    name: words[0]!,
    expand: quotes(words[0]!) === quotes(raw),
    chomp: match[2] === '-',
    content: '',
  };
}

/** Takes the leading tabs off every line. */
export function chompTabs(text: string): string {
  return text.replace(/^\t+/gm, '');
}
