import type { Process } from '../../common/process.ts';
import { Builtins } from './builtins.ts';
import { substitute } from './functions.ts';
import type { MainInput } from './input.ts';
import { splitFields } from './records.ts';
import { awkRegex, find } from './regex.ts';
import { Scope, type Slot } from './scope.ts';
import type { State } from './state.ts';
import type { Streams } from './streams.ts';
import type { Expression, FunctionDefinition, Target } from './syntax.ts';
import { compare, fromInput, isTrue, toInteger, toNumber, type Value } from './values.ts';

/** What a script runs on. */
export interface Surroundings {
  process: Process;
  state: State;
  input: MainInput;
  streams: Streams;
  functions: Map<string, FunctionDefinition>;
}

/** Computes expressions. Statements are another's ({@link call} is how functions get to them). */
export abstract class Evaluator {
  protected readonly world: Surroundings;
  protected readonly state: State;
  protected readonly scope: Scope;
  private readonly builtins: Builtins;

  constructor(world: Surroundings) {
    this.world = world;
    this.state = world.state;
    this.scope = new Scope(world.state);
    this.builtins = new Builtins(world.process, world.state, world.streams);
  }

  /** Runs a function's body; gives what it returns. */
  protected abstract run(body: FunctionDefinition['body']): Promise<Value>;

  async evaluate(node: Expression): Promise<Value> {
    switch (node.kind) {
      case 'constant':
        return node.value;
      case 'regex':
        return find(awkRegex(node.source), this.text(this.state.field(0))) ? 1 : 0;
      case 'variable':
        return this.scope.get(node.name);
      case 'element':
        return this.scope.array(node.array).get(await this.key(node.keys));
      case 'field':
        return this.state.field(toInteger(await this.evaluate(node.index)));
      case 'assign':
        return this.assign(node);
      case 'step': {
        const place = await this.place(node.target);
        const before = toNumber(place.get());
        place.set(before + node.by);
        return node.before ? before + node.by : before;
      }
      case 'unary': {
        const operand = await this.evaluate(node.operand);
        if (node.operator === '!') return isTrue(operand) ? 0 : 1;
        return node.operator === '-' ? -toNumber(operand) : toNumber(operand);
      }
      case 'binary':
        return this.binary(node.operator, node.left, node.right);
      case 'choice':
        return this.evaluate(isTrue(await this.evaluate(node.test)) ? node.yes : node.no);
      case 'in':
        return this.scope.array(node.array).has(await this.key(node.keys)) ? 1 : 0;
      case 'call':
        return this.call(node.name, node.arguments);
      case 'builtin':
        return this.builtin(node.name, node.arguments);
      case 'getline':
        return this.getline(node);
    }
  }

  protected text(value: Value): string {
    return this.state.toText(value);
  }

  protected async textOf(node: Expression): Promise<string> {
    return this.text(await this.evaluate(node));
  }

  /** An element's key; several are joined by SUBSEP. */
  protected async key(keys: Expression[]): Promise<string> {
    if (keys.length === 1) return this.textOf(keys[0]!);
    const texts: string[] = [];
    for (const key of keys) texts.push(await this.textOf(key));
    return texts.join(this.state.text('SUBSEP'));
  }

  /** Where a target is, its index computed once. */
  private async place(target: Target): Promise<{ get(): Value; set(value: Value): void }> {
    const { state, scope } = this;
    if (target.kind === 'field') {
      const index = toInteger(await this.evaluate(target.index));
      return { get: () => state.field(index), set: (value) => state.setField(index, value) };
    }
    if (target.kind === 'element') {
      const array = this.scope.array(target.array);
      const key = await this.key(target.keys);
      return { get: () => array.get(key), set: (value) => array.set(key, value) };
    }
    const { name } = target;
    return { get: () => scope.get(name), set: (value) => scope.set(name, value) };
  }

  protected async store(target: Target, value: Value): Promise<void> {
    (await this.place(target)).set(value);
  }

  private async assign(node: Extract<Expression, { kind: 'assign' }>): Promise<Value> {
    if (node.operator === '=') {
      const value = await this.evaluate(node.value);
      await this.store(node.target, value);
      return value;
    }
    const value = toNumber(await this.evaluate(node.value));
    const place = await this.place(node.target);
    const result = arithmetic(node.operator[0]!, toNumber(place.get()), value);
    place.set(result);
    return result;
  }

