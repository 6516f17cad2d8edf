import { TemplateError } from './errors.ts';
import { goQuote, showToken, type Token, type TokenKind, tokenize } from './lexer.ts';
import { parseNumber, unquote } from './literals.ts';
import {
  type ChainNode,
  type CommandNode,
  type ControlNode,
  type ListNode,
  type Node,
  type Operand,
  type PipeNode,
  showNode,
  type VariableNode,
} from './nodes.ts';

/** Every template a text defines, by name. */
type Trees = Map<string, ListNode>;

/**
 * Parses a template as Go's text/template does, with its messages.
 * @param name the template's own name, as errors show it; docker's are mostly empty
 * @param isFunction tells the functions that may be called
 */
export function parseTrees(name: string, text: string, isFunction: (name: string) => boolean): Trees {
  const trees: Trees = new Map();
  const parser = new Parser(name, text, isFunction, trees);
  parser.root(name);
  return trees;
}

const OPERAND_STARTS = new Set<TokenKind>([
  'bool',
  'charConstant',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
]);

class Parser {
  private readonly name: string;
  private readonly tokens: Token[];
  private readonly isFunction: (name: string) => boolean;
  private readonly trees: Trees;
  private position = 0;
  /** How many tokens were ever looked at: errors name the line of the last. */
  private furthest = 0;
  private variables: string[] = ['$'];
  private ranges = 0;
  private actionLine = 0;

  constructor(name: string, text: string, isFunction: (name: string) => boolean, trees: Trees) {
    this.name = name;
    this.tokens = tokenize(text);
    this.isFunction = isFunction;
    this.trees = trees;
  }

  root(name: string): void {
    const root: ListNode = { type: 'list', at: this.peek().at, nodes: [] };
    while (this.peek().kind !== 'eof') {
      if (this.peek().kind === 'leftDelim') {
        const mark = this.position;
        this.next();
        if (this.nextNonSpace().kind === 'define') {
          this.define();
          continue;
        }
        this.position = mark;
      }
      const node = this.textOrAction();
      if (node.type === 'end' || node.type === 'else') this.fail(`unexpected ${showNode(node)}`);
      root.nodes.push(node);
    }
    this.add(name, root);
  }

  private define(): void {
    const context = 'define clause';
    const token = this.nextNonSpace();
    if (token.kind !== 'string' && token.kind !== 'rawString') this.unexpected(token, context);
    const name = this.literal(token);
    this.expect('rightDelim', context);
    this.add(name, this.body(context));
  }

  /** The list of a template defined in place, with its own variables. */
  private body(context: string): ListNode {
    const [variables, ranges] = [this.variables, this.ranges];
    this.variables = ['$'];
    this.ranges = 0;
    const { list, end } = this.itemList();
    if (end.type !== 'end') this.fail(`unexpected ${showNode(end)} in ${context}`);
    this.variables = variables;
    this.ranges = ranges;
    return list;
  }

  private add(name: string, list: ListNode): void {
    const before = this.trees.get(name);
    if (!before || isEmpty(before)) this.trees.set(name, list);
    else if (!isEmpty(list)) this.fail(`template: multiple definition of template ${goQuote(name)}`);
  }

  private itemList(): { list: ListNode; end: Node } {
    const list: ListNode = { type: 'list', at: this.peekNonSpace().at, nodes: [] };
    while (this.peekNonSpace().kind !== 'eof') {
      const node = this.textOrAction();
      if (node.type === 'end' || node.type === 'else') return { list, end: node };
      list.nodes.push(node);
    }
    return this.fail('unexpected EOF');
  }

  private textOrAction(): Node {
    const token = this.nextNonSpace();
    if (token.kind === 'text') return { type: 'text', at: token.at, text: token.text };
    if (token.kind !== 'leftDelim') return this.unexpected(token, 'input');
    this.actionLine = token.line;
    const node = this.action();
    this.actionLine = 0;
    return node;
  }

