import type { AndOr, CommandNode, CompoundCommand, PipelineNode, Redirected, TestCommand } from 'unbash';
import { evaluateArithmetic } from '../expand/word.ts';
import { Exit, Fatal } from '../state/flow.ts';
import type { Shell } from '../state/shell.ts';
import { VariableError } from '../state/variables.ts';
import { lineAt } from '../syntax/parse.ts';
import { printCommand } from '../syntax/print.ts';
import { runArithmeticFor, runCase, runFor, runIf, runLoop, runSelect } from './compound.ts';
import { InvalidExpression, testExpression } from './condition.ts';
import { inForeground } from './foreground.ts';
import { startCoprocess } from './job.ts';
import { runPipeline } from './pipeline.ts';
import { withRedirects } from './redirect.ts';
import { runStatements, runTrap } from './run.ts';
import { runSimple } from './simple.ts';
import { subshell } from './subshell.ts';
import { trace } from './trace.ts';

type AnyNode = PipelineNode | AndOr | CommandNode | CompoundCommand;

/** Runs one command of any kind and sets the status. */
export async function runNode(shell: Shell, node: AnyNode): Promise<void> {
  switch (node.type) {
    case 'AndOr':
      return runAndOr(shell, node);
    case 'Pipeline':
      await runPipeline(shell, node);
      return checkFailure(
        shell,
        node.prefixes.some((prefix) => prefix.type === 'Negation'),
      );
    case 'Command':
      setCommand(shell, node);
      await guarded(shell, () => runSimple(shell, node));
      return checkFailure(shell);
    case 'Redirected':
      return runRedirected(shell, node);
    case 'Function':
      shell.functions.set(node.name.text, {
        source: shell.unit.source.slice(node.pos, node.end),
        body: node.body,
        unit: shell.unit,
        definedIn: shell.frames.at(-1)?.source ?? inputName(shell),
      });
      shell.status = 0;
      return;
    case 'Coproc':
      return startCoprocess(shell);
    default:
      return runCompound(shell, node);
  }
}

/** Notes the command that is to run now: for `$LINENO`, `$BASH_COMMAND` and `jobs`. */
function setCommand(shell: Shell, node: CommandNode | CompoundCommand): void {
  setLine(shell, node.pos);
  shell.command = { node, source: shell.unit.source };
}

export function setLine(shell: Shell, at: number): void {
  const before = shell.line;
  const line = shell.unit.firstLine + lineAt(shell.unit.source, at) - 1;
  if (line !== before) shell.line = line;
}

/** A refused assignment drops the rest of the line, as an expansion error does. */
async function guarded(shell: Shell, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    throw new Fatal(error.message, shell.flavour === 'bash' ? 1 : 2, shell.flavour !== 'bash');
  }
}

/** `set -e` and the ERR trap. */
export async function checkFailure(shell: Shell, negated = false): Promise<void> {
  if (shell.status === 0 || shell.tested > 0 || negated) return;
  const action = shell.traps.get('ERR');
  if (action && (shell.functionDepth === 0 || shell.option('errtrace'))) await runTrap(shell, action);
  if (shell.option('errexit')) throw new Exit(shell.status);
}

async function runAndOr(shell: Shell, node: AndOr): Promise<void> {
  const last = node.commands.length - 1;
  for (const [i, command] of node.commands.entries()) {
    if (i > 0 && (node.operators[i - 1] === '&&') !== (shell.status === 0)) continue;
    if (i < last) await tested(shell, () => runNode(shell, command));
    else await runNode(shell, command);
  }
}

/** Runs something whose failure is asked about: `set -e` looks away. */
export async function tested(shell: Shell, run: () => Promise<unknown>): Promise<void> {
  shell.tested++;
  try {
    await run();
  } finally {
    shell.tested--;
  }
}

async function runRedirected(shell: Shell, node: Redirected): Promise<void> {
  setLine(shell, node.pos);
  await withRedirects(shell, node.redirects, () => runCompound(shell, node.command));
  if (shell.status !== 0 && node.redirects.length > 0) await checkFailure(shell);
}

async function runCompound(shell: Shell, node: CompoundCommand): Promise<void> {
  switch (node.type) {
    case 'If':
      return runIf(shell, node);
    case 'While':
      return runLoop(shell, node);
    case 'For':
      return runFor(shell, node);
    case 'ArithmeticFor':
      return runArithmeticFor(shell, node);
    case 'Select':
      return runSelect(shell, node);
    case 'Case':
      return runCase(shell, node);
    case 'BraceGroup':
      await runStatements(shell, node.body.commands);
      return;
    case 'Subshell': {
      setCommand(shell, node);
      const child = shell.fork();
      const status = await inForeground(
        shell,
        () => printCommand(node, shell.unit.source),
        (group) => {
          child.group = group;
          return subshell(child, () => runStatements(child, node.body.commands));
        },
        (result) => result,
      );
      if (status === undefined) return;
      shell.status = status;
      setCommand(shell, node);
      await shell.checkpoint();
      return checkFailure(shell);
    }
    case 'TestCommand':
      setCommand(shell, node);
      if (shell.flavour === 'dash') {
        await shell.complain('[[: not found');
        shell.status = 127;
        return checkFailure(shell);
      }
      await guarded(shell, async () => {
        shell.status = await conditionStatus(shell, node.expression);
      });
      return checkFailure(shell);
    case 'ArithmeticCommand':
      setCommand(shell, node);
      await trace(shell, `(( ${node.body} ))`);
      shell.status = await arithmeticStatus(shell, node.body, '((');
      return checkFailure(shell);
  }
}

async function conditionStatus(shell: Shell, expression: TestCommand['expression']): Promise<number> {
  try {
    return (await testExpression(shell, expression)) ? 0 : 1;
  } catch (error) {
    if (error instanceof InvalidExpression) return 2;
    if (!(error instanceof Fatal) || error.ends) throw error;
    await shell.complain(`[[: ${error.message}`);
    return 1;
  }
}

/** `((…))` and `let`: status 0 when the value is not. */
export async function arithmeticStatus(shell: Shell, text: string, label: string): Promise<number> {
  try {
    return (await evaluateArithmetic(shell, text)) === 0n ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Fatal || error instanceof VariableError)) throw error;
    await shell.complain(`${label}: ${error.message}`);
    return 1;
  }
}

/** What bash calls the place that a shell's own commands come from. */
function inputName(shell: Shell): string {
  if (shell.isScript) return shell.name;
  return shell.fromCommandLine ? 'environment' : 'main';
}
