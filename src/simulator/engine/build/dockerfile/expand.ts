import { patternSource, trim } from './substitution.ts';
import { WordCollector } from './word-collector.ts';

/**
 * Variables in Dockerfile words, by the rules of BuildKit's `shell.Lex`: quotes, the escapeToken character, `$name`,
 * `${name:-word}` and its relatives, `${name#pattern}`, `${name/pattern/replacement}`.
 */
export interface Environment {
  get(name: string): string | undefined;
  keys(): string[];
}

export interface ExpandOptions {
  escapeToken: string;
  /** Keep quotes in the result. */
  rawQuotes?: boolean;
  /** Keep escapeToken characters in the result. */
  rawEscapes?: boolean;
  /** Treat quotes as ordinary characters (here-documents). */
  ignoreQuotes?: boolean;
  /** Leave variables that are not set as they stand. */
  keepUnset?: boolean;
}

export interface Expanded {
  text: string;
  /** The text split at spaces that are not quoted. */
  words: string[];
  /** Names of the variables found. */
  matched: Set<string>;
  /** Names of the variables not set. */
  unmatched: Set<string>;
}

/** An environment of `KEY=value` strings; the last of a name counts. */
export function environment(list: Iterable<string>): Environment {
  const values = new Map<string, string>();
  for (const entry of list) {
    const equals = entry.indexOf('=');
    if (equals === -1) values.set(entry, '');
    else values.set(entry.slice(0, equals), entry.slice(equals + 1));
  }
  return { get: (name) => values.get(name), keys: () => [...values.keys()] };
}

/** A text that cannot be expanded, and the names without a value that were met before that showed. */
export class ExpandError extends Error {
  readonly unmatched: ReadonlySet<string>;
  constructor(message: string, unmatched: ReadonlySet<string>) {
    super(message);
    this.name = 'ExpandError';
    this.unmatched = unmatched;
  }
}

/** @throws ExpandError `failed to process "…": syntax error: bad substitution` and its relatives */
export function expand(text: string, env: Environment, options: ExpandOptions): Expanded {
  const lexer = new Lexer(text, env, options);
  try {
    return lexer.run();
  } catch (error) {
    const message = `failed to process ${JSON.stringify(text)}: ${(error as Error).message}`;
    throw new ExpandError(message, lexer.unmatched);
  }
}

