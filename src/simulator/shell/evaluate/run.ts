import type { Statement } from 'unbash';
import { type Input, Killed } from '../../common/process.ts';
import { orAborted } from '../io/breathe.ts';
import { releaseAll } from '../io/open-file.ts';
import { Exit, Fatal } from '../state/flow.ts';
import { Group } from '../state/group.ts';
import type { Shell } from '../state/shell.ts';
import { signalNumber } from '../state/signals.ts';
import { expandAliases } from '../syntax/aliases.ts';
import { ashWords } from '../syntax/ash-words.ts';
import { asDash } from '../syntax/dash-refusals.ts';
import { dashWords } from '../syntax/dash-words.ts';
import { lineAt, parseScript } from '../syntax/parse.ts';
import { printCommand } from '../syntax/print.ts';
import { startJob } from './job.ts';
import { runNode } from './node.ts';

/** Called after a command of a script's own, with its text. */
export type AfterCommand = (line: string, status: number) => Promise<void> | void;

/** Runs commands in order; gives the last one's status. */
export async function runStatements(
  shell: Shell,
  statements: readonly Statement[],
  after?: (statement: Statement) => Promise<void> | void,
): Promise<number> {
  for (const statement of statements) {
    await shell.checkpoint();
    if (shell.option('noexec') && !shell.interactive) return shell.status;
    if (shell.pendingTraps.length > 0) await runPendingTraps(shell);
    if (statement.background) await startJob(shell, statement);
    else await runNode(shell, statement.command);
    await after?.(statement);
  }
  if (shell.pendingTraps.length > 0) await runPendingTraps(shell);
  return shell.status;
}

interface TextOptions {
  /** Line number of its first line. */
  firstLine?: number;
  /** What syntax errors are told to be in: `eval`, `-c`. */
  label?: string;
  after?: AfterCommand | undefined;
  /** The text is the shell's whole program: after an error on one line it goes on with the next. */
  main?: boolean;
}

/** Parses and runs a text in this shell: a script, `eval`, `source`, a trap. */
export async function runText(shell: Shell, text: string, options: TextOptions = {}): Promise<number> {
  const { firstLine = 1, label = '', after } = options;
  const aliases = new Map(knownAliases(shell));
  const source = expandAliases(text, aliases);
  const before = shell.unit;
  shell.unit = { source, firstLine };
  try {
    const read = parseScript(source);
    const parsed = shell.flavour === 'dash' ? asDash(source, read) : read;
    if (shell.option('noexec')) {
      if (!parsed.problem) return shell.status;
      await complainAboutSyntax(shell, source, parsed.problem, label);
      throw new Exit(2);
    }
    if (parsed.commands.length === 0 && !parsed.problem) shell.status = 0;
    const tell = ({ pos, end }: Statement) => after?.(source.slice(pos, end), shell.status);
    const run = (statements: readonly Statement[]): Promise<unknown> =>
      options.main ? runLines(shell, source, statements, tell) : runStatements(shell, statements, tell);
    const lines = /\balias\b/.test(source) ? byLine(source, parsed.commands) : [parsed.commands];
    for (const [i, line] of lines.entries()) {
      await run(line);
      const next = lines[i + 1]?.[0];
      if (next && !equal(aliases, knownAliases(shell))) {
        // bash reads a line when it comes to it: what was made an alias until then is one.
        const skipped = source.slice(0, next.pos).split('\n').length - 1;
        return await runText(shell, source.slice(next.pos), { ...options, firstLine: firstLine + skipped });
      }
    }
    if (parsed.problem) {
      await complainAboutSyntax(shell, source, parsed.problem, label);
      shell.status = 2;
      const inner = label === 'eval' && shell.flavour === 'bash';
      if (!shell.interactive && shell.sourceDepth === 0 && !inner) throw new Exit(2);
    }
    return shell.status;
  } finally {
    shell.unit = before;
  }
}

/** Aliases as far as this shell heeds them. */
function knownAliases(shell: Shell): ReadonlyMap<string, string> {
  const heeds = shell.flavour !== 'bash' || shell.interactive || shell.shopts.has('expand_aliases');
  return heeds ? shell.aliases : new Map();
}

const equal = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([name, value]) => b.get(name) === value);

/** The commands that begin on one line together. */
function byLine(source: string, statements: readonly Statement[]): Statement[][] {
  const lines: Statement[][] = [];
  for (const [i, statement] of statements.entries()) {
    const before = statements[i - 1];
    const line = before && !source.slice(before.end, statement.pos).includes('\n') ? lines.at(-1) : undefined;
    if (line) line.push(statement);
    else lines.push([statement]);
  }
  return lines;
}

