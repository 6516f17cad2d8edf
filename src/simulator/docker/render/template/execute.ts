import { goQuote } from '../../../common/go-quote.ts';
import { TemplateError } from './errors.ts';
import { Evaluator } from './evaluate.ts';
import { sprint } from './format.ts';
import type { TemplateFunction } from './functions.ts';
import {
  type AnyNode,
  type ControlNode,
  type ListNode,
  type Node,
  showNode,
  type TemplateNode,
} from './nodes.ts';
import { concrete, GoValue, INT, indirect, isTrue, sortedKeys } from './types.ts';

/** What a map without the key gives: an invalid value (`<no value>`), or an error. */
export type MissingKey = 'invalid' | 'error';

export interface ExecuteOptions {
  name: string;
  text: string;
  trees: Map<string, ListNode>;
  functions: Record<string, TemplateFunction>;
  missingKey: MissingKey;
}

/** Ends a `range` or one round of it. */
type Leave = 'break' | 'continue' | undefined;

/** Templates that call themselves end here; Go allows more, and names its own limit. */
const MAX_DEPTH = 400;

/**
 * Runs a template. Output made before an error is kept: Go writes as it goes.
 * @throws TemplateError through `fail`
 */
export class Executor {
  output = '';
  private readonly options: ExecuteOptions;
  private readonly current: string;
  private readonly depth: number;
  private readonly evaluator: Evaluator;

  constructor(options: ExecuteOptions, current: string, depth = 0) {
    this.options = options;
    this.current = current;
    this.depth = depth;
    this.evaluator = new Evaluator(options, (node, message) => this.fail(node, message));
  }

  run(data: GoValue | undefined): void {
    const tree = this.options.trees.get(this.current);
    if (!tree) {
      throw new TemplateError(
        `template: ${this.current}: ${goQuote(this.current)} is an incomplete or empty template`,
      );
    }
    this.evaluator.scope.declare('$', data);
    this.walk(data, tree);
  }

  private walk(dot: GoValue | undefined, node: Node): Leave {
    this.evaluator.node = node;
    switch (node.type) {
      case 'action': {
        const value = this.evaluator.pipeline(dot, node.pipe);
        this.evaluator.node = node;
        if (node.pipe.declarations.length === 0) this.output += printed(value);
        return undefined;
      }
      case 'if':
      case 'with':
        return this.condition(dot, node);
      case 'range':
        return this.range(dot, node);
      case 'list':
        for (const child of node.nodes) {
          const leave = this.walk(dot, child);
          if (leave) return leave;
        }
        return undefined;
      case 'text':
        this.output += node.text;
        return undefined;
      case 'break':
      case 'continue':
        return node.type;
      case 'template':
        this.template(dot, node);
        return undefined;
      default:
        return this.fail(node, `unknown node: ${showNode(node)}`);
    }
  }

  private condition(dot: GoValue | undefined, node: ControlNode): Leave {
    const mark = this.evaluator.scope.enter();
    const value = this.evaluator.pipeline(dot, node.pipe);
    let leave: Leave;
    if (isTrue(concrete(value))) leave = this.walk(node.type === 'with' ? value : dot, node.list);
    else if (node.otherwise) leave = this.walk(dot, node.otherwise);
    this.evaluator.scope.leave(mark);
    return leave;
  }

  private range(dot: GoValue | undefined, node: ControlNode): Leave {
    const before = this.evaluator.scope.enter();
    const { value } = indirect(this.evaluator.pipeline(dot, node.pipe));
    const mark = this.evaluator.scope.enter();
    let rounds = 0;
    for (const [index, element] of this.items(value, node)) {
      rounds++;
      this.evaluator.scope.assignRange(node.pipe, index, element);
      const leave = this.walk(element, node.list);
      this.evaluator.scope.leave(mark);
      if (leave === 'break') break;
    }
    let leave: Leave;
    if (rounds === 0 && node.otherwise) leave = this.walk(dot, node.otherwise);
    this.evaluator.scope.leave(before);
    return leave;
  }

  private items(value: GoValue | undefined, node: ControlNode): [GoValue, GoValue][] {
    if (!value) return [];
    const { type, data } = value;
    const index = (i: number): GoValue => new GoValue(INT, i);
    switch (type.kind) {
      case 'slice':
        return ((data as unknown[] | null) ?? []).map((item, i) => [
          index(i),
          new GoValue(type.element!, item),
        ]);
      case 'map':
        return sortedKeys(type, data).map((key) => [
          new GoValue(type.key!, key),
          new GoValue(type.element!, (data as Record<string, unknown>)[key]),
        ]);
      case 'int':
      case 'uint':
        if (node.pipe.declarations.length > 1) {
          this.fail(
            this.evaluator.node!,
            `can't use ${sprint([value])} to iterate over more than one variable`,
          );
        }
        return Array.from({ length: Math.max(0, data as number) }, (_, i) => {
          const item = new GoValue(type, i);
          return [item, item];
        });
      default:
        return this.fail(this.evaluator.node!, `range can't iterate over ${sprint([value])}`);
    }
  }

  private template(dot: GoValue | undefined, node: TemplateNode): void {
    if (!this.options.trees.has(node.name)) this.fail(node, `template ${goQuote(node.name)} not defined`);
    if (this.depth === MAX_DEPTH) this.fail(node, 'exceeded maximum template depth (100000)');
    const data = node.pipe ? this.evaluator.pipeline(dot, node.pipe) : undefined;
    const inner = new Executor(this.options, node.name, this.depth + 1);
    try {
      inner.run(data);
    } finally {
      this.output += inner.output;
    }
  }

  private fail(node: AnyNode, message: string): never {
    const before = this.options.text.slice(0, node.at);
    const line = before.split('\n').length;
    const column = new TextEncoder().encode(before.slice(before.lastIndexOf('\n') + 1)).length;
    const source = showNode(node);
    const where = `${this.options.name}:${line}:${column}`;
    throw new TemplateError(
      `template: ${where}: executing ${goQuote(this.current)} at <${source}>: ${message}`,
    );
  }
}

/** A value as an action prints it. */
function printed(value: GoValue | undefined): string {
  if (value?.type.kind === 'string' && !value.type.text) return value.data as string;
  const shown = value?.type.kind === 'pointer' ? indirect(value).value : value;
  return shown ? sprint([shown]) : '<no value>';
}