  private action(): Node {
    const token = this.nextNonSpace();
    switch (token.kind) {
      case 'block':
        return this.block();
      case 'break':
      case 'continue': {
        const next = this.nextNonSpace();
        if (next.kind !== 'rightDelim') this.unexpected(next, `{{${token.kind}}}`);
        if (this.ranges === 0) this.fail(`{{${token.kind}}} outside {{range}}`);
        return { type: token.kind, at: token.at };
      }
      case 'else': {
        const next = this.peekNonSpace();
        // `{{else if …}}` is read as an else with the if in it.
        if (next.kind === 'if' || next.kind === 'with') return { type: 'else', at: next.at };
        return { type: 'else', at: this.expect('rightDelim', 'else').at };
      }
      case 'end':
        return { type: 'end', at: this.expect('rightDelim', 'end').at };
      case 'if':
      case 'range':
      case 'with':
        return this.control(token.kind);
      case 'template':
        return this.template();
    }
    this.position--;
    return { type: 'action', at: this.peek().at, pipe: this.pipeline('command', 'rightDelim') };
  }

  private control(type: ControlNode['type']): ControlNode {
    const depth = this.variables.length;
    const pipe = this.pipeline(type, 'rightDelim');
    if (type === 'range') this.ranges++;
    const { list, end } = this.itemList();
    if (type === 'range') this.ranges--;
    const node: ControlNode = { type, at: pipe.at, pipe, list };
    if (end.type === 'else') {
      if (type !== 'range' && this.peek().kind === type) {
        this.next();
        node.otherwise = { type: 'list', at: end.at, nodes: [this.control(type)] };
      } else {
        const rest = this.itemList();
        if (rest.end.type !== 'end') this.fail(`expected end; found ${showNode(rest.end)}`);
        node.otherwise = rest.list;
      }
    }
    this.variables.length = depth;
    return node;
  }

  private block(): Node {
    const context = 'block clause';
    const token = this.nextNonSpace();
    const name = this.templateName(token, context);
    const pipe = this.pipeline(context, 'rightDelim');
    this.add(name, this.body(context));
    return { type: 'template', at: token.at, name, pipe };
  }

  private template(): Node {
    const context = 'template clause';
    const token = this.nextNonSpace();
    const name = this.templateName(token, context);
    if (this.nextNonSpace().kind === 'rightDelim') return { type: 'template', at: token.at, name };
    this.position--;
    return { type: 'template', at: token.at, name, pipe: this.pipeline(context, 'rightDelim') };
  }

  private templateName(token: Token, context: string): string {
    if (token.kind !== 'string' && token.kind !== 'rawString') this.unexpected(token, context);
    return this.literal(token);
  }

  private pipeline(context: string, end: TokenKind): PipeNode {
    const pipe: PipeNode = {
      type: 'pipe',
      at: this.peekNonSpace().at,
      assign: false,
      declarations: [],
      commands: [],
    };
    this.declarations(pipe, context);
    for (;;) {
      const token = this.nextNonSpace();
      if (token.kind === end) break;
      if (!OPERAND_STARTS.has(token.kind)) this.unexpected(token, context);
      this.position--;
      pipe.commands.push(this.command());
    }
    if (pipe.commands.length === 0) this.fail(`missing value for ${context}`);
    pipe.commands.slice(1).forEach((command, i) => {
      if (['bool', 'dot', 'nil', 'number', 'string'].includes(command.args[0]!.type)) {
        this.fail(`non executable command in pipeline stage ${i + 2}`);
      }
    });
    return pipe;
  }

  private declarations(pipe: PipeNode, context: string): void {
    for (;;) {
      const token = this.peekNonSpace();
      if (token.kind !== 'variable') return;
      const mark = this.position;
      this.next();
      const next = this.peekNonSpace();
      if (next.kind === 'assign' || next.kind === 'declare') {
        pipe.assign = next.kind === 'assign';
        this.next();
        this.bind(pipe, token);
        return;
      }
      if (next.kind !== 'char' || next.text !== ',') {
        this.position = mark;
        return;
      }
      this.next();
      this.bind(pipe, token);
      if (context !== 'range' || pipe.declarations.length >= 2) {
        this.fail(`too many declarations in ${context}`);
      }
      if (!['variable', 'rightDelim', 'rightParen'].includes(this.peekNonSpace().kind)) {
        this.fail('range can only initialize variables');
      }
    }
  }

  private bind(pipe: PipeNode, token: Token): void {
    pipe.declarations.push({ type: 'variable', at: token.at, names: token.text.split('.') });
    this.variables.push(token.text);
  }

