import { FileError } from '../../common/files.ts';
import type { Process, Program } from '../../common/process.ts';
import { optionOf, setOption } from '../builtins/options.ts';
import { readAll, runProgramText } from '../evaluate/run.ts';
import { loadHistory } from '../history.ts';
import { Interactive, PROMPT } from '../interactive.ts';
import { OpenFile } from '../io/open-file.ts';
import { startUp } from '../session.ts';
import { importEnvironment } from '../setup.ts';
import { Group } from '../state/group.ts';
import { Jobs } from '../state/jobs.ts';
import { type Flavour, Shell } from '../state/shell.ts';
import { searchPath } from './lookup.ts';

interface Invocation {
  command?: string;
  fromInput: boolean;
  interactive: boolean;
  login: boolean;
  noStartUp: boolean;
  options: string[];
  off: string[];
  shopts: [string, boolean][];
  rest: string[];
}

const NAMES: Record<Flavour, string> = { bash: 'bash', dash: 'sh', ash: 'sh' };

/** How bash is called, as it says after an option that it does not have. */
function bashUsage(called: string): string {
  const long =
    'debug debugger dump-po-strings dump-strings help init-file login noediting noprofile norc posix pretty-print rcfile restricted verbose version';
  return [
    `Usage:\t${called} [GNU long option] [option] ...`,
    `\t${called} [GNU long option] [option] script-file ...`,
    'GNU long options:',
    ...long.split(' ').map((name) => `\t--${name}`),
    'Shell options:',
    '\t-ilrsD or -c command or -O shopt_option\t\t(invocation only)',
    '\t-abefhkmnptuvxBCEHPT or -o option\n',
  ].join('\n');
}

/** A shell as a program: `bash script`, `sh -c '…'`, or interactive on a terminal. */
export function shellProgram(flavour: Flavour): Program {
  return async (process) => {
    const invocation = parseArguments(process.argv.slice(1));
    if (typeof invocation === 'string') {
      const called = process.argv[0] ?? NAMES[flavour];
      const illegal = /^{}: (-.): invalid option\n$/.exec(invocation)?.[1];
      if (illegal && flavour === 'dash')
        await process.stderr.write(`${called}: 0: Illegal option ${illegal}\n`);
      else {
        await process.stderr.write(invocation.replaceAll('{}', called));
        if (flavour === 'bash' && invocation.endsWith('invalid option\n')) {
          await process.stderr.write(bashUsage(called));
        }
      }
      return 2;
    }
    return run(process, flavour, invocation);
  };
}

function parseArguments(args: string[]): Invocation | string {
  const found: Invocation = {
    fromInput: false,
    interactive: false,
    login: false,
    noStartUp: false,
    options: [],
    off: [],
    shopts: [],
    rest: [],
  };
  let command = false;
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--' || arg === '-') {
      i++;
      break;
    }
    if (arg === '--login') found.login = true;
    else if (arg === '--norc' || arg === '--noprofile' || arg === '--posix') found.noStartUp = true;
    else if (arg === '--version')
      found.command = 'echo "GNU bash, version $BASH_VERSION (x86_64-pc-linux-gnu)"';
    else if (/^--./.test(arg)) return `{}: ${arg}: invalid option\n`;
    else if (/^[-+]./.test(arg)) {
      for (const letter of arg.slice(1)) {
        if (letter === 'c') command = true;
        else if (letter === 's') found.fromInput = true;
        else if (letter === 'i') found.interactive = true;
        else if (letter === 'l') found.login = true;
        else if (letter === 'o' || letter === 'O') {
          const name = args[++i] ?? '';
          if (letter === 'O') found.shopts.push([name, arg[0] === '-']);
          else (arg[0] === '-' ? found.options : found.off).push(name);
        } else {
          const name = optionOf(letter);
          if (!name) return `{}: ${arg[0]}${letter}: invalid option\n`;
          (arg[0] === '-' ? found.options : found.off).push(name);
        }
      }
    } else break;
  }
  found.rest = args.slice(i);
  if (command) {
    const text = found.rest.shift();
    if (text === undefined) return '{}: -c: option requires an argument\n';
    found.command = text;
  }
  return found;
}

