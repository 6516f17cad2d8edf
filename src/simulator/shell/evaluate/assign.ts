import { type ArrayValue, type Assignment, parse, type Word } from 'unbash';
import { quoteIfNeeded, quoteSingle } from '../expand/quote.ts';
import { assignArray, assignElement, assignScalar, setValue } from '../expand/values.ts';
import { expandString, expandText, expandWords, parseWord } from '../expand/word.ts';
import type { Shell } from '../state/shell.ts';
import { type Variable, VariableError } from '../state/variables.ts';

interface Item {
  key?: string;
  value: string;
  append: boolean;
}

/** Carries out `name=value`; gives it as `set -x` shows it. */
export async function assign(
  shell: Shell,
  node: Assignment,
  options: { exported?: boolean } = {},
): Promise<string> {
  const { name, index } = node;
  const append = node.append ?? false;
  const mark = append ? '+=' : '=';
  if (node.value.type === 'ArrayValue') {
    const variable = shell.variables.obtain(name);
    const items = await arrayItems(shell, node.value);
    assignArray(shell, name, variable, items.map(toElement), append);
    return `${name}${mark}(${items.map((item) => quoteIfNeeded(item.value)).join(' ')})`;
  }
  const value = await expandString(shell, node.value, 'assignment');
  if (index) {
    const associative = shell.variables.get(name)?.associative;
    const key = associative ? await expandString(shell, index) : await expandText(shell, index.text);
    assignElement(shell, name, key, value, append);
    return `${name}[${key}]${mark}${quoteIfNeeded(value)}`;
  }
  if (options.exported) {
    const outer = shell.variables.get(name);
    if (outer?.readonly) throw new VariableError(`${name}: readonly variable`);
    const variable = shell.variables.local(name);
    if (append) variable.value = outer?.value ?? '';
    setValue(shell, variable, value, append);
    variable.exported = true;
  } else assignScalar(shell, name, value, append);
  return `${name}${mark}${quoteIfNeeded(value)}`;
}

const toElement = (item: Item) =>
  item.key === undefined ? { value: item.value } : { key: item.key, value: item.value, append: item.append };

/** The elements of `(…)`: words split as usual, `[key]=value` not. */
export async function arrayItems(shell: Shell, node: ArrayValue): Promise<Item[]> {
  const items: Item[] = [];
  for (const element of node.elements) {
    const pair = splitPair(element);
    if (pair) {
      const key = /["'$`\\]/.test(pair.key) ? await expandString(shell, parseWord(pair.key)) : pair.key;
      items.push({ key, value: await expandString(shell, parseWord(pair.value)), append: pair.append });
    } else {
      for (const value of await expandWords(shell, [element])) items.push({ value, append: false });
    }
  }
  return items;
}

function splitPair(word: Word): { key: string; value: string; append: boolean } | undefined {
  const match = /^\[((?:[^\]"']|"[^"]*"|'[^']*')*)\](\+?)=([\s\S]*)$/.exec(word.text);
  return match ? { key: match[1]!, value: match[3]!, append: match[2] === '+' } : undefined;
}

/**
 * An assignment among the arguments of `declare` and its like, as the text they take apart again. Arrays travel
 * quoted inside parentheses.
 */
export async function assignmentText(shell: Shell, node: Assignment): Promise<string> {
  const head = `${node.name}${node.index ? `[${node.index.text}]` : ''}${node.append ? '+' : ''}=`;
  if (node.value.type !== 'ArrayValue') return head + (await expandString(shell, node.value, 'assignment'));
  const items = await arrayItems(shell, node.value);
  const texts = items.map((item) =>
    item.key === undefined
      ? quoteSingle(item.value)
      : `[${quoteSingle(item.key)}]${item.append ? '+' : ''}=${quoteSingle(item.value)}`,
  );
  return `${head}(${texts.join(' ')})`;
}

/** `name=value` given to a declaring builtin. */
export async function assignDeclared(
  shell: Shell,
  variable: Variable,
  name: string,
  value: string,
  append: boolean,
): Promise<void> {
  if (value.startsWith('(') && value.endsWith(')')) {
    const command = parse(`${name}=${value}`).commands[0]?.command;
    const node = command?.type === 'Command' ? command.prefix[0] : undefined;
    if (node?.type === 'Assignment' && node.value.type === 'ArrayValue') {
      assignArray(shell, name, variable, (await arrayItems(shell, node.value)).map(toElement), append);
      return;
    }
  }
  if (variable.readonly) throw new VariableError(`${name}: readonly variable`);
  setValue(shell, variable, value, append);
}