  private async binary(operator: string, leftNode: Expression, rightNode: Expression): Promise<Value> {
    const left = await this.evaluate(leftNode);
    if (operator === '&&') return isTrue(left) && isTrue(await this.evaluate(rightNode)) ? 1 : 0;
    if (operator === '||') return isTrue(left) || isTrue(await this.evaluate(rightNode)) ? 1 : 0;
    if (operator === '~' || operator === '!~') {
      const found = find(await this.regex(rightNode), this.text(left)) !== undefined;
      return found === (operator === '~') ? 1 : 0;
    }
    const right = await this.evaluate(rightNode);
    if (operator === ' ') return this.text(left) + this.text(right);
    if (!/^[<>=!]/.test(operator)) return arithmetic(operator, toNumber(left), toNumber(right));
    const order = compare(left, right, this.state.text('CONVFMT'));
    const holds = {
      '<': order < 0,
      '<=': order <= 0,
      '==': order === 0,
      '!=': order !== 0,
      '>': order > 0,
      '>=': order >= 0,
    };
    return holds[operator as '<'] ? 1 : 0;
  }

  /** An expression as it stands, or one that a value holds. */
  private async regex(node: Expression): Promise<RegExp> {
    return awkRegex(node.kind === 'regex' ? node.source : await this.textOf(node));
  }

  private async call(name: string, given: Expression[]): Promise<Value> {
    const { parameters, body } = this.world.functions.get(name)!;
    const frame = new Map<string, Slot>(parameters.map((parameter) => [parameter, { value: undefined }]));
    for (const [i, node] of given.entries()) {
      const slot =
        node.kind === 'variable' ? this.scope.passed(node.name) : { value: await this.evaluate(node) };
      frame.set(parameters[i]!, slot);
    }
    return this.scope.within(frame, () => this.run(body));
  }

  private async builtin(name: string, given: Expression[]): Promise<Value> {
    const { state } = this;
    const [first, second, third] = given;
    if (name === 'length') {
      if (first?.kind === 'variable' && this.scope.isArray(first.name))
        return this.scope.array(first.name).size;
      return (first ? await this.textOf(first) : this.text(state.field(0))).length;
    }
    if (name === 'sub' || name === 'gsub') return this.replace(given, name === 'gsub');
    if (name === 'match') {
      const text = await this.textOf(first!);
      const found = find(await this.regex(second!), text);
      state.set('RSTART', found ? found.at + 1 : 0);
      state.set('RLENGTH', found ? found.length : -1);
      return found ? found.at + 1 : 0;
    }
    if (name === 'split') {
      const text = await this.textOf(first!);
      const separator = !third
        ? state.text('FS')
        : third.kind === 'regex'
          ? `(${third.source})`
          : await this.textOf(third);
      const pieces = splitFields(text, separator);
      const array = this.scope.array((second as { name: string }).name);
      array.clear();
      for (const [i, piece] of pieces.entries()) array.set(String(i + 1), fromInput(piece));
      return pieces.length;
    }
    const values: Value[] = [];
    for (const node of given) values.push(await this.evaluate(node));
    return this.builtins.call(name, values);
  }

  private async replace([pattern, replacement, target]: Expression[], all: boolean): Promise<number> {
    const regex = await this.regex(pattern!);
    const by = await this.textOf(replacement!);
    const place = await this.place(
      (target ?? { kind: 'field', index: { kind: 'constant', value: 0 } }) as Target,
    );
    const { text, count } = substitute(regex, by, this.text(place.get()), all);
    if (count > 0) place.set(text);
    return count;
  }

  /** 1 for a record, 0 at the end, -1 where nothing can be opened. */
  private async getline({
    from,
    command,
    target,
  }: Extract<Expression, { kind: 'getline' }>): Promise<number> {
    const { state, world } = this;
    const separator = state.text('RS');
    let record: string | undefined;
    if (from) {
      const reader = await world.streams.reader(await this.textOf(from), command);
      if (!reader) return -1;
      record = await reader.next(separator);
    } else record = await world.input.next();
    if (record === undefined) return 0;
    if (!from || command) state.count('NR');
    if (!from) state.count('FNR');
    if (target) await this.store(target, fromInput(record));
    else state.setRecord(fromInput(record));
    return 1;
  }

  protected async write(text: string, to?: { mode: string; name: Expression }): Promise<void> {
    const { streams } = this.world;
    if (!to) return streams.print(text);
    const writer = await streams.writer(to.mode, await this.textOf(to.name));
    await writer.write(text);
  }
}

function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    default:
      return a ** b;
  }
}
