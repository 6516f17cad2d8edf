import { Killed, type SignalName, type Tty } from '../common/process.ts';
import { complete } from './completion/index.ts';
import { heldBack } from './evaluate/foreground.ts';
import { runExitTrap, runPendingTraps, runText } from './evaluate/run.ts';
import { remember, saveHistory } from './history.ts';
import { expandHistory, HistoryError, type LastSubstitution } from './history-expansion.ts';
import { renderPrompt } from './prompt.ts';
import { Exit, Fatal, Return } from './state/flow.ts';
import { Group } from './state/group.ts';
import { describeJob } from './state/jobs.ts';
import type { Shell } from './state/shell.ts';
import { signalNumber } from './state/signals.ts';
import { VariableError } from './state/variables.ts';
import { expandAliases } from './syntax/aliases.ts';
import { isIncomplete, parseScript } from './syntax/parse.ts';
import { LineEditor } from './tty/editor.ts';

export interface InteractiveOptions {
  /** A prompt is about to take keys. */
  onPrompt?(): void;
  /** A command line ended. */
  onCommand?(command: { line: string; status: number }): void;
}

/** The prompt of Debian's bash, in its colours. */
export const PROMPT = '\\[\\e[01;32m\\]\\u@\\h\\[\\e[00m\\]:\\[\\e[01;34m\\]\\w\\[\\e[00m\\]\\$ ';

/** The read-eval-print loop of an interactive shell on a terminal. */
export class Interactive {
  private readonly shell: Shell;
  private readonly tty: Tty;
  private readonly options: InteractiveOptions;
  private readonly editor: LineEditor;
  private readonly lastSubstitution: LastSubstitution = {};
  private running: Group | undefined;

  constructor(shell: Shell, tty: Tty, options: InteractiveOptions = {}) {
    this.shell = shell;
    this.tty = tty;
    this.options = options;
    this.editor = new LineEditor(tty, {
      history: () => shell.history,
      complete: (before) => complete(shell, before),
    });
  }

  /** A signal from the terminal: for the job in the foreground. An interactive shell itself ignores it. */
  deliver(name: SignalName): void {
    (this.shell.foreground ?? this.running)?.kill(name);
  }

  /** Runs until `exit` or the end of the input; gives the exit status. */
  async loop(): Promise<number> {
    const { shell } = this;
    try {
      for (;;) {
        const line = await this.readCommand();
        if (line === undefined) {
          await this.tty.output.write(shell.flavour === 'bash' ? '\nexit\n' : '\n');
          if (await heldBack(shell)) continue;
          break;
        }
        if (line === '') continue;
        const warned = shell.warnedOfJobs;
        await this.execute(line);
        // A second `exit` right after the warning is meant.
        if (warned) shell.warnedOfJobs = false;
      }
    } catch (error) {
      if (!(error instanceof Exit)) throw error;
      shell.status = error.status;
    }
    shell.group = new Group();
    await runExitTrap(shell);
    saveHistory(shell, false);
    for (const job of shell.jobs.list)
      if (!job.disowned && job.status === undefined) job.group.kill('SIGHUP');
    return shell.status;
  }

  /** A whole command, over as many lines as it needs; `undefined` at the end of the input. */
  private async readCommand(): Promise<string | undefined> {
    const { shell } = this;
    await this.reportJobs();
    await this.promptCommand();
    let text = '';
    for (;;) {
      const raw = shell.value(text === '' ? 'PS1' : 'PS2') ?? (text === '' ? '\\$ ' : '> ');
      this.options.onPrompt?.();
      const typed = await this.editor.read(renderPrompt(shell, raw));
      if (typed === 'interrupt') {
        shell.status = 130;
        return '';
      }
      if (typed === 'end') {
        if (text === '') return undefined;
        await this.tty.output.write('\n');
        await this.run(`${text}\n`);
        // The end of the input completes a here-document; in any other command it ends the shell.
        if (!parseScript(`${text}\n`).problem) return '';
        await this.tty.output.write('exit\n');
        throw new Exit(2);
      }
      text = text === '' ? typed.line : `${text}\n${typed.line}`;
      if (text.trim() === '') return '';
      const expanded = await this.expand(text);
      if (expanded === undefined) return '';
      text = expanded;
      if (!isIncomplete(`${expandAliases(text, shell.aliases)}\n`)) return text;
    }
  }

