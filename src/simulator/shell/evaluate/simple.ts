import type { Assignment, Command, CommandArgument, Word } from 'unbash';
import { BrokenPipe } from '../../common/process.ts';
import { builtin, DECLARING, SPECIAL } from '../builtins/index.ts';
import { quoteIfNeeded } from '../expand/quote.ts';
import { finishProcessFiles } from '../expand/substitution.ts';
import { expandWords, parseWord } from '../expand/word.ts';
import { Break, Exit, Return } from '../state/flow.ts';
import type { Shell } from '../state/shell.ts';
import { VariableError } from '../state/variables.ts';
import { assign, assignmentText } from './assign.ts';
import { runExternal } from './external.ts';
import { runFunction } from './function.ts';
import { applyRedirects, type Restore, tellRefusal, withRedirects } from './redirect.ts';
import { runTrap } from './run.ts';
import { trace } from './trace.ts';

/** Runs `NAME=value… command argument… redirection…`. */
export async function runSimple(shell: Shell, node: Command): Promise<void> {
  const debug = shell.traps.get('DEBUG');
  if (debug && (shell.functionDepth === 0 || shell.option('functrace'))) await runDebugTrap(shell, debug);
  const processFiles = shell.processFiles.length;
  shell.substituted = false;
  try {
    const words = await commandWords(shell, node);
    for (const message of shell.complaints.splice(0)) await shell.complain(message);
    const assignments = node.prefix.filter((item): item is Assignment => item.type === 'Assignment');
    // dash knows neither `a+=b` nor `a[0]=b`: to it they are names of commands.
    const odd = shell.flavour === 'dash' ? assignments.findIndex(({ append, index }) => append || index) : -1;
    if (odd !== -1) words.unshift(...assignments.splice(odd).map(({ text }) => text));
    if (words.length === 0) await runAssignments(shell, node, assignments);
    else await runWords(shell, node, words, assignments);
  } finally {
    if (shell.processFiles.length > processFiles) await finishProcessFiles(shell, processFiles);
  }
}

/** Runs the DEBUG trap before a command; not for its own commands. */
async function runDebugTrap(shell: Shell, action: string): Promise<void> {
  shell.traps.delete('DEBUG');
  await runTrap(shell, action);
  if (!shell.traps.has('DEBUG')) shell.traps.set('DEBUG', action);
}

/** The name and arguments, expanded. `export a=$b` and its like do not split what they assign. */
async function commandWords(shell: Shell, node: Command): Promise<string[]> {
  if (!node.name) return [];
  const words = await expandWords(shell, [node.name]);
  const plain: Word[] = [];
  const flush = async () => words.push(...(await expandWords(shell, plain.splice(0))));
  for (const argument of node.args) {
    if (argument.type === 'Word') plain.push(argument);
    else if (argument.value.type === 'ArrayValue' || DECLARING.has(words[0]!)) {
      await flush();
      words.push(await assignmentText(shell, argument));
    } else plain.push(wordOf(argument));
  }
  await flush();
  return words;
}

const asWord = new WeakMap<CommandArgument, Word>();

function wordOf(argument: Assignment): Word {
  let word = asWord.get(argument);
  if (!word) {
    word = parseWord(argument.text);
    asWord.set(argument, word);
  }
  return word;
}

async function runAssignments(shell: Shell, node: Command, assignments: Assignment[]): Promise<void> {
  await withRedirects(shell, node.redirects, async () => {
    if (!shell.substituted) shell.status = 0;
    for (const assignment of assignments) {
      const text = await assign(shell, assignment);
      await trace(shell, text);
    }
    if (!shell.substituted) shell.status = 0;
  });
}

async function runWords(
  shell: Shell,
  node: Command,
  words: string[],
  assignments: Assignment[],
): Promise<void> {
  const name = words[0]!;
  const called = shell.functions.get(name);
  // `%1` is `fg %1`.
  const isJob = /^%\S*$/.test(name) && shell.option('monitor');
  const builtinCommand = called ? undefined : builtin(shell, isJob ? 'fg' : name);
  let restore: Restore;
  try {
    restore = await applyRedirects(shell, node.redirects);
  } catch (error) {
    await tellRefusal(shell, error);
    if (shell.flavour !== 'bash' && SPECIAL.has(name) && !shell.interactive) throw new Exit(2);
    return;
  }
  if (name === 'exec' && builtinCommand && words.length === 1) restore.keep();
  const scoped = assignments.length > 0;
  if (scoped) shell.variables.push();
  try {
    for (const assignment of assignments) {
      const text = await assign(shell, assignment, { exported: true });
      await trace(shell, text);
    }
    await trace(shell, words.map(quoteIfNeeded).join(' '));
    if (called) await runFunction(shell, called, words);
    else if (builtinCommand) await runBuiltin(shell, builtinCommand, isJob ? ['fg', ...words] : words);
    else await runExternal(shell, words, shell.variables.environment());
  } finally {
    if (scoped) shell.variables.pop();
    shell.lastArgument = words.at(-1)!;
    await restore();
  }
}

type Builtin = NonNullable<ReturnType<typeof builtin>>;

async function runBuiltin(shell: Shell, run: Builtin, words: string[]): Promise<void> {
  try {
    shell.status = await run(shell, words);
    shell.pipeStatus = [shell.status];
  } catch (error) {
    if (error instanceof Break || error instanceof Return || error instanceof Exit) throw error;
    if (error instanceof BrokenPipe) throw error;
    if (error instanceof Error && error.message === 'No space left on device') {
      await shell.complain(`${words[0]}: write error: ${error.message}`);
      shell.status = 1;
    } else if (error instanceof VariableError) {
      await shell.complain(error.message);
      shell.status = 1;
    } else throw error;
  }
}
