import { assignDeclared } from '../evaluate/assign.ts';
import { trace } from '../evaluate/trace.ts';
import { declaration } from '../expand/operations.ts';
import { quoteIfNeeded } from '../expand/quote.ts';
import { assignElement } from '../expand/values.ts';
import { expandText } from '../expand/word.ts';
import type { Shell } from '../state/shell.ts';
import { NAME, type Variable, VariableError } from '../state/variables.ts';
import { printFunction } from '../syntax/print.ts';
import { type Builtin, badOption, parseOptions } from './support.ts';

interface Pair {
  name: string;
  index: string | undefined;
  append: boolean;
  value: string | undefined;
}

function splitAssignment(word: string): Pair | undefined {
  const match = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(?:(\+?)=([\s\S]*))?$/.exec(word);
  if (!match) return undefined;
  return { name: match[1]!, index: match[2], append: match[3] === '+', value: match[4] };
}

async function invalid(shell: Shell, command: string, word: string): Promise<number> {
  await shell.complain(`${command}: \`${word}': not a valid identifier`);
  return 1;
}

/** `declare`, `typeset`, `local`. */
export const declare: Builtin = async (shell, words) => {
  const command = words[0]!;
  const options = parseOptions(words, '+aAfFgiIlnrtuxp');
  if (options.invalid) {
    const usage =
      command === 'local'
        ? 'local [option] name[=value] ...'
        : `${command} [-aAfFgiIlnrtux] [name[=value] ...] or ${command} -p [-aAfFilnrtux] [name ...]`;
    return badOption(shell, words, options, usage);
  }
  const { flags, rest } = options;
  if (command === 'local' && shell.functionDepth === 0) {
    await shell.complain('local: can only be used in a function');
    return 1;
  }
  if (flags.has('f') || flags.has('F')) return declareFunctions(shell, flags, rest);
  if (flags.has('p') || rest.length === 0) return printDeclarations(shell, command, flags, rest);
  let status = 0;
  for (const word of rest) {
    const pair = splitAssignment(word);
    if (!pair) {
      status = await invalid(shell, command, word);
      continue;
    }
    try {
      await declareOne(
        shell,
        pair,
        flags,
        command !== 'local' && (flags.has('g') || shell.functionDepth === 0),
      );
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      await shell.complain(
        shell.functionDepth > 0 || command !== 'declare'
          ? `${command}: ${error.message}`
          : `declare: ${error.message}`,
      );
      status = 1;
    }
  }
  return status;
};

async function declareOne(
  shell: Shell,
  pair: Pair,
  flags: Map<string, string>,
  global: boolean,
): Promise<void> {
  const variable = global
    ? flags.has('g')
      ? shell.variables.global(pair.name)
      : flags.has('n')
        ? (shell.variables.own(pair.name) ?? shell.variables.global(pair.name))
        : shell.variables.obtain(pair.name)
    : shell.variables.local(pair.name);
  if (variable.readonly && (pair.value !== undefined || flags.has('+r'))) {
    throw new VariableError(`${pair.name}: readonly variable`);
  }
  if ((flags.has('a') || flags.has('A') || pair.index !== undefined) && !variable.elements) {
    variable.elements = new Map(variable.value === undefined ? [] : [['0', variable.value]]);
    variable.unset = true;
    delete variable.value;
  }
  if (flags.has('A')) variable.associative = true;
  setFlag(variable, 'integer', flags, 'i');
  setFlag(variable, 'lower', flags, 'l');
  setFlag(variable, 'upper', flags, 'u');
  setFlag(variable, 'exported', flags, 'x');
  setFlag(variable, 'reference', flags, 'n');
  if (pair.value !== undefined) {
    if (flags.has('n')) variable.value = pair.value;
    else if (pair.index !== undefined) {
      const key = variable.associative ? pair.index : await expandText(shell, pair.index);
      assignElement(shell, pair.name, key, pair.value, pair.append);
    } else await assignDeclared(shell, variable, pair.name, pair.value, pair.append);
  }
  if (flags.has('r')) variable.readonly = true;
}

type Flag = 'integer' | 'lower' | 'upper' | 'exported' | 'reference';

function setFlag(variable: Variable, name: Flag, flags: Map<string, string>, letter: string): void {
  if (flags.has(letter)) variable[name] = true;
  if (flags.has(`+${letter}`)) delete variable[name];
}

async function declareFunctions(shell: Shell, flags: Map<string, string>, names: string[]): Promise<number> {
  let status = 0;
  for (const name of names.length > 0 ? names : [...shell.functions.keys()].sort()) {
    const definition = shell.functions.get(name);
    if (!definition) status = 1;
    else if (flags.has('F')) await shell.write(1, names.length > 0 ? `${name}\n` : `declare -f ${name}\n`);
    else await shell.write(1, `${printFunction(name, definition.body, definition.unit.source)}\n`);
  }
  return status;
}

