/** The tree that a JavaScript source is read into, named as in ESTree where it has the part. */

interface Place {
  line: number;
}

export type Pattern =
  | (Place & { type: 'Identifier'; name: string })
  | (Place & {
      type: 'ObjectPattern';
      properties: { key: string; value: Pattern; fallback?: Expression }[];
      rest?: Pattern;
    })
  | (Place & {
      type: 'ArrayPattern';
      elements: ({ value: Pattern; fallback?: Expression } | undefined)[];
      rest?: Pattern;
    })
  | (Place & { type: 'MemberPattern'; member: Expression & { type: 'Member' } });

export interface Parameter {
  pattern: Pattern;
  fallback?: Expression;
  rest: boolean;
}

export interface FunctionNode extends Place {
  type: 'Function';
  name: string;
  parameters: Parameter[];
  body: Statement[];
  /** An arrow function whose body is an expression. */
  expression?: Expression;
  arrow: boolean;
  async: boolean;
}

export interface ClassNode extends Place {
  type: 'Class';
  name: string;
  parent?: Expression;
  members: {
    key: Expression;
    value: FunctionNode | Expression | undefined;
    kind: 'method' | 'get' | 'set' | 'field';
    static: boolean;
  }[];
}

export type Property =
  | { kind: 'value'; key: Expression; value: Expression }
  | { kind: 'get'; key: Expression; value: FunctionNode }
  | { kind: 'spread'; value: Expression };

export type Expression =
  | (Place & { type: 'Literal'; value: string | number | boolean | null | undefined })
  | (Place & { type: 'RegExp'; pattern: string; flags: string })
  | (Place & { type: 'Template'; strings: string[]; values: Expression[] })
  | (Place & { type: 'Identifier'; name: string })
  | (Place & { type: 'This' })
  | (Place & { type: 'Super' })
  | (Place & { type: 'Array'; elements: ({ value: Expression; spread: boolean } | undefined)[] })
  | (Place & { type: 'Object'; properties: Property[] })
  | (Place & { type: 'Unary'; operator: string; argument: Expression })
  | (Place & { type: 'Update'; operator: string; prefix: boolean; argument: Pattern })
  | (Place & { type: 'Binary'; operator: string; left: Expression; right: Expression })
  | (Place & { type: 'Logical'; operator: string; left: Expression; right: Expression })
  | (Place & { type: 'Assign'; operator: string; target: Pattern; value: Expression })
  | (Place & { type: 'Conditional'; test: Expression; yes: Expression; no: Expression })
  | (Place & { type: 'Member'; object: Expression; key: Expression; optional: boolean })
  | (Place & {
      type: 'Call';
      callee: Expression;
      arguments: { value: Expression; spread: boolean }[];
      optional: boolean;
    })
  | (Place & { type: 'New'; callee: Expression; arguments: { value: Expression; spread: boolean }[] })
  | (Place & { type: 'Sequence'; expressions: Expression[] })
  | (Place & { type: 'Await'; argument: Expression })
  /** `?.` ends here: what follows it is left out when it stopped. */
  | (Place & { type: 'Chain'; expression: Expression })
  | FunctionNode
  | ClassNode;

export interface Declarator {
  pattern: Pattern;
  value?: Expression;
}

export type Statement =
  | (Place & { type: 'Expression'; expression: Expression })
  | (Place & { type: 'Variables'; kind: 'var' | 'let' | 'const'; declarators: Declarator[] })
  | (Place & { type: 'FunctionDeclaration'; function: FunctionNode })
  | (Place & { type: 'ClassDeclaration'; class: ClassNode })
  | (Place & { type: 'Return'; argument?: Expression })
  | (Place & { type: 'If'; test: Expression; yes: Statement; no?: Statement })
  | (Place & { type: 'For'; init?: Statement; test?: Expression; update?: Expression; body: Statement })
  | (Place & {
      type: 'ForEach';
      of: boolean;
      kind: 'var' | 'let' | 'const' | undefined;
      pattern: Pattern;
      iterated: Expression;
      body: Statement;
    })
  | (Place & { type: 'While'; test: Expression; body: Statement })
  | (Place & { type: 'DoWhile'; test: Expression; body: Statement })
  | (Place & { type: 'Switch'; value: Expression; cases: { test?: Expression; body: Statement[] }[] })
  | (Place & {
      type: 'Try';
      block: Statement[];
      parameter?: Pattern;
      handler?: Statement[];
      finalizer?: Statement[];
    })
  | (Place & { type: 'Throw'; argument: Expression })
  | (Place & { type: 'Break' | 'Continue' })
  | (Place & { type: 'Block'; body: Statement[] })
  | (Place & {
      type: 'Import';
      source: string;
      default?: string;
      namespace?: string;
      names: { from: string; to: string }[];
    })
  | (Place & {
      type: 'Export';
      default: boolean;
      declaration?: Statement;
      value?: Expression;
      names: { from: string; to: string }[];
    })
  | (Place & { type: 'Empty' });