async function run(process: Process, flavour: Flavour, invocation: Invocation): Promise<number> {
  const called = process.argv[0] ?? NAMES[flavour];
  const shell = new Shell({
    host: process.host,
    user: process.user,
    files: process.files,
    pid: process.pid,
    parent: process.host.processes.list().find(({ pid }) => pid === process.pid)?.parent ?? 0,
    descriptors: new Map([
      [0, new OpenFile({ input: process.stdin })],
      [1, new OpenFile({ output: process.stdout })],
      [2, new OpenFile({ output: process.stderr })],
    ]),
    flavour,
    tty: process.tty,
    jobs: new Jobs(),
  });
  shell.cwd = process.cwd;
  shell.group = new Group(process.background);
  shell.name = called;
  importEnvironment(shell, process.env);
  for (const name of invocation.options) setOption(shell, name, true);
  for (const name of invocation.off) setOption(shell, name, false);
  for (const [name, on] of invocation.shopts) if (on) shell.shopts.add(name);
  const { rest } = invocation;
  if (invocation.command !== undefined) {
    if (rest[0] !== undefined) shell.name = rest[0];
    shell.positional = rest.slice(1);
    shell.fromCommandLine = true;
    return runNonInteractive(process, shell, invocation.command, flavour === 'bash' ? '-c' : '');
  }
  if (rest.length > 0 && !invocation.fromInput) return runFile(process, shell, rest);
  shell.positional = rest;
  const { tty } = process;
  if (tty && (invocation.interactive || (process.stdin.isTTY && process.stderr.isTTY))) {
    return runInteractive(process, shell, tty, invocation);
  }
  shell.fromInput = true;
  const script = new TextDecoder().decode(await readAll(process.stdin, process.signal));
  return runNonInteractive(process, shell, script);
}

async function runFile(process: Process, shell: Shell, [name, ...args]: string[]): Promise<number> {
  let path = shell.absolute(name!);
  if (!shell.files.exists(path) && !name!.includes('/')) {
    const found = searchPath(shell.files, process.env.PATH ?? '', shell.cwd, name!);
    if (found.found) path = shell.absolute(found.found);
  }
  let text: string;
  try {
    text = shell.files.readText(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const { flavour, name: called } = shell;
    const isMissing = error.code === 'ENOENT';
    const message =
      flavour === 'bash'
        ? `${called}: ${name}: ${error.code === 'EISDIR' ? 'Is a directory' : error.message}`
        : flavour === 'dash'
          ? `${called}: 0: cannot open ${name}: ${isMissing ? 'No such file' : error.message}`
          : `${called}: can't open '${name}': ${error.message}`;
    await process.stderr.write(`${message}\n`);
    return flavour === 'bash' ? (isMissing ? 127 : 126) : 2;
  }
  if (text.startsWith('\x7fELF')) {
    await process.stderr.write(`${shell.name}: ${name}: cannot execute binary file\n`);
    return 126;
  }
  shell.name = name!;
  shell.positional = args;
  return runNonInteractive(process, shell, text);
}

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGWINCH'];

/** A script takes signals over from the kernel: its children get them, its traps see them. */
async function runNonInteractive(
  process: Process,
  shell: Shell,
  script: string,
  label = '',
): Promise<number> {
  shell.group.trap = (name) => shell.takeSignal(name);
  const isFirst = process.pid === 1;
  const stop = FORWARDED.map((name) =>
    process.onSignal(name, () => {
      if (shell.replaced) return shell.group.deliver(name);
      const trapped = shell.traps.has(name.slice(3));
      // The kernel gives the first process of a container only the signals that it handles.
      if (!isFirst || trapped || (name === 'SIGINT' && process.tty)) shell.group.kill(name);
    }),
  );
  const end = () => {
    if (shell.replaced) shell.group.deliver('SIGKILL');
    shell.group.controller.abort(process.signal.reason);
  };
  process.signal.addEventListener('abort', end, { once: true });
  try {
    return await runProgramText(shell, script, label);
  } finally {
    for (const one of stop) one();
  }
}

async function runInteractive(
  process: Process,
  shell: Shell,
  tty: NonNullable<Process['tty']>,
  invocation: Invocation,
): Promise<number> {
  shell.interactive = true;
  for (const option of ['emacs', 'histexpand', 'history', 'monitor']) shell.options.add(option);
  shell.shopts.add('expand_aliases');
  const { flavour, user } = shell;
  const prompts = shell.variables;
  if (flavour === 'bash') {
    prompts.global('PS1').value = user.uid === 0 && process.pid === 1 ? '\\h:\\w\\$ ' : PROMPT;
  } else prompts.global('PS1').value = flavour === 'ash' ? '\\w \\$ ' : '\\$ ';
  prompts.global('PS2').value = '> ';
  if (flavour === 'bash') {
    loadHistory(shell);
    if (!invocation.noStartUp) await startUp(shell);
  }
  const interactive = new Interactive(shell, tty);
  const stop = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGWINCH'].map((name) =>
    process.onSignal(name, () => (name === 'SIGTERM' ? undefined : interactive.deliver(name))),
  );
  process.signal.addEventListener('abort', () => interactive.deliver('SIGKILL'), { once: true });
  try {
    return await interactive.loop();
  } finally {
    for (const one of stop) one();
  }
}
