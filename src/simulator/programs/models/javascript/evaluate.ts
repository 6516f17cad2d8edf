import { type Completion, FunctionEvaluator } from './evaluate-function.ts';
import type { Frame } from './evaluate-property.ts';
import { iterate, keysOf } from './iteration.ts';
import { Scope } from './scope.ts';
import type { Statement } from './syntax.ts';
import { Obj, Thrown, truthy, type Value } from './values.ts';

/** Runs parsed JavaScript. Everything is asynchronous, so that a busy program never holds up the world. */
export class Evaluator extends FunctionEvaluator {
  async program(body: readonly Statement[], scope: Scope, self: Value): Promise<Value> {
    const frame = { self };
    let last: Value;
    await this.hoist(body, scope, frame);
    for (const statement of body) {
      if (statement.type === 'Expression') {
        last = await this.placed(statement.line, () => this.evaluate(statement.expression, scope, frame));
      } else {
        const completion = await this.execute(statement, scope, frame);
        if (completion?.type === 'return') return completion.value;
      }
    }
    return last;
  }

  private async hoist(body: readonly Statement[], scope: Scope, frame: Frame): Promise<void> {
    for (const statement of body) {
      const declaration = statement.type === 'Export' ? statement.declaration : statement;
      if (declaration?.type === 'FunctionDeclaration') {
        scope.declare(declaration.function.name, this.closure(declaration.function, scope, frame));
      }
    }
  }

  protected async block(body: readonly Statement[], scope: Scope, frame: Frame): Promise<Completion> {
    await this.hoist(body, scope, frame);
    for (const statement of body) {
      const completion = await this.execute(statement, scope, frame);
      if (completion) return completion;
    }
    return undefined;
  }

  private async execute(statement: Statement, scope: Scope, frame: Frame): Promise<Completion> {
    await this.host.step();
    return this.placed(statement.line, () => this.run(statement, scope, frame));
  }

