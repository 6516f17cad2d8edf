import { Fatal } from '../state/flow.ts';
import type { Frame, Shell } from '../state/shell.ts';
import { arrayValues, type Variable, VariableError } from '../state/variables.ts';
import { printCommand } from '../syntax/print.ts';
import { arithmetic } from './arithmetic.ts';

/** The value of a variable or an array's element; an array without subscript is its element 0. */
export function lookup(shell: Shell, name: string, index?: string): string | undefined {
  if (index === undefined) {
    const special = specialValue(shell, name);
    if (special !== undefined) return special;
  }
  const variable = variableOf(shell, name);
  if (!variable) return undefined;
  if (!variable.elements) {
    if (index === undefined) return variable.value;
    return arithmetic(shell, index) === 0n ? variable.value : undefined;
  }
  const key = elementKey(shell, variable, index ?? '0');
  if (key === undefined) shell.complaints.push(`${name}: bad array subscript`);
  return key === undefined ? undefined : variable.elements.get(key);
}

/** The variable, also where it is one of the shell's own arrays. */
export function variableOf(shell: Shell, name: string): Variable | undefined {
  switch (name) {
    case 'PIPESTATUS':
      return { elements: list(shell.pipeStatus.map(String)) };
    case 'FUNCNAME':
      return shell.functionDepth > 0
        ? { elements: calls(shell, ({ name = 'source' }) => name, 'main') }
        : undefined;
    case 'BASH_LINENO':
      return { elements: calls(shell, ({ line }) => String(line), '0') };
    case 'BASH_SOURCE':
      return { elements: calls(shell, ({ source }) => source, shell.name) };
    case 'DIRSTACK':
      return { elements: list([shell.cwd, ...shell.directoryStack]) };
    case 'GROUPS':
      return { elements: list([String(shell.user.gid)]) };
    case 'BASH_VERSINFO':
      return { elements: list(['5', '2', '15', '1', 'release', 'x86_64-pc-linux-gnu']) };
    default:
      return shell.variables.get(name);
  }
}

/** Something of each call, innermost first; a script's own commands count as one. */
function calls(shell: Shell, of: (frame: Frame) => string, script: string): Map<string, string> {
  const inner = shell.frames.map(of).reverse();
  return list(shell.isScript ? [...inner, script] : inner);
}

const list = (values: string[]): Map<string, string> => new Map(values.map((value, i) => [String(i), value]));

/** Parameters that are of bash alone, and those that BusyBox's ash has too; in dash these are names like all others. */
const ONLY_BASH = new Set(
  'BASH_COMMAND BASHPID BASH_SUBSHELL EUID HISTCMD SECONDS SHELLOPTS SRANDOM UID'.split(' '),
);
const NOT_DASH = new Set(['EPOCHREALTIME', 'EPOCHSECONDS', 'LINENO', 'RANDOM']);

/** The parameters that the shell itself keeps; `undefined` for every other name. */
export function specialValue(shell: Shell, name: string): string | undefined {
  if (shell.flavour !== 'bash' && ONLY_BASH.has(name)) return undefined;
  if (shell.flavour === 'dash' && NOT_DASH.has(name)) return undefined;
  switch (name) {
    case '?':
      return String(shell.status);
    case '$':
      return String(shell.pid);
    case '!':
      return shell.lastBackground === undefined ? undefined : String(shell.lastBackground);
    case '#':
      return String(shell.positional.length);
    case '-':
      return flags(shell);
    case '0':
      return shell.name;
    case '_':
      return shell.lastArgument;
    case 'LINENO':
      return String(shell.line);
    case 'BASH_COMMAND':
      return shell.trapped ?? (shell.command && printCommand(shell.command.node, shell.command.source));
    case 'BASHPID':
      return String(shell.pid + shell.subshell);
    case 'PPID':
      return String(shell.parent);
    case 'UID':
    case 'EUID':
      return String(shell.user.uid);
    case 'RANDOM':
      return String(shell.host.random.below(32_768));
    case 'SRANDOM':
      return String(shell.host.random.uint32());
    case 'SECONDS':
      return String(Math.floor((shell.host.clock.now() - shell.startedAt) / 1000));
    case 'EPOCHSECONDS':
      return String(Math.floor(shell.host.clock.now() / 1000));
    case 'EPOCHREALTIME':
      return (shell.host.clock.now() / 1000).toFixed(6);
    case 'BASH_SUBSHELL':
      return String(shell.subshell);
    case 'COLUMNS':
      return shell.tty ? String(shell.tty.columns) : undefined;
    case 'LINES':
      return shell.tty ? String(shell.tty.rows) : undefined;
    case 'SHELLOPTS':
      return [...shell.options].sort().join(':');
    case 'HISTCMD':
      return String(shell.history.length + 1);
    default:
      if (/^[1-9]\d*$/.test(name)) return shell.positional[Number(name) - 1];
      return undefined;
  }
}

const LETTERS: Record<string, string> = {
  allexport: 'a',
  notify: 'b',
  errexit: 'e',
  noglob: 'f',
  hashall: 'h',
  keyword: 'k',
  monitor: 'm',
  noexec: 'n',
  privileged: 'p',
  nounset: 'u',
  verbose: 'v',
  xtrace: 'x',
  braceexpand: 'B',
  noclobber: 'C',
  errtrace: 'E',
  histexpand: 'H',
  physical: 'P',
  functrace: 'T',
};