  private command(): CommandNode {
    const command: CommandNode = { type: 'command', at: this.peekNonSpace().at, args: [] };
    for (;;) {
      this.peekNonSpace();
      const operand = this.operand();
      if (operand) command.args.push(operand);
      const token = this.next();
      if (token.kind === 'space') continue;
      if (token.kind === 'rightDelim' || token.kind === 'rightParen') this.position--;
      else if (token.kind !== 'pipe') this.unexpected(token, 'operand');
      break;
    }
    if (command.args.length === 0) this.fail('empty command');
    return command;
  }

  private operand(): Operand | undefined {
    const node = this.term();
    if (!node || this.peek().kind !== 'field') return node;
    const chain: ChainNode = { type: 'chain', at: this.peek().at, node, names: [] };
    while (this.peek().kind === 'field') chain.names.push(this.next().text.slice(1));
    switch (node.type) {
      case 'field':
      case 'variable':
        return { type: node.type, at: chain.at, names: [...node.names, ...chain.names] };
      case 'bool':
      case 'string':
      case 'number':
      case 'nil':
      case 'dot':
        return this.fail(`unexpected . after term ${goQuote(showNode(node))}`);
      default:
        return chain;
    }
  }

  private term(): Operand | undefined {
    const token = this.nextNonSpace();
    const at = token.at;
    switch (token.kind) {
      case 'identifier':
        if (!this.isFunction(token.text)) this.fail(`function ${goQuote(token.text)} not defined`);
        return { type: 'identifier', at, name: token.text };
      case 'dot':
        return { type: 'dot', at };
      case 'nil':
        return { type: 'nil', at };
      case 'variable':
        return this.variable(token);
      case 'field':
        return { type: 'field', at, names: [token.text.slice(1)] };
      case 'bool':
        return { type: 'bool', at, value: token.text === 'true' };
      case 'charConstant':
      case 'number':
        return this.number(token);
      case 'leftParen':
        return this.pipeline('parenthesized pipeline', 'rightParen');
      case 'string':
      case 'rawString':
        return { type: 'string', at, quoted: token.text, text: this.literal(token) };
    }
    this.position--;
    return undefined;
  }

  private variable(token: Token): VariableNode {
    if (!this.variables.includes(token.text)) this.fail(`undefined variable ${goQuote(token.text)}`);
    return { type: 'variable', at: token.at, names: [token.text] };
  }

  private number(token: Token): Operand {
    const { at, text } = token;
    if (token.kind === 'charConstant') {
      const character = unquote(text);
      if (character === undefined || Array.from(character).length !== 1) {
        this.fail(`malformed character constant: ${text}`);
      }
      const code = character.codePointAt(0)!;
      return { type: 'number', at, text, integer: code, float: code };
    }
    const parsed = parseNumber(text);
    if (parsed === 'overflow') this.fail(`integer overflow: ${goQuote(text)}`);
    if (!parsed) this.fail(`illegal number syntax: ${goQuote(text)}`);
    return { type: 'number', at, text, ...parsed };
  }

  private literal(token: Token): string {
    return unquote(token.text) ?? this.fail('invalid syntax');
  }

  private peek(): Token {
    const index = Math.min(this.position, this.tokens.length - 1);
    this.furthest = Math.max(this.furthest, index);
    return this.tokens[index]!;
  }

  private next(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }

  private peekNonSpace(): Token {
    while (this.peek().kind === 'space') this.position++;
    return this.peek();
  }

  private nextNonSpace(): Token {
    this.peekNonSpace();
    return this.next();
  }

  private expect(kind: TokenKind, context: string): Token {
    const token = this.nextNonSpace();
    return token.kind === kind ? token : this.unexpected(token, context);
  }

  private fail(message: string): never {
    const line = this.tokens[this.furthest]!.line;
    throw new TemplateError(`template: ${this.name}:${line}: ${message}`);
  }

  private unexpected(token: Token, context: string): never {
    if (token.kind !== 'error') return this.fail(`unexpected ${showToken(token)} in ${context}`);
    const elsewhere = this.actionLine !== 0 && this.actionLine !== token.line;
    const started = ` in action started at ${this.name}:${this.actionLine}`;
    const extra = token.text.endsWith(' action') ? started.slice(' in action'.length) : started;
    return this.fail(token.text + (elsewhere ? extra : ''));
  }
}

/** Nothing but white space. */
function isEmpty(node: Node): boolean {
  if (node.type === 'list') return node.nodes.every(isEmpty);
  return node.type === 'text' && node.text.trim() === '';
}
