import { AwkArray } from './arrays.ts';
import { splitFields } from './records.ts';
import { fromInput, toInteger, toNumber, toText, type Value } from './values.ts';

/** A fault in a running script; the message goes after `run time error: `. */
export class RuntimeFault extends Error {}

const MOST_FIELDS = 1_000_000;

/** The variables of a script, and the record with its fields, which follow each other. */
export class State {
  private readonly variables = new Map<string, Value>([
    ['FS', ' '],
    ['OFS', ' '],
    ['ORS', '\n'],
    ['RS', '\n'],
    ['SUBSEP', '\x1c'],
    ['CONVFMT', '%.6g'],
    ['OFMT', '%.6g'],
    ['NR', 0],
    ['FNR', 0],
    ['RSTART', 0],
    ['RLENGTH', -1],
  ]);
  private readonly arrays = new Map<string, AwkArray>();
  private record: Value = '';
  /** The fields from the first on; `undefined` until somebody asks. */
  private fields: Value[] | undefined = [];
  /** A field or NF was assigned: the record is to be built anew. */
  private stale = false;

  /** A variable as text, by CONVFMT. */
  text(name: string): string {
    return this.toText(this.get(name));
  }

  toText(value: Value): string {
    return toText(value, this.conversion('CONVFMT'));
  }

  /** As `print` writes it. */
  toOutput(value: Value): string {
    return toText(value, this.conversion('OFMT'));
  }

  private conversion(name: 'CONVFMT' | 'OFMT'): string {
    const format = this.variables.get(name);
    return typeof format === 'string' ? format : '%.6g';
  }

  get(name: string): Value {
    return name === 'NF' ? this.split().length : this.variables.get(name);
  }

  set(name: string, value: Value): void {
    if (name !== 'NF') {
      this.variables.set(name, value);
      return;
    }
    const fields = this.split();
    const count = toInteger(value);
    if (count < 0) throw new RuntimeFault(`negative value assigned to NF`);
    if (count > MOST_FIELDS)
      throw new RuntimeFault(`program limit exceeded: maximum number of fields size=${MOST_FIELDS}`);
    while (fields.length < count) fields.push('');
    fields.length = count;
    this.stale = true;
  }

  hasArray(name: string): boolean {
    return this.arrays.has(name);
  }

  array(name: string): AwkArray {
    let found = this.arrays.get(name);
    if (!found) {
      found = new AwkArray();
      this.arrays.set(name, found);
    }
    return found;
  }

  /** Takes a new record from an input. */
  setRecord(value: Value): void {
    this.record = value;
    this.fields = undefined;
    this.stale = false;
  }

  field(index: number): Value {
    this.check(index);
    if (index > 0) return this.split()[index - 1];
    if (this.stale) {
      const texts = this.split().map((field) => this.toText(field));
      this.record = texts.join(this.text('OFS'));
      this.stale = false;
    }
    return this.record;
  }

  setField(index: number, value: Value): void {
    this.check(index);
    if (index === 0) {
      this.setRecord(typeof value === 'string' ? fromInput(value) : value);
      return;
    }
    const fields = this.split();
    while (fields.length < index) fields.push('');
    fields[index - 1] = value;
    this.stale = true;
  }

  private check(index: number): void {
    if (index < 0) throw new RuntimeFault(`negative field index $${index}`);
    if (index > MOST_FIELDS)
      throw new RuntimeFault(`program limit exceeded: maximum number of fields size=${MOST_FIELDS}`);
  }

  private split(): Value[] {
    if (!this.fields) {
      const paragraph = this.text('RS') === '';
      this.fields = splitFields(this.toText(this.record), this.text('FS'), paragraph).map(fromInput);
    }
    return this.fields;
  }

  /** One more record was read. */
  count(name: 'NR' | 'FNR'): void {
    this.variables.set(name, toNumber(this.variables.get(name)) + 1);
  }
}