  /** `!!` and its like: shown before it runs, as bash does. */
  private async expand(text: string): Promise<string | undefined> {
    const { shell } = this;
    if (shell.flavour !== 'bash' || !shell.option('histexpand')) return text;
    try {
      const expanded = expandHistory(shell.history, text, this.lastSubstitution);
      if (expanded === undefined) return text;
      await this.tty.output.write(`${expanded.text}\n`);
      if (!expanded.shown) return expanded.text;
      remember(shell, expanded.text);
      return undefined;
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error;
      await this.tty.output.write(`${shell.prefix()}${error.message}\n`);
      return undefined;
    }
  }

  private async execute(text: string): Promise<void> {
    const { shell } = this;
    remember(shell, onOneLine(text));
    await this.run(text);
    this.options.onCommand?.({ line: text, status: shell.status });
  }

  private async run(text: string): Promise<void> {
    const { shell } = this;
    const group = new Group();
    group.trap = (name) => shell.takeSignal(name);
    this.running = group;
    shell.group = group;
    try {
      await runText(shell, text);
      await runPendingTraps(shell);
    } catch (error) {
      await this.settle(error);
    } finally {
      this.running = undefined;
      shell.group = new Group();
      shell.tested = 0;
      shell.loopDepth = 0;
      this.resetTerminal();
    }
  }

  /** What ends a line but not the shell. */
  private async settle(error: unknown): Promise<void> {
    const { shell } = this;
    if (error instanceof Exit) throw error;
    shell.group = new Group();
    if (error instanceof Killed) {
      shell.status = 128 + signalNumber(error.signalName);
      if (error.signalName === 'SIGINT') await this.tty.output.write('\n');
    } else if (error instanceof Fatal || error instanceof VariableError) {
      await shell.complain(error.message);
      shell.status = error instanceof Fatal ? error.status : 1;
    } else if (error instanceof Return) shell.status = error.status;
    else {
      await shell.complain(error instanceof Error ? error.message : String(error));
      shell.status = 1;
    }
  }

  private resetTerminal(): void {
    this.tty.setEcho(true);
    this.tty.setRaw(false);
  }

  private async promptCommand(): Promise<void> {
    const { shell } = this;
    const command = shell.value('PROMPT_COMMAND');
    if (!command) return;
    const { status, pipeStatus, lastArgument } = shell;
    await this.run(command);
    Object.assign(shell, { status, pipeStatus, lastArgument });
  }

  /** `[1]+  Done   sleep 5`, before the next prompt. */
  private async reportJobs(): Promise<void> {
    const { shell } = this;
    // A job that ended just now has its status in a later microtask.
    await Promise.resolve();
    const seen = shell.jobs.list.filter(({ signalled }) => !signalled);
    for (const job of shell.jobs.list) job.signalled = false;
    const ended = seen.filter(({ status }) => status !== undefined);
    const stopped = seen.filter((job) => !job.told && shell.jobs.stopped.includes(job));
    for (const job of shell.jobs.list.filter((one) => ended.includes(one) || stopped.includes(one))) {
      const blank = stopped.includes(job) ? '\n' : '';
      await this.tty.output.write(`${blank}${describeJob(shell.jobs, job)}\n`);
      job.told = true;
    }
    for (const job of ended) shell.jobs.remove(job);
  }
}

/** A command of several lines as bash keeps it in the history (`cmdhist`). */
function onOneLine(text: string): string {
  const lines = text.split('\n');
  let out = lines[0]!;
  for (let i = 1; i < lines.length; i++) {
    const before = lines.slice(0, i).join('\n');
    if (/\\$/.test(out)) out = out.slice(0, -1) + lines[i];
    else if (/<</.test(before) || isQuoteOpen(before)) out += `\n${lines[i]}`;
    else if (/(?:^|\s|;)(?:do|then|else|\{|\()$|(?:&&|\|\|?|;|\()\s*$/.test(out))
      out += ` ${lines[i]!.trimStart()}`;
    else out += `; ${lines[i]!.trimStart()}`;
  }
  return /<</.test(text) && lines.length > 1 ? `${out}\n` : out;
}

function isQuoteOpen(text: string): boolean {
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '\\' && quote !== "'") i++;
    else if (quote === c) quote = '';
    else if (quote === '' && (c === '"' || c === "'")) quote = c;
  }
  return quote !== '';
}
