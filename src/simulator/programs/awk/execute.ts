import { Breather } from '../../common/breathe.ts';
import { Evaluator } from './evaluate.ts';
import { format } from './format.ts';
import type { FunctionDefinition, Rule, Script, Statement } from './syntax.ts';
import { fromInput, isTrue, toInteger, type Value } from './values.ts';

/** How a statement ended, when not by its end. */
type Leaving = 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | 'return' | undefined;

/** `exit` within a function. */
class Exit extends Error {}

const STEPS_A_BREATH = 2000;

/** Runs a script over its input. */
export class Executor extends Evaluator {
  private readonly breather = new Breather(STEPS_A_BREATH);
  private status = 0;
  private returned: Value;
  /** Ranges that have begun and not ended. */
  private readonly open = new Set<Rule>();

  /** Gives the exit status. */
  async script({ begin, end, rules }: Script): Promise<number> {
    const blocks = async (list: Statement[]): Promise<Leaving> => {
      for (const block of list) if ((await this.execute(block)) === 'exit') return 'exit';
      return undefined;
    };
    // `exit` skips to the END blocks; in one of them it skips the rest.
    const leaving = await this.untilExit(() => blocks(begin));
    if (rules.length + end.length > 0 && leaving !== 'exit') await this.untilExit(() => this.records(rules));
    await this.untilExit(() => blocks(end));
    return this.status;
  }

  private async untilExit(run: () => Promise<Leaving>): Promise<Leaving> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof Exit) return 'exit';
      throw error;
    }
  }

  private async records(rules: Rule[]): Promise<Leaving> {
    const { state, world } = this;
    for (let record = await world.input.next(); record !== undefined; record = await world.input.next()) {
      await this.breath();
      state.count('NR');
      state.count('FNR');
      state.setRecord(fromInput(record));
      for (const rule of rules) {
        if (!(await this.applies(rule))) continue;
        const leaving = await this.execute(rule.body);
        if (leaving === 'exit') return leaving;
        if (leaving === 'nextfile') world.input.leaveFile();
        if (leaving) break;
      }
    }
    return undefined;
  }

  private async applies(rule: Rule): Promise<boolean> {
    const { pattern, until } = rule;
    if (!pattern) return true;
    if (!this.open.has(rule)) {
      if (!isTrue(await this.evaluate(pattern))) return false;
      if (!until) return true;
      this.open.add(rule);
    }
    if (until && isTrue(await this.evaluate(until))) this.open.delete(rule);
    return true;
  }

  protected async run(body: FunctionDefinition['body']): Promise<Value> {
    this.returned = undefined;
    const leaving = await this.execute(body);
    if (leaving === 'exit') throw new Exit();
    const value = this.returned;
    this.returned = undefined;
    return value;
  }

  /** A script may loop for ever: ^C ends it, and other tasks get their turn. */
  private async breath(): Promise<void> {
    await this.breather.spend(1);
    this.world.process.signal.throwIfAborted();
  }

  private async execute(node: Statement): Promise<Leaving> {
    switch (node.kind) {
      case 'block':
        for (const statement of node.body) {
          const leaving = await this.execute(statement);
          if (leaving) return leaving;
        }
        return undefined;
      case 'expression':
        await this.evaluate(node.expression);
        return undefined;
      case 'print':
        await this.print(node);
        return undefined;
      case 'if':
        if (isTrue(await this.evaluate(node.test))) return this.execute(node.yes);
        return node.no ? this.execute(node.no) : undefined;
      case 'loop':
        return this.loop(node);
      case 'each':
        for (const key of this.scope.array(node.array).keys()) {
          await this.store({ kind: 'variable', name: node.variable }, key);
          const leaving = await this.execute(node.body);
          if (leaving === 'break') return undefined;
          if (leaving && leaving !== 'continue') return leaving;
        }
        return undefined;
      case 'delete': {
        const array = this.scope.array(node.array);
        if (node.keys) array.delete(await this.key(node.keys));
        else array.clear();
        return undefined;
      }
      case 'leave':
        return node.how;
      case 'exit':
        if (node.value) this.status = toInteger(await this.evaluate(node.value)) & 255;
        return 'exit';
      case 'return':
        this.returned = node.value ? await this.evaluate(node.value) : undefined;
        return 'return';
    }
  }

  private async loop(node: Extract<Statement, { kind: 'loop' }>): Promise<Leaving> {
    if (node.first) await this.evaluate(node.first);
    for (let first = true; ; first = false) {
      await this.breath();
      const isTested = node.test && !(node.after && first);
      if (isTested && !isTrue(await this.evaluate(node.test!))) return undefined;
      const leaving = await this.execute(node.body);
      if (leaving === 'break') return undefined;
      if (leaving && leaving !== 'continue') return leaving;
      if (node.step) await this.evaluate(node.step);
    }
  }

  private async print(node: Extract<Statement, { kind: 'print' }>): Promise<void> {
    const values: Value[] = [];
    for (const argument of node.arguments) values.push(await this.evaluate(argument));
    if (!node.format) {
      const shown = values.length > 0 ? values : [this.state.field(0)];
      const texts = shown.map((value) => this.state.toOutput(value));
      await this.write(texts.join(this.state.text('OFS')) + this.state.text('ORS'), node.to);
      return;
    }
    const { text, fault } = format('printf', this.text(values[0]), values.slice(1), (value) =>
      this.text(value),
    );
    await this.write(text, node.to);
    if (fault) throw fault;
  }
}
