import { iterate, keysOf } from './iteration.ts';
import { member } from './members.ts';
import type { Scope } from './scope.ts';
import type { Expression, Pattern } from './syntax.ts';
import {
  Arr,
  Fn,
  makeError,
  Obj,
  Thrown,
  toNumber,
  toText,
  typeError,
  Unmodelled,
  type Value,
} from './values.ts';

/** What a function's body knows besides its scope. */
export interface Frame {
  self: Value;
  /** The class that a method belongs to, for `super`. */
  home?: Fn | undefined;
}

/** Thrown inside an optional chain that has come to nothing. */
export class ChainEnd extends Error {}

/** Names, properties and patterns: what is read from and assigned to. */
export abstract class PropertyEvaluator {
  abstract evaluate(node: Expression, scope: Scope, frame: Frame): Promise<Value>;

  protected lookup(name: string, scope: Scope): Value {
    if (name === 'undefined') return undefined;
    const found = scope.find(name);
    if (!found) throw new Thrown(makeError('ReferenceError', `${name} is not defined`));
    return found.value;
  }

  protected async reference(
    node: Expression & { type: 'Member' },
    scope: Scope,
    frame: Frame,
  ): Promise<{ object: Value; key: string; value: Value }> {
    if (node.object.type === 'Super') {
      const key = await this.text(await this.evaluate(node.key, scope, frame));
      const parent = frame.home?.proto;
      const prototype = parent instanceof Fn ? parent.own('prototype') : undefined;
      return {
        object: frame.self,
        key,
        value: prototype === undefined ? undefined : await this.get(prototype, key),
      };
    }
    const object = await this.evaluate(node.object, scope, frame);
    if (node.optional && (object === undefined || object === null)) throw new ChainEnd();
    const key = await this.text(await this.evaluate(node.key, scope, frame));
    if (object === undefined || object === null) {
      throw typeError(`Cannot read properties of ${object} (reading '${key}')`);
    }
    return { object, key, value: await this.get(object, key) };
  }

  /** A property of any value, getters called. */
  async get(object: Value, key: string): Promise<Value> {
    for (let at: Obj | null = object instanceof Obj ? object : null; at; at = at.proto) {
      const accessor = at.accessors.get(key);
      if (accessor) return accessor.get ? accessor.get.call(object, []) : undefined;
      if (at.properties.has(key)) return at.properties.get(key);
    }
    return member(object, key, this);
  }

  async put(object: Value, key: string, value: Value): Promise<void> {
    if (!(object instanceof Obj)) {
      if (object === undefined || object === null) {
        throw typeError(`Cannot set properties of ${object} (setting '${key}')`);
      }
      return;
    }
    for (let at: Obj | null = object; at; at = at.proto) {
      const setter = at.accessors.get(key)?.set;
      if (setter) {
        await setter.call(object, [value]);
        return;
      }
    }
    if (object instanceof Arr && /^\d+$/.test(key)) object.items[Number(key)] = value;
    else if (object instanceof Arr && key === 'length') object.items.length = toNumber(value);
    else object.set(key, value);
  }

  /** A value as text; an object's own `toString` is called. */
  async text(value: Value): Promise<string> {
    if (value instanceof Obj && value.has('toString')) {
      const method = await this.get(value, 'toString');
      if (method instanceof Fn) return toText(await method.call(value, []));
    }
    return toText(value);
  }

  protected async read(pattern: Pattern, scope: Scope, frame: Frame): Promise<Value> {
    if (pattern.type === 'Identifier') return this.lookup(pattern.name, scope);
    if (pattern.type === 'MemberPattern') return (await this.reference(pattern.member, scope, frame)).value;
    throw new Unmodelled('an operator on a pattern');
  }

  /** Declares the names of a pattern. */
  protected bind(
    pattern: Pattern,
    value: Value,
    scope: Scope,
    frame: Frame,
    constant: boolean,
  ): Promise<void> {
    return this.destructure(pattern, value, scope, frame, (name, v) => scope.declare(name, v, constant));
  }

  protected assign(pattern: Pattern, value: Value, scope: Scope, frame: Frame): Promise<void> {
    return this.destructure(pattern, value, scope, frame, (name, v) => {
      const found = scope.find(name);
      if (!found) scope.functionScope().declare(name, v);
      else if (found.constant) throw typeError('Assignment to constant variable.');
      else found.value = v;
    });
  }

  protected async destructure(
    pattern: Pattern,
    value: Value,
    scope: Scope,
    frame: Frame,
    set: (name: string, value: Value) => void,
  ): Promise<void> {
    const part = async (target: Pattern, given: Value, fallback: Expression | undefined) => {
      const result = given === undefined && fallback ? await this.evaluate(fallback, scope, frame) : given;
      await this.destructure(target, result, scope, frame, set);
    };
    switch (pattern.type) {
      case 'Identifier':
        return set(pattern.name, value);
      case 'MemberPattern': {
        const { object, key } = await this.reference(pattern.member, scope, frame);
        return this.put(object, key, value);
      }
      case 'ArrayPattern': {
        const items = iterate(value);
        for (const [i, element] of pattern.elements.entries()) {
          if (element) await part(element.value, items[i], element.fallback);
        }
        if (pattern.rest) await part(pattern.rest, new Arr(items.slice(pattern.elements.length)), undefined);
        return undefined;
      }
      default: {
        if (value === undefined || value === null) {
          throw typeError(`Cannot destructure '${toText(value)}' as it is ${toText(value)}.`);
        }
        for (const { key, value: target, fallback } of pattern.properties) {
          await part(target, await this.get(value, key), fallback);
        }
        if (pattern.rest) {
          const rest = new Obj();
          const taken = new Set(pattern.properties.map(({ key }) => key));
          for (const key of keysOf(value)) if (!taken.has(key)) rest.set(key, await this.get(value, key));
          await part(pattern.rest, rest, undefined);
        }
        return undefined;
      }
    }
  }
}