async function printDeclarations(
  shell: Shell,
  command: string,
  flags: Map<string, string>,
  names: string[],
): Promise<number> {
  let status = 0;
  const wanted = names.length > 0 ? names : shell.variables.names();
  for (const name of wanted) {
    const variable = shell.variables.own(name);
    if (!variable) {
      await shell.complain(`${command}: ${name}: not found`);
      status = 1;
      continue;
    }
    const fits =
      names.length > 0 ||
      ((!flags.has('x') || variable.exported) &&
        (!flags.has('r') || variable.readonly) &&
        (!flags.has('i') || variable.integer) &&
        (!flags.has('a') || (variable.elements && !variable.associative)) &&
        (!flags.has('A') || variable.associative));
    if (!fits) continue;
    const plain = names.length === 0 && flags.size === 0;
    await shell.write(
      1,
      `${plain ? `${name}=${quoteIfNeeded(variable.value ?? '')}` : declaration(name, variable)}\n`,
    );
  }
  return status;
}

/** `export` and `readonly`. */
export const mark: Builtin = async (shell, words) => {
  const command = words[0]!;
  const options = parseOptions(words, command === 'export' ? 'fnp' : 'aAfp');
  if (options.invalid) {
    const usage =
      command === 'export'
        ? 'export [-fn] [name[=value] ...] or export -p'
        : 'readonly [-aAf] [name[=value] ...] or readonly -p';
    return badOption(shell, words, options, usage);
  }
  const { flags, rest } = options;
  const key = command === 'export' ? 'exported' : 'readonly';
  if (rest.length === 0) {
    for (const name of shell.variables.names()) {
      const variable = shell.variables.own(name)!;
      if (!variable[key]) continue;
      if (shell.flavour === 'bash') await shell.write(1, `${declaration(name, variable)}\n`);
      else await shell.write(1, `${command} ${name}='${variable.value ?? ''}'\n`);
    }
    return 0;
  }
  let status = 0;
  for (const word of rest) {
    if (flags.has('f')) {
      if (!shell.functions.has(word)) {
        await shell.complain(`${command}: ${word}: not a function`);
        status = 1;
      }
      continue;
    }
    const pair = splitAssignment(word);
    if (!pair) {
      status = await invalid(shell, command, word);
      continue;
    }
    const variable = shell.variables.obtain(pair.name);
    if (flags.has('a') && !variable.elements) variable.elements = new Map();
    if (flags.has('A')) {
      variable.elements ??= new Map();
      variable.associative = true;
    }
    try {
      if (pair.value !== undefined) {
        await assignDeclared(shell, variable, pair.name, pair.value, pair.append);
        await trace(shell, `${pair.name}=${quoteIfNeeded(pair.value)}`);
      }
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      await shell.complain(`${error.message}`);
      status = 1;
      continue;
    }
    if (flags.has('n')) delete variable.exported;
    else variable[key] = true;
    if (pair.name === 'PATH') shell.hashed.clear();
  }
  return status;
};

export const unset: Builtin = async (shell, words) => {
  const options = parseOptions(words, 'fvn');
  if (options.invalid) return badOption(shell, words, options, 'unset [-f] [-v] [-n] [name ...]');
  let status = 0;
  for (const word of options.rest) {
    const element = /^([A-Za-z_]\w*)\[([\s\S]*)\]$/.exec(word);
    if (options.flags.has('f')) {
      shell.functions.delete(word);
      continue;
    }
    if (!NAME.test(element?.[1] ?? word)) {
      // Not a name at all: unset looks for a function of that name, and says nothing when there is none.
      shell.functions.delete(word);
      continue;
    }
    try {
      if (element) unsetElement(shell, element[1]!, element[2]!);
      else if (options.flags.has('n')) shell.variables.unset(word, undefined, false);
      else if (options.flags.has('v') || shell.variables.get(word)) shell.variables.unset(word);
      else shell.functions.delete(word);
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      await shell.complain(error.message);
      status = 1;
    }
  }
  return status;
};

function unsetElement(shell: Shell, name: string, index: string): void {
  const variable = shell.variables.get(name);
  if (!variable) return;
  if (index === '@' || index === '*') variable.elements?.clear();
  else if (variable.associative) shell.variables.unset(name, index.replace(/^(["'])(.*)\1$/s, '$2'));
  else {
    const keys = [...(variable.elements?.keys() ?? [])].map(Number);
    const number = Number(index);
    shell.variables.unset(name, String(number < 0 ? Math.max(...keys) + 1 + number : number));
  }
}
