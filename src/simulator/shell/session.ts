import type { Host, Limit, SignalName, User } from '../common/process.ts';
import { parseFunction } from './evaluate/function.ts';
import { runText } from './evaluate/run.ts';
import { loadHistory } from './history.ts';
import { Interactive, PROMPT } from './interactive.ts';
import { OpenFile } from './io/open-file.ts';
import { identityOf } from './process/identity.ts';
import { importEnvironment, loginEnvironment } from './setup.ts';
import { Jobs } from './state/jobs.ts';
import { Shell } from './state/shell.ts';
import type { Variables } from './state/variables.ts';
import { Terminal } from './tty/terminal.ts';

/** Where an interactive shell stands, as plain data. Jobs are not part of it: they end with the page. */
export interface SessionState {
  cwd: string;
  umask: number;
  /** What `ulimit` has set, if anything. */
  limits?: [string, Limit][];
  status: number;
  variables: ReturnType<Variables['data']>;
  /** Definitions by name, as they were written. */
  functions: [string, string][];
  aliases: [string, string][];
  options: string[];
  shopts: string[];
  traps: [string, string][];
  positional: string[];
  directoryStack: string[];
  history: string[];
  historySaved: number;
}

export interface SessionOptions {
  user: User;
  /** Added to what login gives the user. */
  env?: Record<string, string>;
  columns: number;
  rows: number;
  /** Where the shell stood before; without it it starts as at login, with `~/.bashrc`. */
  state?: SessionState;
  /** Takes what appears on the screen. */
  output(text: string): void;
  /** Called when a command line ended. */
  onCommand?(command: { line: string; status: number }): void;
  /** Called each time the prompt is about to take keys. */
  onPrompt?(): void;
}

/** An interactive bash on a terminal. */
export interface Session {
  /** Keys, as xterm's `onData` gives them. */
  input(data: string): void;
  resize(columns: number, rows: number): void;
  /** Plain data from which `createSession` goes on. */
  state(): SessionState;
  /** Ends the shell and what runs in it. */
  close(): void;
  /** The exit status, once `exit` or ^D ended the shell. */
  ended: Promise<number>;
}

/** Opens a user's shell on a machine. */
export function createSession(host: Host, options: SessionOptions): Session {
  const { user } = options;
  let interactive: Interactive | undefined;
  const terminal = new Terminal({
    columns: options.columns,
    rows: options.rows,
    output: options.output,
    deliver: (signal) => interactive?.deliver(signal),
  });
  const signal = (name: SignalName) => {
    if (name === 'SIGKILL' || name === 'SIGHUP') terminal.close();
    interactive?.deliver(name);
  };
  const pid = host.processes.add({
    parent: 1,
    user: user.name,
    argv: ['-bash'],
    started: host.clock.now(),
    tty: true,
    signal,
  });
  const screen = new OpenFile({ input: terminal.input, output: terminal.output });
  const shell = new Shell({
    host,
    user,
    files: host.files.as(identityOf(host, user)),
    pid,
    parent: 1,
    descriptors: new Map([
      [0, screen],
      [1, screen.share()],
      [2, screen.share()],
    ]),
    flavour: 'bash',
    tty: terminal,
    jobs: new Jobs(),
  });
  shell.interactive = true;
  shell.name = '-bash';
  const start = async (): Promise<number> => {
    if (options.state) restore(shell, options.state);
    else await login(shell, options.env ?? {});
    interactive = new Interactive(shell, terminal, {
      ...(options.onCommand && { onCommand: options.onCommand }),
      ...(options.onPrompt && { onPrompt: options.onPrompt }),
    });
    try {
      return await interactive.loop();
    } finally {
      host.processes.remove(pid);
    }
  };
  return {
    input: (data) => terminal.type(data),
    resize: (columns, rows) => terminal.resize(columns, rows),
    state: () => save(shell),
    close() {
      signal('SIGHUP');
      for (const job of shell.jobs.list) job.group.kill('SIGHUP');
    },
    ended: start(),
  };
}

/** The options of an interactive bash. */
const INTERACTIVE_OPTIONS = ['emacs', 'histexpand', 'history', 'monitor'];

async function login(shell: Shell, env: Record<string, string>): Promise<void> {
  const { files, user } = shell;
  for (const option of INTERACTIVE_OPTIONS) shell.options.add(option);
  shell.shopts.add('expand_aliases');
  shell.cwd = files.isDirectory(user.home) ? user.home : '/';
  importEnvironment(shell, { ...loginEnvironment(user), ...env });
  const set = (name: string, value: string) => {
    shell.variables.global(name).value = value;
  };
  set('PS1', PROMPT);
  set('PS2', '> ');
  set('HISTFILE', `${user.home}/.bash_history`);
  set('HISTSIZE', '1000');
  set('HISTFILESIZE', '2000');
  // A page can be closed at any time: the history file is kept up to date, as many set it up at home.
  set('PROMPT_COMMAND', 'history -a');
  loadHistory(shell);
  await startUp(shell);
}

/** Reads `~/.bashrc`, whatever is in it. */
export async function startUp(shell: Shell): Promise<void> {
  const path = `${shell.home()}/.bashrc`;
  if (!shell.files.isFile(path) || !shell.files.may(path, 4)) return;
  shell.frames.push({ source: path, line: 1 });
  try {
    await runText(shell, shell.files.readText(path));
  } catch (error) {
    await shell.complain(error instanceof Error ? error.message : String(error));
  } finally {
    shell.frames.pop();
    shell.status = 0;
  }
}

function save(shell: Shell): SessionState {
  return {
    cwd: shell.cwd,
    umask: shell.umask,
    ...(shell.limits.size > 0 && { limits: [...shell.limits] }),
    status: shell.status,
    variables: shell.variables.data(),
    functions: [...shell.functions].map(([name, { source }]) => [name, source]),
    aliases: [...shell.aliases],
    options: [...shell.options],
    shopts: [...shell.shopts],
    traps: [...shell.traps],
    positional: [...shell.positional],
    directoryStack: [...shell.directoryStack],
    history: [...shell.history],
    historySaved: shell.historySaved,
  };
}

function restore(shell: Shell, state: SessionState): void {
  const { cwd, umask, status, positional, directoryStack, historySaved } = state;
  Object.assign(shell, { cwd, umask, status, historySaved });
  shell.limits = new Map(state.limits);
  shell.positional = [...positional];
  shell.directoryStack = [...directoryStack];
  shell.history.push(...state.history);
  shell.variables.restore(state.variables);
  shell.aliases = new Map(state.aliases);
  shell.options = new Set(state.options);
  shell.shopts = new Set(state.shopts);
  shell.traps = new Map(state.traps);
  for (const [name, source] of state.functions) {
    const definition = parseFunction(source);
    if (definition) shell.functions.set(name, definition);
  }
}
