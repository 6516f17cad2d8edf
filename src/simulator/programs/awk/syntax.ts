export type Expression =
  | { kind: 'constant'; value: number | string }
  | { kind: 'regex'; source: string }
  | Target
  | { kind: 'assign'; operator: string; target: Target; value: Expression }
  | { kind: 'step'; by: 1 | -1; before: boolean; target: Target }
  | { kind: 'unary'; operator: string; operand: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'choice'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'in'; keys: Expression[]; array: string }
  | { kind: 'call'; name: string; arguments: Expression[]; line: number }
  | { kind: 'builtin'; name: string; arguments: Expression[] }
  | { kind: 'getline'; from?: Expression; command: boolean; target?: Target };

/** What can be assigned to. */
export type Target =
  | { kind: 'variable'; name: string }
  | { kind: 'element'; array: string; keys: Expression[] }
  | { kind: 'field'; index: Expression };

export type Statement =
  | { kind: 'block'; body: Statement[] }
  | { kind: 'expression'; expression: Expression }
  | { kind: 'print'; format: boolean; arguments: Expression[]; to?: { mode: string; name: Expression } }
  | { kind: 'if'; test: Expression; yes: Statement; no?: Statement }
  | {
      kind: 'loop';
      first?: Expression;
      test?: Expression;
      step?: Expression;
      body: Statement;
      after: boolean;
    }
  | { kind: 'each'; variable: string; array: string; body: Statement }
  | { kind: 'delete'; array: string; keys?: Expression[] }
  | { kind: 'leave'; how: 'break' | 'continue' | 'next' | 'nextfile' }
  | { kind: 'exit' | 'return'; value?: Expression };

export interface Rule {
  /** Absent: for every record. */
  pattern?: Expression;
  /** The end of a range. */
  until?: Expression;
  body: Statement;
}

export interface FunctionDefinition {
  parameters: string[];
  body: Statement;
}

export interface Script {
  begin: Statement[];
  end: Statement[];
  rules: Rule[];
  functions: Map<string, FunctionDefinition>;
}
