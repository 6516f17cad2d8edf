import { parse } from 'unbash';
import { Fatal, Return } from '../state/flow.ts';
import type { Shell, ShellFunction, Unit } from '../state/shell.ts';
import { runNode } from './node.ts';
import { runStatements, runTrap } from './run.ts';

const DEEPEST = 1000;

/** Calls a function: its own arguments and local variables, everything else shared. */
export async function runFunction(shell: Shell, called: ShellFunction, words: string[]): Promise<void> {
  if (shell.functionDepth >= Number(shell.value('FUNCNEST') || DEEPEST)) {
    throw new Fatal(`${words[0]}: maximum function nesting level exceeded (${shell.functionDepth})`);
  }
  const { positional, unit, loopDepth, line } = shell;
  shell.positional = words.slice(1);
  shell.unit = called.unit;
  shell.loopDepth = 0;
  shell.frames.push({ name: words[0]!, source: called.definedIn, line });
  shell.variables.push();
  const returnTrap = shell.traps.get('RETURN');
  try {
    const { body } = called;
    if (body.type === 'CompoundList') await runStatements(shell, body.commands);
    else await runNode(shell, body);
  } catch (error) {
    if (!(error instanceof Return)) throw error;
    shell.status = error.status;
  } finally {
    shell.variables.pop();
    shell.frames.pop();
    shell.positional = positional;
    shell.unit = unit;
    shell.loopDepth = loopDepth;
    shell.line = line;
  }
  const action = shell.traps.get('RETURN');
  // One set by the function itself is its own.
  if (action && (action !== returnTrap || shell.option('functrace'))) await runTrap(shell, action);
}

/** A function from its definition's text, as kept over a reload. */
export function parseFunction(source: string): ShellFunction | undefined {
  const command = parse(source).commands[0]?.command;
  if (command?.type !== 'Function') return undefined;
  const unit: Unit = { source, firstLine: 1 };
  return { source, body: command.body, unit, definedIn: 'main' };
}
