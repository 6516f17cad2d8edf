import type { ParameterExpansionPart, ParameterOperation, Word } from 'unbash';
import { Fatal } from '../state/flow.ts';
import type { Shell } from '../state/shell.ts';
import { arrayKeys, NAME, VariableError } from '../state/variables.ts';
import type { Fields } from './fields.ts';
import { modifyCase, removePattern, replacePattern, sliceList, sliceText, transform } from './operations.ts';
import { assignElement, assignScalar, lookup, specialValue, valuesOf, variableOf } from './values.ts';
import {
  evaluateArithmetic,
  expandPattern,
  expandString,
  expandText,
  ifsOf,
  type Mode,
  result,
  walk,
} from './word.ts';

/** A parameter as found: one value, or the list of `@` and `*`. */
interface Found {
  values: (string | undefined)[];
  list?: '@' | '*';
}

/** `$name`, `$1`, `$@`. */
export function expandSimple(shell: Shell, name: string, mode: Mode, fields: Fields): void {
  if (name === '@' || name === '*') {
    putList(shell, shell.positional, name, mode, fields);
    return;
  }
  const value = lookup(shell, name);
  if (value === undefined) requireSet(shell, name);
  result(value ?? '', mode, fields);
}

function requireSet(shell: Shell, name: string): void {
  if (!shell.option('nounset') || name === '@' || name === '*') return;
  const label = /^\d+$/.test(name) || name === '!' ? `$${name}` : name;
  throw new Fatal(`${label}: unbound variable`, shell.fromCommandLine ? 127 : 1, true);
}

/** `"$@"` makes a field of each value, `"$*"` joins them by the first character of IFS. */
function putList(shell: Shell, values: readonly string[], kind: '@' | '*', mode: Mode, fields: Fields): void {
  const ifs = ifsOf(shell);
  if (mode.quoted && kind === '*') {
    fields.append(values.join(shell.value('IFS') === '' ? '' : (ifs[0] ?? ' ')), true);
    return;
  }
  if (!mode.split) {
    const separator = kind === '*' && !mode.quoted && ifs === '' ? '' : kind === '*' ? (ifs[0] ?? '') : ' ';
    result(values.join(separator), mode, fields);
    return;
  }
  for (const [i, value] of values.entries()) {
    if (i > 0) fields.finish();
    result(value, mode, fields);
  }
}