const SPECIAL_PARAMETER = /[@*#?\-$!0]/;

/** What the real lexer makes of the end of the text where it expects a character. */
const NO_CHARACTER = '\ufffd';

class Lexer {
  private position = 0;
  private readonly characters: string[];
  private readonly env: Environment;
  private readonly options: ExpandOptions;
  private readonly matched = new Set<string>();
  readonly unmatched = new Set<string>();
  private rawEscapes: boolean;

  constructor(text: string, env: Environment, options: ExpandOptions) {
    this.characters = [...text];
    this.env = env;
    this.options = options;
    this.rawEscapes = options.rawEscapes ?? false;
  }

  run(): Expanded {
    const { text, words } = this.until(undefined, this.rawEscapes);
    return { text, words, matched: this.matched, unmatched: this.unmatched };
  }

  private peek(): string | undefined {
    return this.characters[this.position];
  }

  private next(): string | undefined {
    return this.characters[this.position++];
  }

  private until(stop: string | undefined, rawEscapes: boolean): { text: string; words: string[] } {
    const before = this.rawEscapes;
    this.rawEscapes = rawEscapes;
    try {
      return this.read(stop);
    } finally {
      this.rawEscapes = before;
    }
  }

  private read(stop: string | undefined): { text: string; words: string[] } {
    const words = new WordCollector();
    let text = '';
    for (let char = this.peek(); char !== undefined; char = this.peek()) {
      if (char === stop) {
        this.next();
        return { text, words: words.finish() };
      }
      const special = this.special(char);
      if (special !== undefined) {
        text += special;
        if (char === '$') for (const c of special) words.char(c);
        else words.raw(special);
        continue;
      }
      this.next();
      if (char !== this.options.escapeToken) {
        words.char(char);
        text += char;
        continue;
      }
      if (this.rawEscapes) {
        words.raw(char);
        text += char;
      }
      const escaped = this.next();
      if (escaped === undefined) break;
      words.raw(escaped);
      text += escaped;
    }
    if (stop !== undefined) {
      throw new Error(`unexpected end of statement while looking for matching ${stop}`);
    }
    return { text, words: words.finish() };
  }

  /** What a special character and all that belongs to it stands for; nothing for an ordinary one. */
  private special(char: string): string | undefined {
    if (char === '$') return this.dollar();
    if (char === '<') return this.heredocMark();
    if (this.options.ignoreQuotes) return undefined;
    if (char === "'") return this.singleQuoted();
    if (char === '"') return this.doubleQuoted();
    return undefined;
  }

  private heredocMark(): string {
    this.next();
    if (this.peek() !== '<') return '<';
    this.next();
    let mark = '<<';
    while (/[\t\r ]/.test(this.peek() ?? '')) mark += this.next();
    return mark;
  }

  private singleQuoted(): string {
    const mark = this.next()!;
    const quote = this.options.rawQuotes ? mark : '';
    let text = quote;
    for (;;) {
      const char = this.next();
      if (char === undefined) {
        throw new Error('unexpected end of statement while looking for matching single-quote');
      }
      if (char === "'") return text + quote;
      text += char;
    }
  }

  private doubleQuoted(): string {
    const mark = this.next()!;
    const quote = this.options.rawQuotes ? mark : '';
    let text = quote;
    for (;;) {
      const char = this.peek();
      if (char === undefined) {
        throw new Error('unexpected end of statement while looking for matching double-quote');
      }
      if (char === '$') {
        text += this.dollar();
        continue;
      }
      this.next();
      if (char === '"') return text + quote;
      if (char !== this.options.escapeToken) {
        text += char;
        continue;
      }
      if (this.rawEscapes) text += char;
      const escaped = this.peek();
      if (escaped === undefined) continue;
      // Only these can be escaped inside double quotes; before anything else the escapeToken character stays.
      if (escaped === '"' || escaped === '$' || escaped === this.options.escapeToken) text += this.next();
      else if (!this.rawEscapes) text += char;
    }
  }

  private dollar(): string {
    this.next();
    if (this.peek() !== '{') {
      const name = this.name();
      if (name === '') return '$';
      const value = this.lookUp(name);
      return value ?? (this.options.keepUnset ? `$${name}` : '');
    }
    this.next();
    const first = this.peek();
    if (first === undefined) throw new Error("syntax error: missing '}'");
    if (first === '{' || first === '}' || first === ':') throw new Error('syntax error: bad substitution');
    return this.braced(this.name());
  }

  private braced(name: string): string {
    const modifier = this.next() ?? NO_CHARACTER;
    if (modifier === '}') {
      const value = this.lookUp(name);
      return value ?? (this.options.keepUnset ? `\${${name}}` : '');
    }
    if (modifier === '/') return this.replaced(name);
    const orEmpty = modifier === ':';
    const operator = orEmpty ? (this.next() ?? NO_CHARACTER) : modifier;
    const shown = orEmpty ? `:${operator}` : operator;
    const isPattern = operator === '#' || operator === '%';
    const isKnown = /^[-+?#%]$/.test(operator);
    if (!isKnown && !orEmpty) throw new Error(`unsupported modifier (${shown}) in substitution`);
    const word = this.braceWord('}', isPattern, "missing '}'");
    const value = this.lookUp(name);
    if (!isKnown || (orEmpty && isPattern))
      throw new Error(`unsupported modifier (${shown}) in substitution`);
    if (value === undefined && this.options.keepUnset) return `\${${name}${shown}${word}}`;
    const missing = value === undefined || (orEmpty && value === '');
    switch (operator) {
      case '-':
        return missing ? word : value;
      case '+':
        return missing ? '' : word;
      case '?':
        if (!missing) return value;
        throw new Error(
          `${name}: ${word || `is not allowed to be ${value === undefined ? 'unset' : 'empty'}`}`,
        );
      default:
        return trim(value ?? '', word, operator as '#' | '%');
    }
  }

  private replaced(name: string): string {
    const all = this.peek() === '/';
    if (all) this.next();
    const pattern = this.braceWord('/', true, `missing '/' in \${}`);
    const replacement = this.braceWord('}', true, "missing '}'");
    const value = this.lookUp(name);
    if (value === undefined && this.options.keepUnset) return `\${${name}/${pattern}/${replacement}}`;
    const expression = new RegExp(patternSource(pattern, true), all ? 'g' : '');
    return (value ?? '').replace(expression, () => replacement);
  }

  private braceWord(stop: string, rawEscapes: boolean, missing: string): string {
    try {
      return this.until(stop, rawEscapes).text;
    } catch (error) {
      if (this.peek() === undefined) throw new Error(`syntax error: ${missing}`);
      throw error;
    }
  }

  private name(): string {
    const first = this.peek() ?? '';
    let name = '';
    if (/\p{Nd}/u.test(first)) {
      while (/\p{Nd}/u.test(this.peek() ?? '')) name += this.next();
      return name;
    }
    if (first !== '' && SPECIAL_PARAMETER.test(first)) return this.next()!;
    while (/[\p{L}\p{Nd}_]/u.test(this.peek() ?? '')) name += this.next();
    return name;
  }

  private lookUp(name: string): string | undefined {
    const value = this.env.get(name);
    (value === undefined ? this.unmatched : this.matched).add(name);
    return value;
  }
}