  /** Notes where an exception comes from. */
  private async placed<T>(line: number, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Thrown) {
        error.line ??= line;
        error.file ??= this.host.file;
      }
      throw error;
    }
  }

  private async run(statement: Statement, scope: Scope, frame: Frame): Promise<Completion> {
    switch (statement.type) {
      case 'Expression':
        await this.evaluate(statement.expression, scope, frame);
        return undefined;
      case 'Variables':
        for (const { pattern, value } of statement.declarators) {
          const target = statement.kind === 'var' ? scope.functionScope() : scope;
          const result = value ? await this.evaluate(value, scope, frame) : undefined;
          await this.bind(pattern, result, target, frame, statement.kind === 'const');
        }
        return undefined;
      case 'FunctionDeclaration':
      case 'Empty':
        return undefined;
      case 'ClassDeclaration':
        scope.declare(statement.class.name, await this.classValue(statement.class, scope, frame));
        return undefined;
      case 'Return':
        return {
          type: 'return',
          value: statement.argument ? await this.evaluate(statement.argument, scope, frame) : undefined,
        };
      case 'If':
        if (truthy(await this.evaluate(statement.test, scope, frame)))
          return this.execute(statement.yes, scope, frame);
        return statement.no ? this.execute(statement.no, scope, frame) : undefined;
      case 'Block':
        return this.block(statement.body, new Scope(scope), frame);
      case 'Throw':
        throw new Thrown(
          await this.evaluate(statement.argument, scope, frame),
          statement.line,
          this.host.file,
        );
      case 'Break':
        return { type: 'break' };
      case 'Continue':
        return { type: 'continue' };
      case 'Try':
        return this.tryStatement(statement, scope, frame);
      case 'Switch':
        return this.switchStatement(statement, scope, frame);
      case 'Import':
        return this.importStatement(statement, scope);
      case 'Export':
        return this.exportStatement(statement, scope, frame);
      default:
        return this.loop(statement, scope, frame);
    }
  }

  private async loop(statement: Statement, scope: Scope, frame: Frame): Promise<Completion> {
    if (statement.type === 'ForEach') return this.forEach(statement, scope, frame);
    const inner = new Scope(scope);
    if (statement.type === 'For' && statement.init) await this.execute(statement.init, inner, frame);
    if (statement.type !== 'For' && statement.type !== 'While' && statement.type !== 'DoWhile')
      return undefined;
    const test = async () => !statement.test || truthy(await this.evaluate(statement.test, inner, frame));
    for (let first = true; (first && statement.type === 'DoWhile') || (await test()); first = false) {
      const completion = await this.execute(statement.body, this.iteration(inner), frame);
      if (completion?.type === 'break') break;
      if (completion?.type === 'return') return completion;
      if (statement.type === 'For' && statement.update) await this.evaluate(statement.update, inner, frame);
    }
    return undefined;
  }

  private iteration(scope: Scope): Scope {
    return new Scope(scope);
  }

  private async forEach(
    statement: Statement & { type: 'ForEach' },
    scope: Scope,
    frame: Frame,
  ): Promise<Completion> {
    const iterated = await this.evaluate(statement.iterated, scope, frame);
    const items = statement.of ? iterate(iterated) : keysOf(iterated);
    for (const item of items) {
      const inner = new Scope(scope);
      if (statement.kind) {
        const target = statement.kind === 'var' ? scope.functionScope() : inner;
        await this.bind(statement.pattern, item, target, frame, statement.kind === 'const');
      } else await this.assign(statement.pattern, item, scope, frame);
      const completion = await this.execute(statement.body, inner, frame);
      if (completion?.type === 'break') break;
      if (completion?.type === 'return') return completion;
    }
    return undefined;
  }

  private async tryStatement(
    statement: Statement & { type: 'Try' },
    scope: Scope,
    frame: Frame,
  ): Promise<Completion> {
    let completion: Completion;
    try {
      completion = await this.block(statement.block, new Scope(scope), frame);
    } catch (error) {
      if (!(error instanceof Thrown) || !statement.handler) {
        const final = statement.finalizer && (await this.block(statement.finalizer, new Scope(scope), frame));
        if (final) return final;
        throw error;
      }
      const inner = new Scope(scope);
      if (statement.parameter) await this.bind(statement.parameter, error.value, inner, frame, false);
      completion = await this.block(statement.handler, inner, frame);
    }
    const final = statement.finalizer && (await this.block(statement.finalizer, new Scope(scope), frame));
    return final ?? completion;
  }

  private async switchStatement(
    statement: Statement & { type: 'Switch' },
    scope: Scope,
    frame: Frame,
  ): Promise<Completion> {
    const value = await this.evaluate(statement.value, scope, frame);
    let start = -1;
    for (const [index, { test }] of statement.cases.entries()) {
      if (test && (await this.evaluate(test, scope, frame)) === value) {
        start = index;
        break;
      }
    }
    if (start === -1) start = statement.cases.findIndex(({ test }) => !test);
    if (start === -1) return undefined;
    const inner = new Scope(scope);
    for (const { body } of statement.cases.slice(start)) {
      const completion = await this.block(body, inner, frame);
      if (completion?.type === 'break') return undefined;
      if (completion) return completion;
    }
    return undefined;
  }

  private async importStatement(
    statement: Statement & { type: 'Import' },
    scope: Scope,
  ): Promise<Completion> {
    const module = await this.host.importModule(statement.source);
    if (statement.default) {
      const given =
        module instanceof Obj && module.has('default') ? await this.get(module, 'default') : module;
      scope.declare(statement.default, given, true);
    }
    if (statement.namespace) scope.declare(statement.namespace, module, true);
    for (const { from, to } of statement.names) scope.declare(to, await this.get(module, from), true);
    return undefined;
  }

  private async exportStatement(
    statement: Statement & { type: 'Export' },
    scope: Scope,
    frame: Frame,
  ): Promise<Completion> {
    if (statement.value) this.host.exported('default', await this.evaluate(statement.value, scope, frame));
    if (statement.declaration) {
      await this.execute(statement.declaration, scope, frame);
      for (const name of declaredNames(statement.declaration))
        this.host.exported(name, scope.find(name)?.value);
    }
    for (const { from, to } of statement.names) this.host.exported(to, scope.find(from)?.value);
    return undefined;
  }
}

function declaredNames(statement: Statement): string[] {
  if (statement.type === 'FunctionDeclaration') return [statement.function.name];
  if (statement.type === 'ClassDeclaration') return [statement.class.name];
  if (statement.type !== 'Variables') return [];
  return statement.declarators.flatMap(({ pattern }) =>
    pattern.type === 'Identifier' ? [pattern.name] : [],
  );
}