/** `${…}` in all its forms. */
export async function expandParameter(
  shell: Shell,
  part: ParameterExpansionPart,
  mode: Mode,
  fields: Fields,
): Promise<void> {
  let name = part.parameter;
  let index = await indexText(shell, name, part.index);
  const operation = part.operation;
  if (!/^(?:[A-Za-z_]\w*|\d+|[@*#?$!-])$/.test(name) || operation?.type === 'Unknown') {
    throw new Fatal(`${part.text}: bad substitution`);
  }
  const plain = !operation || operation.type === 'Default' || operation.type === 'Remove';
  if (shell.flavour === 'dash' && (!plain || part.prefix === '!' || part.index))
    throw new Fatal('Bad substitution', 2, true);
  if (part.prefix === '!') {
    if (operation?.type === 'Names') {
      const names = shell.variables.names().filter((other) => other.startsWith(name));
      putList(shell, names, operation.operator, mode, fields);
      return;
    }
    if (index === '@' || index === '*') {
      const variable = variableOf(shell, name);
      const keys = !variable
        ? []
        : variable.elements
          ? arrayKeys(variable)
          : variable.value === undefined
            ? []
            : ['0'];
      putList(shell, keys, index, mode, fields);
      return;
    }
    const own = shell.variables.own(name);
    if (own?.reference) {
      result(own.value ?? '', mode, fields);
      return;
    }
    const target = lookup(shell, name, index);
    if (target === undefined || target === '') {
      if (operation) {
        name = '';
      } else throw new Fatal(`${name}: invalid indirect expansion`);
    }
    const match = /^([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[(.*)\])?$/s.exec(target ?? '');
    if (match) {
      name = match[1]!;
      index = match[2];
    } else if (target) throw new Fatal(`${target}: invalid variable name`);
  }
  const found = find(shell, name, index);
  if (part.prefix === '#') {
    const counted = found.list ? found.values.length : [...(found.values[0] ?? '')].length;
    const isUnset = found.list
      ? index !== undefined && !variableOf(shell, name)
      : found.values[0] === undefined;
    if (isUnset) requireSet(shell, name);
    result(String(counted), mode, fields);
    return;
  }
  const label = index === undefined ? name : `${name}[${index}]`;
  if (!operation) put(shell, found, label, mode, fields);
  else if (operation.type === 'Default') await defaults(shell, operation, found, name, index, mode, fields);
  else await operate(shell, operation, found, { name, label }, mode, fields);
}

async function indexText(shell: Shell, name: string, index: Word | undefined): Promise<string | undefined> {
  if (!index) return undefined;
  if (index.text === '@' || index.text === '*') return index.text;
  return variableOf(shell, name)?.associative ? expandString(shell, index) : expandText(shell, index.text);
}

function find(shell: Shell, name: string, index: string | undefined): Found {
  if (name === '@' || name === '*') return { values: shell.positional, list: name };
  if (index === '@' || index === '*') return { values: valuesOf(shell, name), list: index };
  return { values: [name === '' ? undefined : lookup(shell, name, index)] };
}

function put(shell: Shell, found: Found, label: string, mode: Mode, fields: Fields): void {
  if (found.list) {
    putList(shell, found.values as string[], found.list, mode, fields);
    return;
  }
  const value = found.values[0];
  if (value === undefined) requireSet(shell, label);
  result(value ?? '', mode, fields);
}

async function defaults(
  shell: Shell,
  operation: Extract<ParameterOperation, { type: 'Default' }>,
  found: Found,
  name: string,
  index: string | undefined,
  mode: Mode,
  fields: Fields,
): Promise<void> {
  const { operator, operand } = operation;
  const colon = operator.startsWith(':');
  const joined = found.values.join('');
  const missing = found.list
    ? found.values.length === 0 || (colon && joined === '')
    : found.values[0] === undefined || (colon && found.values[0] === '');
  const kind = operator.at(-1)!;
  if (kind === '+') {
    if (!missing) await putOperand(shell, operand, mode, fields);
    else if (mode.quoted && !found.list) fields.append('', true);
    return;
  }
  if (!missing) {
    put(shell, found, name, mode, fields);
    return;
  }
  if (kind === '-') await putOperand(shell, operand, mode, fields);
  else if (kind === '=') {
    if (!NAME.test(name)) throw new Fatal(`$${name}: cannot assign in this way`);
    const value = await expandString(shell, operand);
    try {
      if (index === undefined) assignScalar(shell, name, value);
      else assignElement(shell, name, index, value);
    } catch (error) {
      throw error instanceof VariableError ? new Fatal(error.message) : error;
    }
    result(value, mode, fields);
  } else {
    const text = operand.text === '' ? '' : await expandString(shell, operand);
    throw new Fatal(
      `${name}: ${text || `parameter ${colon ? 'null or not set' : 'not set'}`}`,
      shell.fromCommandLine ? 127 : 1,
      true,
    );
  }
}

/** In double quotes the operand is text in double quotes; outside, its blanks separate fields. */
async function putOperand(shell: Shell, operand: Word, mode: Mode, fields: Fields): Promise<void> {
  if (mode.quoted) {
    if (operand.text === '') fields.append('', true);
    await walk(shell, operand, { split: mode.split, quoted: true }, fields);
  } else await walk(shell, operand, { ...mode, splitLiterals: mode.split, tilde: 'start' }, fields);
}

async function operate(
  shell: Shell,
  operation: Exclude<ParameterOperation, { type: 'Default' }>,
  found: Found,
  parameter: { name: string; label: string },
  mode: Mode,
  fields: Fields,
): Promise<void> {
  if (operation.type === 'Slice') {
    const offset = Number(await evaluateArithmetic(shell, operation.offset.text));
    const length = operation.length && Number(await evaluateArithmetic(shell, operation.length.text));
    if (found.list) {
      const isPositional = parameter.name === '@' || parameter.name === '*';
      const values = isPositional ? [shell.name, ...shell.positional] : (found.values as string[]);
      if (length !== undefined && length < 0) {
        throw new Fatal(`${operation.length!.text}: substring expression < 0`);
      }
      const kept =
        isPositional && offset === 0 ? sliceList(values, 0, length) : sliceList(values, offset, length);
      putList(shell, kept, found.list, mode, fields);
      return;
    }
    if (found.values[0] === undefined) requireSet(shell, parameter.label);
    const text = found.values[0] ?? '';
    result(sliceText(text, offset, length, operation.length?.text ?? ''), mode, fields);
    return;
  }
  if (!found.list && found.values[0] === undefined) {
    if (operation.type !== 'Transform' || operation.operand.text !== 'a') requireSet(shell, parameter.label);
  }
  const change = await prepare(shell, operation, parameter);
  if (found.list) {
    const values = (found.values as string[]).map(change);
    if (operation.type === 'Transform' && /^[AKk]$/.test(operation.operand.text)) {
      const all = transform(shell, operation.operand.text, parameter.name, undefined);
      result(all, { ...mode, split: mode.split && operation.operand.text === 'k' }, fields);
    } else putList(shell, values, found.list, mode, fields);
  } else if (found.values[0] === undefined && operation.type !== 'Transform') result('', mode, fields);
  else if (
    found.values[0] === undefined &&
    !variableOf(shell, parameter.name) &&
    specialValue(shell, parameter.name) === undefined
  ) {
    result('', mode, fields);
  } else result(change(found.values[0] ?? ''), mode, fields);
}

/** The change that an operation makes to each value. */
async function prepare(
  shell: Shell,
  operation: Exclude<ParameterOperation, { type: 'Default' | 'Slice' }>,
  parameter: { name: string; label: string },
): Promise<(value: string) => string> {
  switch (operation.type) {
    case 'Remove': {
      const pattern = await expandPattern(shell, operation.operand);
      return (value) => removePattern(value, operation.operator, pattern);
    }
    case 'Replace': {
      const pattern = await expandPattern(shell, operation.pattern);
      const replacement = await expandPattern(shell, operation.replacement);
      const special = shell.shopts.has('patsub_replacement');
      const ignoreCase = shell.shopts.has('nocasematch');
      return (value) => replacePattern(value, operation.operator, pattern, replacement, special, ignoreCase);
    }
    case 'CaseModification': {
      const pattern = operation.operand && (await expandPattern(shell, operation.operand));
      return (value) => modifyCase(value, operation.operator, pattern);
    }
    case 'Transform':
      return (value) => transform(shell, operation.operand.text, parameter.name, value);
    default:
      throw new Fatal(`\${${parameter.label}}: bad substitution`);
  }
}
