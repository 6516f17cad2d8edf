import { goQuote } from '../../../common/go-quote.ts';

/** The parse tree of a template. `at` is the offset in the text where error messages point. */
export type Node =
  | ListNode
  | TextNode
  | ActionNode
  | ControlNode
  | BreakNode
  | ContinueNode
  | TemplateNode
  | EndNode
  | ElseNode;

interface At {
  at: number;
}

export interface ListNode extends At {
  type: 'list';
  nodes: Node[];
}
export interface TextNode extends At {
  type: 'text';
  text: string;
}
export interface ActionNode extends At {
  type: 'action';
  pipe: PipeNode;
}
/** `if`, `with` and `range`. */
export interface ControlNode extends At {
  type: 'if' | 'with' | 'range';
  pipe: PipeNode;
  list: ListNode;
  otherwise?: ListNode;
}
interface BreakNode extends At {
  type: 'break';
}
interface ContinueNode extends At {
  type: 'continue';
}
export interface TemplateNode extends At {
  type: 'template';
  name: string;
  pipe?: PipeNode;
}
interface EndNode extends At {
  type: 'end';
}
interface ElseNode extends At {
  type: 'else';
}

export interface PipeNode extends At {
  type: 'pipe';
  assign: boolean;
  declarations: VariableNode[];
  commands: CommandNode[];
}
export interface CommandNode extends At {
  type: 'command';
  args: Operand[];
}
export interface FieldNode extends At {
  type: 'field';
  names: string[];
}
export interface VariableNode extends At {
  type: 'variable';
  /** `$x` and the fields after it. */
  names: string[];
}
export interface ChainNode extends At {
  type: 'chain';
  node: Operand;
  names: string[];
}
export interface IdentifierNode extends At {
  type: 'identifier';
  name: string;
}
export interface NumberNode extends At {
  type: 'number';
  text: string;
  /** Present when the text is a whole number. */
  integer?: number;
  float?: number;
  /** The real and the imaginary part of a number that ends in `i`. */
  complex?: readonly [number, number];
}
export type Operand =
  | PipeNode
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | NumberNode
  | (At & { type: 'string'; quoted: string; text: string })
  | (At & { type: 'bool'; value: boolean })
  | (At & { type: 'dot' })
  | (At & { type: 'nil' });

/** Whatever an error can point at. */
export type AnyNode = Node | Operand | CommandNode;

/** A node as error messages quote it: its source, in normal form. */
export function showNode(node: AnyNode): string {
  switch (node.type) {
    case 'list':
      return node.nodes.map(showNode).join('');
    case 'text':
      return node.text;
    case 'action':
      return `{{${showNode(node.pipe)}}}`;
    case 'if':
    case 'with':
    case 'range': {
      const otherwise = node.otherwise ? `{{else}}${showNode(node.otherwise)}` : '';
      return `{{${node.type} ${showNode(node.pipe)}}}${showNode(node.list)}${otherwise}{{end}}`;
    }
    case 'break':
    case 'continue':
    case 'end':
    case 'else':
      return `{{${node.type}}}`;
    case 'template':
      return `{{template ${goQuote(node.name)}${node.pipe ? ` ${showNode(node.pipe)}` : ''}}}`;
    case 'pipe': {
      const names = node.declarations.map(showNode).join(', ');
      const declared = names ? `${names} ${node.assign ? '=' : ':='} ` : '';
      return declared + node.commands.map(showNode).join(' | ');
    }
    case 'command':
      return node.args.map(showOperand).join(' ');
    default:
      return showLeaf(node);
  }
}

function showLeaf(node: Exclude<Operand, PipeNode>): string {
  switch (node.type) {
    case 'field':
      return node.names.map((name) => `.${name}`).join('');
    case 'variable':
      return node.names.join('.');
    case 'chain':
      return showOperand(node.node) + node.names.map((name) => `.${name}`).join('');
    case 'identifier':
      return node.name;
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
    case 'bool':
      return String(node.value);
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
  }
}

function showOperand(node: Operand): string {
  return node.type === 'pipe' ? `(${showNode(node)})` : showNode(node);
}
