import { invalidParameter } from '../errors.ts';
import { goRegExp } from '../go-regexp.ts';

/** The `filters` of a list or prune request: values by key, each key's in the order given. */
export class Filters {
  private readonly values: ReadonlyMap<string, readonly string[]>;

  private constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.values = values;
  }

  /**
   * Reads both forms that clients send: `{"key":{"value":true}}` and the older `{"key":["value"]}`. Without `accepted`
   * every key is.
   */
  static parse(text: string | undefined, accepted?: readonly string[]): Filters {
    const values = new Map<string, readonly string[]>();
    for (const [key, value] of Object.entries(readObject(text))) {
      values.set(key, Array.isArray(value) ? value.map(String) : Object.keys((value ?? {}) as object));
    }
    for (const key of values.keys()) {
      if (accepted && !accepted.includes(key))
        throw invalidParameter(key ? `invalid filter '${key}'` : 'invalid filter');
    }
    return new Filters(values);
  }

  get(key: string): readonly string[] {
    return this.values.get(key) ?? [];
  }

  has(key: string): boolean {
    return this.get(key).length > 0;
  }

  /** Whether the value is one of those asked for, or nothing was asked. */
  exact(key: string, value: string): boolean {
    return !this.has(key) || this.get(key).includes(value);
  }

  /** The same, each asked-for value also read as a regular expression found anywhere in the source. */
  match(key: string, source: string): boolean {
    if (this.exact(key, source)) return true;
    return this.get(key).some((pattern) => {
      try {
        return goRegExp(pattern).test(source);
      } catch {
        return false;
      }
    });
  }

  /** Whether every asked-for `key` or `key=value` is among the labels. */
  matchLabels(key: string, labels: Record<string, string> | null | undefined): boolean {
    return this.get(key).every((wanted) => {
      const at = wanted.indexOf('=');
      const name = at === -1 ? wanted : wanted.slice(0, at);
      const value = labels?.[name];
      return value !== undefined && (at === -1 || value === wanted.slice(at + 1));
    });
  }

  /** `label` and `label!` together, as prune commands take them. */
  matchPruneLabels(labels: Record<string, string> | null | undefined): boolean {
    return this.matchLabels('label', labels) && !(this.has('label!') && this.matchLabels('label!', labels));
  }

  /** Yes or no; words that are neither count for nothing as long as one of the others decides. */
  bool(key: string): boolean | undefined {
    const values = this.get(key);
    if (values.length === 0) return undefined;
    const yes = values.some((value) => value === 'true' || value === '1');
    const no = values.some((value) => value === 'false' || value === '0');
    if (yes === no) throw invalidParameter(`invalid filter '${key}=[${values.join(' ')}]'`);
    return yes;
  }
}

function readObject(text: string | undefined): object {
  if (!text) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Refused below like any other wrong shape.
  }
  throw invalidParameter('invalid filter');
}
