import type {
  AndOr,
  Command,
  CompoundList,
  Function as FunctionNode,
  Statement,
  TestExpression,
} from 'unbash';
import { type AnyNode, CompoundPrinter } from './print-compound.ts';

/** A function as `type` and `declare -f` show it. */
export function printFunction(name: string, body: FunctionNode['body'], source: string): string {
  const printer = new Printer(source);
  printer.definition(name, body);
  return printer.text;
}

/** A command on one line, as `jobs` shows it. */
export function printCommand(node: AnyNode, source: string): string {
  const printer = new Printer(source);
  printer.command(node);
  printer.flushDocuments('');
  return printer.text.trimEnd();
}

/** Writes commands in bash's own layout (its print_cmd.c): lists, pipelines, and each kind of command. */
class Printer extends CompoundPrinter {
  private readonly source: string;

  constructor(source: string) {
    super();
    this.source = source;
  }

  definition(name: string, body: FunctionNode['body']): void {
    const redirects = body.type === 'Redirected' ? body.redirects : [];
    const inner = body.type === 'Redirected' ? body.command : body;
    const before = this.indentation;
    this.text += `${name} () \n`;
    this.indent();
    this.functions++;
    this.text += '{ \n';
    this.indentation += 4;
    this.command(inner.type === 'BraceGroup' ? inner.body : inner);
    this.flushDocuments('');
    this.indentation = before;
    this.functions--;
    this.newline(redirects.length > 0 ? '} ' : '}');
    this.redirections(redirects);
  }

  command(node: AnyNode): void {
    if (node.type === 'CompoundList') {
      this.list(node.commands);
      return;
    }
    if (node.type === 'AndOr' || (node.type === 'Pipeline' && node.prefixes.length === 0)) {
      this.connected(node);
      return;
    }
    if (this.skipIndent > 0) this.skipIndent--;
    else this.indent();
    this.one(node);
  }

  private list(statements: readonly Statement[]): void {
    for (const [i, { command, background }] of statements.entries()) {
      const last = i === statements.length - 1;
      this.command(command);
      if (background) {
        this.flushDocuments(' &');
        if (last) return;
        this.text += ' ';
        this.skipIndent++;
      } else if (!last) {
        if (this.documents.length > 0) this.flushDocuments(this.functions > 0 ? '' : ';');
        else if (this.afterDocument) this.afterDocument = false;
        else this.text += ';';
        if (this.functions > 0) this.text += '\n';
        else {
          this.text += ' ';
          this.skipIndent++;
        }
      }
    }
  }

  private connected(node: Extract<AnyNode, { type: 'AndOr' | 'Pipeline' }>): void {
    for (const [i, command] of node.commands.entries()) {
      if (i > 0) {
        const operator = node.operators[i - 1]!;
        this.flushDocuments(operator === '|&' ? ' 2>&1 |' : ` ${operator}`);
        this.text += ' ';
        this.skipIndent++;
      }
      this.command(command);
    }
  }

  private one(node: Exclude<AnyNode, CompoundList | AndOr>): void {
    switch (node.type) {
      case 'Pipeline':
        for (const prefix of node.prefixes) {
          this.text += prefix.type === 'Negation' ? '! ' : prefix.posix ? 'time -p ' : 'time ';
        }
        this.skipIndent++;
        this.command({ ...node, prefixes: [] });
        return;
      case 'Command':
        this.simple(node);
        return;
      case 'Redirected':
        this.skipIndent++;
        this.command(node.command);
        this.text += ' ';
        this.redirections(node.redirects);
        return;
      case 'Function':
        this.text += 'function ';
        this.definition(node.name.text, node.body);
        return;
      case 'If':
        this.branch(node);
        return;
      case 'While':
        this.loop(node);
        return;
      case 'For':
      case 'Select': {
        const words = node.wordlist?.map(({ text }) => text).join(' ') ?? '"$@"';
        this.text += `${node.type === 'For' ? 'for' : 'select'} ${node.name.text} in ${words};`;
        this.newline('do\n');
        this.block(node.body, 'done');
        return;
      }
      case 'ArithmeticFor':
        this.text += `for ((${[node.initialize, node.test, node.update]
          .map((part) => (part ? this.source.slice(part.pos, part.end) : '1'))
          .join('; ')}))`;
        this.newline('do\n');
        this.block(node.body, 'done');
        return;
      case 'Case':
        this.cases(node);
        return;
      case 'Subshell':
        this.text += '( ';
        this.skipIndent++;
        this.command(node.body);
        this.flushDocuments('');
        this.text += ' )';
        return;
      case 'BraceGroup':
        this.group(node.body);
        return;
      case 'TestCommand':
        this.text += `[[ ${condition(node.expression)} ]]`;
        return;
      case 'ArithmeticCommand':
        this.text += `((${node.body}))`;
        return;
      case 'Coproc':
        this.text += `coproc ${node.name?.text ?? 'COPROC'} `;
        this.skipIndent++;
        this.command(node.body);
        return;
    }
  }

  private simple(node: Command): void {
    const words = [...node.prefix, ...(node.name ? [node.name] : []), ...node.suffix]
      .filter((item) => item.type === 'Word' || item.type === 'Assignment')
      .map(({ text }) => text);
    this.text += words.join(' ');
    if (node.redirects.length > 0 && words.length > 0) this.text += ' ';
    this.redirections(node.redirects);
  }
}

function condition(node: TestExpression): string {
  switch (node.type) {
    case 'TestLogical':
      return node.operands.map(condition).join(` ${node.operator} `);
    case 'TestNot':
      return `${'! '.repeat(node.negations.length)}${condition(node.operand)}`;
    case 'TestGroup':
      return `( ${condition(node.expression)} )`;
    case 'TestUnary':
      return `${node.operator} ${node.operand.text}`;
    case 'TestBinary':
      return `${node.left.text} ${node.operator} ${node.right.text}`;
  }
}