function flags(shell: Shell): string {
  const letters = [...shell.options].map((name) => LETTERS[name] ?? '');
  if (shell.interactive) letters.push('i');
  if (shell.fromCommandLine) letters.push('c');
  if (shell.fromInput) letters.push('s');
  const order = 'abefhikmnprtuvxBCEHPTcs';
  return letters.sort((a, b) => order.indexOf(a) - order.indexOf(b)).join('');
}

/** The key under which an element is kept; `undefined` for an index before the first. */
function elementKey(shell: Shell, variable: Variable, index: string): string | undefined {
  if (variable.associative) return index.replace(/^(["'])(.*)\1$/s, '$2');
  let number = arithmetic(shell, index);
  if (number < 0n) {
    const top = Math.max(-1, ...[...(variable.elements?.keys() ?? [])].map(Number));
    number += BigInt(top + 1);
    if (number < 0n) return undefined;
  }
  return String(number);
}

function requireKey(shell: Shell, name: string, variable: Variable, index: string): string {
  const key = index.trim() === '' && !variable.associative ? undefined : elementKey(shell, variable, index);
  if (key === undefined) throw new Fatal(`${name}[${index}]: bad array subscript`);
  return key;
}

function requireWritable(name: string, variable: Variable): void {
  if (variable.readonly) throw new VariableError(`${name}: readonly variable`);
}

function convert(shell: Shell, variable: Variable, value: string): string {
  if (variable.integer) return String(arithmetic(shell, value));
  if (variable.lower) return value.toLowerCase();
  if (variable.upper) return value.toUpperCase();
  return value;
}

/** `name=value`, `name+=value`. Assigning to an array sets its element 0. */
export function assignScalar(shell: Shell, name: string, value: string, append = false): void {
  const variable = shell.variables.obtain(name);
  requireWritable(shell.variables.resolve(name), variable);
  setValue(shell, variable, value, append);
  if (shell.option('allexport')) variable.exported = true;
  assigned(shell, name);
}

/** The same for a variable already found. */
export function setValue(shell: Shell, variable: Variable, value: string, append = false): void {
  const before = variable.elements ? variable.elements.get('0') : variable.value;
  const joined = !append
    ? value
    : variable.integer
      ? `${before || '0'}+(${value || '0'})`
      : (before ?? '') + value;
  const converted = convert(shell, variable, joined);
  if (variable.elements) variable.elements.set('0', converted);
  else variable.value = converted;
}

/** `name[index]=value`. */
export function assignElement(
  shell: Shell,
  name: string,
  index: string,
  value: string,
  append = false,
): void {
  const variable = shell.variables.obtain(name);
  requireWritable(name, variable);
  becomeArray(variable);
  const key = requireKey(shell, name, variable, index);
  const before = append ? (variable.elements!.get(key) ?? '') : '';
  variable.elements!.set(
    key,
    append && variable.integer
      ? convert(shell, variable, `${before || 0}+(${value})`)
      : convert(shell, variable, before + value),
  );
}

function becomeArray(variable: Variable): void {
  if (variable.elements) return;
  variable.elements = new Map(variable.value === undefined ? [] : [['0', variable.value]]);
  delete variable.value;
}

/** `name=(…)`, with the elements expanded: plain values, or `[key]=value` pairs. */
export function assignArray(
  shell: Shell,
  name: string,
  variable: Variable,
  items: ({ value: string } | { key: string; value: string; append: boolean })[],
  append: boolean,
): void {
  requireWritable(name, variable);
  delete variable.unset;
  if (append) becomeArray(variable);
  else {
    variable.elements = new Map();
    delete variable.value;
  }
  let next = Math.max(-1, ...[...variable.elements!.keys()].map(Number).filter((n) => !Number.isNaN(n))) + 1;
  let pendingKey: string | undefined;
  for (const item of items) {
    if ('key' in item) {
      const key = requireKey(shell, name, variable, item.key);
      const before = item.append ? (variable.elements!.get(key) ?? '') : '';
      variable.elements!.set(key, convert(shell, variable, before + item.value));
      if (!variable.associative) next = Number(key) + 1;
    } else if (variable.associative) {
      // `declare -A a=(key value key value)`
      if (pendingKey === undefined) pendingKey = item.value;
      else {
        variable.elements!.set(pendingKey, convert(shell, variable, item.value));
        pendingKey = undefined;
      }
    } else variable.elements!.set(String(next++), convert(shell, variable, item.value));
  }
  if (pendingKey !== undefined) variable.elements!.set(pendingKey, '');
}

/** What follows from assigning to a variable that the shell itself uses. */
function assigned(shell: Shell, name: string): void {
  if (name === 'PATH') shell.hashed.clear();
  if (name === 'SECONDS') {
    shell.startedAt = shell.host.clock.now() - 1000 * Number(shell.value('SECONDS') ?? 0);
  }
}

/** All values of `name[@]`. */
export function valuesOf(shell: Shell, name: string): string[] {
  if (name === '@' || name === '*') return shell.positional;
  const variable = variableOf(shell, name);
  if (!variable) return [];
  if (variable.elements) return arrayValues(variable);
  return variable.value === undefined ? [] : [variable.value];
}
