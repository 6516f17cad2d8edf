import { CallError } from './errors.ts';
import type { Operand, PipeNode } from './nodes.ts';
import type { Value } from './scope.ts';
import { GoValue } from './types.ts';

/**
 * `{{.ID}}` where dot has such a method: what lists of thousands of rows consist of. `undefined` for all that needs
 * a closer look, an error included.
 */
export function plainField(dot: Value, pipe: PipeNode): Value {
  const args = pipe.commands[0]!.args;
  const [first] = args as [Operand, ...Operand[]];
  if (pipe.commands.length > 1 || pipe.declarations.length > 0 || args.length > 1) return undefined;
  if (first.type !== 'field' || first.names.length > 1 || !dot || dot.data === null) return undefined;
  const type = dot.type.kind === 'pointer' ? dot.type.element! : dot.type;
  const method = type.kind === 'struct' ? type.methods?.[first.names[0]!] : undefined;
  if (!method || method.parameters.length > 0 || method.result.kind === 'interface') return undefined;
  try {
    return new GoValue(method.result, method.call(dot.data, []));
  } catch (error) {
    if (error instanceof CallError) return undefined;
    throw error;
  }
}
