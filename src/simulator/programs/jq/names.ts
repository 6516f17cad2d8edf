import { CompileError } from './lexer.ts';
import type { Node, Pattern } from './syntax.ts';

/** Finds the first name that nothing defines: jq tells of it before it runs. @throws CompileError */
export function checkNames(node: Node, builtins: ReadonlySet<string>, variables: readonly string[]): void {
  check(node, new Set([...builtins, ...variables.map((name) => `$${name}`)]));
}

function check(node: Node, known: ReadonlySet<string>): void {
  switch (node.type) {
    case 'variable':
      if (!known.has(node.name)) throw new CompileError(`${node.name} is not defined`, node.at);
      return;
    case 'call': {
      const key = `${node.name}/${node.args.length}`;
      if (!known.has(key)) throw new CompileError(`${key} is not defined`, node.at);
      for (const arg of node.args) check(arg, known);
      return;
    }
    case 'define': {
      const { name, parameters, body } = node.definition;
      const outer = new Set([...known, `${name}/${parameters.length}`]);
      const own = parameters.flatMap((one) =>
        one.startsWith('$') ? [one, `${one.slice(1)}/0`] : [`${one}/0`],
      );
      check(body, new Set([...outer, ...own]));
      check(node.body, outer);
      return;
    }
    case 'label':
      if (node.body) check(node.body, new Set([...known, `*${node.name}`]));
      return;
    case 'break':
      if (!known.has(`*${node.name}`))
        throw new CompileError(`$*label-${node.name.slice(1)} is not defined`, 0);
      return;
    case 'reduce':
    case 'foreach': {
      check(node.source, known);
      check(node.start, known);
      const inner = new Set([...known, ...namesOf(node.pattern)]);
      check(node.update, inner);
      if (node.type === 'foreach' && node.extract) check(node.extract, inner);
      return;
    }
    case 'bind':
      check(node.source, known);
      check(node.body, new Set([...known, ...node.patterns.flatMap(namesOf)]));
      return;
    default:
      for (const child of childrenOf(node)) check(child, known);
  }
}

function namesOf(pattern: Pattern): string[] {
  if (pattern.type === 'variable') return [pattern.name];
  if (pattern.type === 'array') return pattern.items.flatMap(namesOf);
  return pattern.members.flatMap(({ variable, pattern: inner }) => [
    ...(variable ? [variable] : []),
    ...(inner ? namesOf(inner) : []),
  ]);
}

function childrenOf(node: Node): Node[] {
  switch (node.type) {
    case 'string':
      return node.parts.filter((part): part is Node => typeof part !== 'string');
    case 'index':
      return [node.target, node.key];
    case 'slice':
      return [node.target, node.from, node.to].filter((one) => one !== undefined);
    case 'iterate':
    case 'optional':
    case 'negate':
      return [node.target];
    case 'pipe':
    case 'comma':
    case 'and':
    case 'or':
    case 'alternative':
    case 'binary':
    case 'update':
      return [node.left, node.right];
    case 'if':
      return [node.test, node.yes, ...(node.no ? [node.no] : [])];
    case 'try':
      return [node.body, ...(node.handler ? [node.handler] : [])];
    case 'array':
      return node.body ? [node.body] : [];
    case 'object':
      return node.members.flatMap(({ key, value }) => [key, value]);
    default:
      return [];
  }
}
