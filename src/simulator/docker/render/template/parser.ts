import { goQuote } from '../../../common/go-quote.ts';
import { type ControlNode, type ListNode, type Node, showNode } from './nodes.ts';
import { PipelineParser } from './pipeline-parser.ts';
import { TokenStream } from './token-stream.ts';
import type { Token } from './tokens.ts';

/** Every template a text defines, by name. */
type Trees = Map<string, ListNode>;

/**
 * Parses a template as Go's text/template does, with its messages.
 * @param name the template's own name, as errors show it; docker's are mostly empty
 * @param isFunction tells the functions that may be called
 */
export function parseTrees(name: string, text: string, isFunction: (name: string) => boolean): Trees {
  const trees: Trees = new Map();
  const tokens = new TokenStream(name, text);
  new Parser(tokens, new PipelineParser(tokens, isFunction), trees).root(name);
  return trees;
}

/** Reads a template's text, its actions and what they enclose. */
class Parser {
  private readonly tokens: TokenStream;
  private readonly pipelines: PipelineParser;
  private readonly trees: Trees;
  private ranges = 0;

  constructor(tokens: TokenStream, pipelines: PipelineParser, trees: Trees) {
    this.tokens = tokens;
    this.pipelines = pipelines;
    this.trees = trees;
  }

  root(name: string): void {
    const root: ListNode = { type: 'list', at: this.tokens.peek().at, nodes: [] };
    while (this.tokens.peek().kind !== 'eof') {
      if (this.tokens.peek().kind === 'leftDelim') {
        const mark = this.tokens.mark();
        this.tokens.next();
        if (this.tokens.nextNonSpace().kind === 'define') {
          this.define();
          continue;
        }
        this.tokens.reset(mark);
      }
      const node = this.textOrAction();
      if (node.type === 'end' || node.type === 'else') this.tokens.fail(`unexpected ${showNode(node)}`);
      root.nodes.push(node);
    }
    this.add(name, root);
  }

  private define(): void {
    const context = 'define clause';
    const token = this.tokens.nextNonSpace();
    if (token.kind !== 'string' && token.kind !== 'rawString') this.tokens.unexpected(token, context);
    const name = this.pipelines.literal(token);
    this.tokens.expect('rightDelim', context);
    this.add(name, this.body(context));
  }

  /** The list of a template defined in place, with its own variables. */
  private body(context: string): ListNode {
    const [variables, ranges] = [this.pipelines.variables, this.ranges];
    this.pipelines.variables = ['$'];
    this.ranges = 0;
    const { list, end } = this.itemList();
    if (end.type !== 'end') this.tokens.fail(`unexpected ${showNode(end)} in ${context}`);
    this.pipelines.variables = variables;
    this.ranges = ranges;
    return list;
  }

  private add(name: string, list: ListNode): void {
    const before = this.trees.get(name);
    if (!before || isEmpty(before)) this.trees.set(name, list);
    else if (!isEmpty(list)) this.tokens.fail(`template: multiple definition of template ${goQuote(name)}`);
  }

  private itemList(): { list: ListNode; end: Node } {
    const list: ListNode = { type: 'list', at: this.tokens.peekNonSpace().at, nodes: [] };
    while (this.tokens.peekNonSpace().kind !== 'eof') {
      const node = this.textOrAction();
      if (node.type === 'end' || node.type === 'else') return { list, end: node };
      list.nodes.push(node);
    }
    return this.tokens.fail('unexpected EOF');
  }

  private textOrAction(): Node {
    const token = this.tokens.nextNonSpace();
    if (token.kind === 'text') return { type: 'text', at: token.at, text: token.text };
    if (token.kind !== 'leftDelim') return this.tokens.unexpected(token, 'input');
    this.tokens.actionLine = token.line;
    const node = this.action();
    this.tokens.actionLine = 0;
    return node;
  }

  private action(): Node {
    const token = this.tokens.nextNonSpace();
    switch (token.kind) {
      case 'block':
        return this.block();
      case 'break':
      case 'continue': {
        const next = this.tokens.nextNonSpace();
        if (next.kind !== 'rightDelim') this.tokens.unexpected(next, `{{${token.kind}}}`);
        if (this.ranges === 0) this.tokens.fail(`{{${token.kind}}} outside {{range}}`);
        return { type: token.kind, at: token.at };
      }
      case 'else': {
        const next = this.tokens.peekNonSpace();
        // `{{else if …}}` is read as an else with the if in it.
        if (next.kind === 'if' || next.kind === 'with') return { type: 'else', at: next.at };
        return { type: 'else', at: this.tokens.expect('rightDelim', 'else').at };
      }
      case 'end':
        return { type: 'end', at: this.tokens.expect('rightDelim', 'end').at };
      case 'if':
      case 'range':
      case 'with':
        return this.control(token.kind);
      case 'template':
        return this.template();
    }
    this.tokens.backup();
    return {
      type: 'action',
      at: this.tokens.peek().at,
      pipe: this.pipelines.pipeline('command', 'rightDelim'),
    };
  }

  private control(type: ControlNode['type']): ControlNode {
    const depth = this.pipelines.variables.length;
    const pipe = this.pipelines.pipeline(type, 'rightDelim');
    if (type === 'range') this.ranges++;
    const { list, end } = this.itemList();
    if (type === 'range') this.ranges--;
    const node: ControlNode = { type, at: pipe.at, pipe, list };
    if (end.type === 'else') {
      if (type !== 'range' && this.tokens.peek().kind === type) {
        this.tokens.next();
        node.otherwise = { type: 'list', at: end.at, nodes: [this.control(type)] };
      } else {
        const rest = this.itemList();
        if (rest.end.type !== 'end') this.tokens.fail(`expected end; found ${showNode(rest.end)}`);
        node.otherwise = rest.list;
      }
    }
    this.pipelines.variables.length = depth;
    return node;
  }

  private block(): Node {
    const context = 'block clause';
    const token = this.tokens.nextNonSpace();
    const name = this.templateName(token, context);
    const pipe = this.pipelines.pipeline(context, 'rightDelim');
    this.add(name, this.body(context));
    return { type: 'template', at: token.at, name, pipe };
  }

  private template(): Node {
    const context = 'template clause';
    const token = this.tokens.nextNonSpace();
    const name = this.templateName(token, context);
    if (this.tokens.nextNonSpace().kind === 'rightDelim') return { type: 'template', at: token.at, name };
    this.tokens.backup();
    return { type: 'template', at: token.at, name, pipe: this.pipelines.pipeline(context, 'rightDelim') };
  }

  private templateName(token: Token, context: string): string {
    if (token.kind !== 'string' && token.kind !== 'rawString') this.tokens.unexpected(token, context);
    return this.pipelines.literal(token);
  }
}

/** Nothing but white space. */
function isEmpty(node: Node): boolean {
  if (node.type === 'list') return node.nodes.every(isEmpty);
  return node.type === 'text' && node.text.trim() === '';
}
