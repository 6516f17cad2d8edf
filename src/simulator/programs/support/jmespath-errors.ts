/** What is wrong with an expression, in the words of jmespath.py 1.0. */
export class QueryError extends Error {
  /** Whether it is the expression that is wrong, or what it does with a value. */
  readonly when: 'parsing' | 'searching';

  constructor(message: string, when: 'parsing' | 'searching' = 'parsing') {
    super(message);
    this.when = when;
  }

  /** Characters that make no token. */
  static lexical(message: string, expression: string, at: number): QueryError {
    return new QueryError(`Bad jmespath expression: ${message}:\n${expression}\n${' '.repeat(at)}^`);
  }

  /** A token where none such may stand; at the end the expression is only not whole yet. */
  static grammatical(
    reason: string,
    expression: string,
    token: { type: string; text: string; start: number },
  ): QueryError {
    const shown = (at: number): string => `"${expression}"\n${' '.repeat(at + 1)}^`;
    return new QueryError(
      `${reason}: Parse error at column ${token.start}, token "${token.text}" (${token.type.toUpperCase()}), for expression:\n${shown(token.start)}`,
    );
  }

  static incomplete(expression: string): QueryError {
    return new QueryError(
      `Invalid jmespath expression: Incomplete expression:\n"${expression}"\n${' '.repeat(expression.length + 1)}^`,
    );
  }
}