async function runLines(
  shell: Shell,
  source: string,
  statements: readonly Statement[],
  after: (statement: Statement) => Promise<void> | void,
): Promise<void> {
  let dropped = -1;
  for (const statement of statements) {
    if (dropped !== -1 && !source.slice(dropped, statement.pos).includes('\n')) continue;
    dropped = -1;
    try {
      await runStatements(shell, [statement], after);
    } catch (error) {
      if (!(error instanceof Fatal) || error.ends || shell.flavour !== 'bash') throw error;
      await shell.complain(error.message);
      shell.status = error.status;
      dropped = statement.end;
    }
  }
}

async function complainAboutSyntax(
  shell: Shell,
  source: string,
  problem: { at: number; message: string },
  label: string,
): Promise<void> {
  const { message } = problem;
  const opened = message.startsWith('unexpected EOF');
  const atEnd = message.endsWith('end of file');
  const lines = source.replace(/\n$/, '').split('\n');
  // dash counts the newlines that it has read; bash has begun another line.
  const last = shell.flavour === 'dash' ? source.split('\n').length : lines.length + 1;
  const line = atEnd ? last : lineAt(source, problem.at);
  shell.line = shell.unit.firstLine + line - 1;
  const file = shell.interactive ? shell.sourced : undefined;
  const place = [file, label]
    .filter(Boolean)
    .map((part) => `${part}: `)
    .join('');
  const prefix = place
    ? `${shell.prefix().replace(/line \d+: $/, '')}${place}line ${shell.line}: `
    : shell.prefix();
  const end = atEnd || opened ? source.length : problem.at;
  const words = {
    bash: () => message,
    dash: () => dashWords(message, source.slice(0, end)),
    ash: () => ashWords(message, source.slice(0, end)),
  };
  await shell.write(2, `${prefix}${words[shell.flavour]()}\n`);
  if (shell.flavour !== 'bash') return;
  if (!opened && !atEnd && !shell.interactive) {
    await shell.write(2, `${prefix}\`${lines[line - 1] ?? ''}'\n`);
  }
}

/** Runs the actions of traps whose signals came meanwhile; `$?` is kept. */
export async function runPendingTraps(shell: Shell): Promise<void> {
  while (shell.pendingTraps.length > 0) {
    const name = shell.pendingTraps.shift()!;
    const action = shell.traps.get(name);
    if (action) await runTrap(shell, action);
  }
}

export async function runTrap(shell: Shell, action: string): Promise<void> {
  const { status, trapped, command } = shell;
  shell.trapped ??= command && printCommand(command.node, command.source);
  try {
    await runText(shell, action, { firstLine: shell.line });
  } finally {
    shell.trapped = trapped;
  }
  shell.status = status;
  shell.command = command;
}

/** Tells of an error that ends a shell, and sets the status that it ends with. */
export async function tellFatal(shell: Shell, { message, status }: Fatal): Promise<void> {
  await shell.complain(message);
  shell.status = shell.flavour === 'bash' ? status : 2;
}

/** The EXIT trap, once. */
export async function runExitTrap(shell: Shell): Promise<void> {
  const action = shell.traps.get('EXIT');
  shell.traps.delete('EXIT');
  if (!action) return;
  // bash counts its lines on their own.
  if (shell.flavour === 'bash') shell.line = 1;
  try {
    await runTrap(shell, action);
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    shell.status = error.status;
  }
}

/** Everything an input holds. */
export async function readAll(input: Input, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await orAborted(input.read(signal), signal);
    if (!chunk) break;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The exit status of what ended by a signal. */
export const killedStatus = (error: Killed): number => 128 + signalNumber(error.signalName);

/** Runs a whole script as a shell of its own, with its EXIT trap; gives the exit status. */
export async function runProgramText(
  shell: Shell,
  source: string,
  label = '',
  after?: AfterCommand,
): Promise<number> {
  try {
    try {
      await runText(shell, source, { label, after, main: true });
    } catch (error) {
      if (error instanceof Exit) shell.status = error.status;
      else if (error instanceof Fatal) await tellFatal(shell, error);
      else if (error instanceof Killed && error.signalName !== 'SIGKILL') {
        // The shell ends by the signal, but its EXIT trap runs first.
        shell.group = new Group();
        shell.status = killedStatus(error);
        await runExitTrap(shell);
        throw error;
      } else throw error;
    }
    await runExitTrap(shell);
    return shell.status;
  } finally {
    releaseAll(shell.descriptors);
  }
}
