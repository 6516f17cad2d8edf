import { goQuote } from '../../../common/go-quote.ts';
import { parseNumber, unquote } from './literals.ts';
import {
  type ChainNode,
  type CommandNode,
  type Operand,
  type PipeNode,
  showNode,
  type VariableNode,
} from './nodes.ts';
import type { TokenStream } from './token-stream.ts';
import type { Token, TokenKind } from './tokens.ts';

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

/** Reads what stands inside actions: pipelines of commands, their operands, and the variables they declare. */
export class PipelineParser {
  /** The names known here, the innermost last. */
  variables: string[] = ['$'];
  private readonly tokens: TokenStream;
  private readonly isFunction: (name: string) => boolean;

  constructor(tokens: TokenStream, isFunction: (name: string) => boolean) {
    this.tokens = tokens;
    this.isFunction = isFunction;
  }

  /** Reads commands up to the token that ends them. */
  pipeline(context: string, end: TokenKind): PipeNode {
    const pipe: PipeNode = {
      type: 'pipe',
      at: this.tokens.peekNonSpace().at,
      assign: false,
      declarations: [],
      commands: [],
    };
    this.declarations(pipe, context);
    for (;;) {
      const token = this.tokens.nextNonSpace();
      if (token.kind === end) break;
      if (!OPERAND_STARTS.has(token.kind)) this.tokens.unexpected(token, context);
      this.tokens.backup();
      pipe.commands.push(this.command());
    }
    if (pipe.commands.length === 0) this.tokens.fail(`missing value for ${context}`);
    pipe.commands.slice(1).forEach((command, i) => {
      if (['bool', 'dot', 'nil', 'number', 'string'].includes(command.args[0]!.type)) {
        this.tokens.fail(`non executable command in pipeline stage ${i + 2}`);
      }
    });
    return pipe;
  }

  private declarations(pipe: PipeNode, context: string): void {
    for (;;) {
      const token = this.tokens.peekNonSpace();
      if (token.kind !== 'variable') return;
      const mark = this.tokens.mark();
      this.tokens.next();
      const next = this.tokens.peekNonSpace();
      if (next.kind === 'assign' || next.kind === 'declare') {
        pipe.assign = next.kind === 'assign';
        this.tokens.next();
        this.bind(pipe, token);
        return;
      }
      if (next.kind !== 'char' || next.text !== ',') {
        this.tokens.reset(mark);
        return;
      }
      this.tokens.next();
      this.bind(pipe, token);
      if (context !== 'range' || pipe.declarations.length >= 2) {
        this.tokens.fail(`too many declarations in ${context}`);
      }
      if (!['variable', 'rightDelim', 'rightParen'].includes(this.tokens.peekNonSpace().kind)) {
        this.tokens.fail('range can only initialize variables');
      }
    }
  }

  private bind(pipe: PipeNode, token: Token): void {
    pipe.declarations.push({ type: 'variable', at: token.at, names: token.text.split('.') });
    this.variables.push(token.text);
  }

  private command(): CommandNode {
    const command: CommandNode = { type: 'command', at: this.tokens.peekNonSpace().at, args: [] };
    for (;;) {
      this.tokens.peekNonSpace();
      const operand = this.operand();
      if (operand) command.args.push(operand);
      const token = this.tokens.next();
      if (token.kind === 'space') continue;
      if (token.kind === 'rightDelim' || token.kind === 'rightParen') this.tokens.backup();
      else if (token.kind !== 'pipe') this.tokens.unexpected(token, 'operand');
      break;
    }
    if (command.args.length === 0) this.tokens.fail('empty command');
    return command;
  }

  private operand(): Operand | undefined {
    const node = this.term();
    if (!node || this.tokens.peek().kind !== 'field') return node;
    const chain: ChainNode = { type: 'chain', at: this.tokens.peek().at, node, names: [] };
    while (this.tokens.peek().kind === 'field') chain.names.push(this.tokens.next().text.slice(1));
    switch (node.type) {
      case 'field':
      case 'variable':
        return { type: node.type, at: chain.at, names: [...node.names, ...chain.names] };
      case 'bool':
      case 'string':
      case 'number':
      case 'nil':
      case 'dot':
        return this.tokens.fail(`unexpected . after term ${goQuote(showNode(node))}`);
      default:
        return chain;
    }
  }

  private term(): Operand | undefined {
    const token = this.tokens.nextNonSpace();
    const at = token.at;
    switch (token.kind) {
      case 'identifier':
        if (!this.isFunction(token.text)) this.tokens.fail(`function ${goQuote(token.text)} not defined`);
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
    this.tokens.backup();
    return undefined;
  }

  private variable(token: Token): VariableNode {
    if (!this.variables.includes(token.text)) this.tokens.fail(`undefined variable ${goQuote(token.text)}`);
    return { type: 'variable', at: token.at, names: [token.text] };
  }

  private number(token: Token): Operand {
    const { at, text } = token;
    if (token.kind === 'charConstant') {
      const character = unquote(text);
      if (character === undefined || Array.from(character).length !== 1) {
        this.tokens.fail(`malformed character constant: ${text}`);
      }
      const code = character.codePointAt(0)!;
      return { type: 'number', at, text, integer: code, float: code };
    }
    const parsed = parseNumber(text);
    if (parsed === 'overflow') this.tokens.fail(`integer overflow: ${goQuote(text)}`);
    if (!parsed) this.tokens.fail(`illegal number syntax: ${goQuote(text)}`);
    return { type: 'number', at, text, ...parsed };
  }

  /** The text of a string token. */
  literal(token: Token): string {
    return unquote(token.text) ?? this.tokens.fail('invalid syntax');
  }
}
