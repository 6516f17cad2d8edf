import { concrete, type Field, fieldValue, type GoType, GoValue, sortedKeys } from './types.ts';

/** How Go's encoding/json writes a value. */
interface JsonOptions {
  /** `<`, `>` and `&` as \u003c and so on: what `json.Marshal` does, and docker's `json` function does not. */
  escapeHtml?: boolean;
}

/** One line of JSON, in Go's key order: a struct's fields as declared, a map's keys sorted. */
export function encodeJson(value: GoValue | undefined, options: JsonOptions = {}): string {
  if (!value) return 'null';
  const { type, data } = value;
  if (type.json) return type.json(data);
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'uint':
      return String(data);
    case 'float':
      return encodeFloat(data as number);
    case 'string':
      if (type.name === 'json.Number') return (data as string) || '0';
      return encodeString(String(data), options);
    case 'interface':
      return encodeJson(concrete(value), options);
    case 'pointer':
      if (data === null || data === undefined) return 'null';
      return encodeJson(new GoValue(type.element!, data), options);
    case 'slice':
      if (data === null) return 'null';
      return `[${(data as unknown[]).map((item) => encodeJson(new GoValue(type.element!, item), options)).join(',')}]`;
    case 'map': {
      if (data === null) return 'null';
      const entries = sortedKeys(type, data).map((key) => {
        const item = new GoValue(type.element!, (data as Record<string, unknown>)[key]);
        return `${encodeString(key, options)}:${encodeJson(item, options)}`;
      });
      return `{${entries.join(',')}}`;
    }
    case 'struct':
      return `{${encodeFields(type, data, options).join(',')}}`;
    // Neither has a form in JSON, and docker's `json` prints nothing then.
    case 'complex':
    case 'func':
      return '';
  }
}

function encodeFields(type: GoType, data: unknown, options: JsonOptions): string[] {
  return (type.fields ?? []).flatMap((field) => {
    const value = fieldValue(data, field);
    if (field.embedded) {
      const inner = field.type.kind === 'pointer' ? field.type.element! : field.type;
      return encodeFields(inner, data, options);
    }
    if (field.json === '-' || (field.omit && isOmitted(value, field))) return [];
    return [`${encodeString(field.json, options)}:${encodeJson(value, options)}`];
  });
}

function isOmitted({ type, data }: GoValue, field: Field): boolean {
  switch (type.kind) {
    case 'bool':
      return data === false;
    case 'int':
    case 'uint':
    case 'float':
      return data === 0;
    case 'string':
      return data === '';
    case 'slice':
      return data === null || (field.omit === 'empty' && (data as unknown[]).length === 0);
    case 'map':
      return data === null || (field.omit === 'empty' && Object.keys(data as object).length === 0);
    case 'struct':
      return field.omit === 'zero' && Object.keys(data as object).length === 0;
    default:
      return data === null;
  }
}

function encodeFloat(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-6 || magnitude >= 1e21)) {
    return value
      .toExponential()
      .replace(/e([+-])(\d)$/, (_, sign, digit) => `e${sign}0${digit}`)
      .replace('e-0', 'e-');
  }
  return String(value);
}

/** A JSON string as Go writes it: U+2028 and U+2029 escaped, short escapes for the usual control characters. */
export function encodeString(text: string, options: JsonOptions = {}): string {
  const escaped = JSON.stringify(text).replace(
    /[\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16)}`,
  );
  if (!options.escapeHtml) return escaped;
  return escaped.replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
}
