import {
  type ArithmeticFor,
  type Function as FunctionNode,
  forEachChild,
  type Pipeline,
  type SyntaxNode,
} from 'unbash';
import type { Parsed, SyntaxProblem } from './parse.ts';

/** What dash, which has none of bash's additions to the grammar, stumbles over in a text that bash takes. */
export function asDash(source: string, parsed: Parsed): Parsed {
  const refused: SyntaxProblem[] = [];
  const add = (at: number, token: string) =>
    refused.push({ at, message: `syntax error near unexpected token \`${token}'`, incomplete: false });
  const visit = (node: SyntaxNode) => {
    if (node.type === 'ArrayValue' || node.type === 'ProcessSubstitution') add(node.pos, '(');
    else if (node.type === 'HereString') add(node.pos, '<<<');
    else if (node.type === 'ArithmeticFor')
      refused.push({ at: (node as ArithmeticFor).pos, message: 'Bad for loop variable', incomplete: false });
    else if (node.type === 'Pipeline') {
      const { operators, commands } = node as Pipeline;
      const piped = operators.indexOf('|&');
      if (piped !== -1) add(commands[piped]!.end, '&');
    } else if (node.type === 'Function') {
      const { pos, name, body } = node as FunctionNode;
      // Without the word, `function` is a command, and the brace that closes its body stands alone.
      if (source.startsWith('function', pos)) {
        const isCalled = source.slice(name.end, body.pos).includes('(');
        add(isCalled ? name.end : body.end - 1, isCalled ? '(' : '}');
      }
    }
    forEachChild(node, visit);
  };
  for (const statement of parsed.commands) visit(statement);
  const first = refused.sort((a, b) => a.at - b.at)[0];
  if (!first || (parsed.problem && parsed.problem.at < first.at)) return parsed;
  const line = source.lastIndexOf('\n', first.at - 1);
  return { commands: parsed.commands.filter(({ end }) => end <= line + 1), problem: first };
}
