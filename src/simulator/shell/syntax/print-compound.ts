import type { AndOr, Case, CommandNode, CompoundList, If, PipelineNode, While } from 'unbash';
import { Layout } from './layout.ts';

/** What may stand where a command stands. */
export type AnyNode = PipelineNode | AndOr | CommandNode | CompoundList;

/** Writes the compound commands that have several parts: what begins, divides and ends each. */
export abstract class CompoundPrinter extends Layout {
  /** Writes a command, or a list of them. */
  abstract command(node: AnyNode): void;

  protected branch(node: Pick<If, 'clause' | 'then' | 'elif' | 'else'>): void {
    this.text += 'if ';
    this.skipIndent++;
    this.command(node.clause);
    this.semicolon();
    this.text += ' then\n';
    this.indentation += 4;
    this.command(node.then);
    this.flushDocuments('');
    this.indentation -= 4;
    const [next, ...rest] = node.elif;
    if (next || node.else) {
      this.semicolon();
      this.newline('else\n');
      this.indentation += 4;
      if (next) {
        this.indent();
        this.branch({ ...next, elif: rest, else: node.else });
      } else this.command(node.else!);
      this.flushDocuments('');
      this.indentation -= 4;
    }
    this.semicolon();
    this.newline('fi');
  }

  protected loop(node: While): void {
    this.text += `${node.kind} `;
    this.skipIndent++;
    this.command(node.clause);
    this.flushDocuments('');
    this.semicolon();
    this.text += ' do\n';
    this.block(node.body, 'done');
  }

  protected block(body: CompoundList, end: string): void {
    this.indentation += 4;
    this.command(body);
    this.flushDocuments('');
    this.semicolon();
    this.indentation -= 4;
    this.newline(end);
  }

  protected cases(node: Case): void {
    this.text += `case ${node.word.text} in `;
    this.indentation += 4;
    for (const item of node.items) {
      this.newline('');
      this.text += `${item.pattern.map(({ text }) => text).join(' | ')})\n`;
      this.indentation += 4;
      this.command(item.body);
      this.indentation -= 4;
      this.flushDocuments('');
      this.newline(item.terminator ?? ';;');
    }
    this.indentation -= 4;
    this.newline('esac');
  }

  protected group(body: CompoundList): void {
    this.text += '{ ';
    if (this.functions === 0) this.skipIndent++;
    else {
      this.text += '\n';
      this.indentation += 4;
    }
    this.command(body);
    this.flushDocuments('');
    if (this.functions > 0) {
      this.text += '\n';
      this.indentation -= 4;
      this.indent();
    } else {
      this.semicolon();
      this.text += ' ';
    }
    this.text += '}';
  }
}
