import { type Input, Killed, type Output } from '../../common/process.ts';
import { orAborted } from '../io/breathe.ts';
import { nullDevice } from '../io/files.ts';
import { releaseAll, shareAll } from '../io/open-file.ts';
import { ownApplet } from '../process/applets.ts';
import { launch, type Refused } from '../process/launch.ts';
import { findCommand, pathForExec } from '../process/lookup.ts';
import type { Group } from '../state/group.ts';
import type { Shell } from '../state/shell.ts';
import { printCommand } from '../syntax/print.ts';
import { controlsJobs, inForeground } from './foreground.ts';
import { runFunction } from './function.ts';

/** Runs a program and waits for it. */
export async function runExternal(shell: Shell, words: string[], env: Record<string, string>): Promise<void> {
  const name = words[0]!;
  const handler = shell.functions.get('command_not_found_handle');
  let found = findCommand(shell, name);
  const applet = 'problem' in found && found.status === 127 ? ownApplet(shell, name) : undefined;
  if (applet !== undefined) found = { path: applet };
  if ('problem' in found) {
    if (found.status === 127 && handler && !name.includes('/')) {
      return runFunction(shell, handler, ['command_not_found_handle', ...words]);
    }
    await shell.complain(`${blamed(shell, name)}: ${found.problem}`);
    shell.status = found.status;
    return;
  }
  const { replaced } = shell;
  const reserved = replaced ? shell.pid : shell.reserved;
  shell.reserved = undefined;
  const nothing: Input & Output = nullDevice();
  const path = replaced && shell.flavour === 'bash' ? pathForExec(shell, found.path) : found.path;
  // Kept open until the program ends, which may be long after the command was stopped.
  const descriptors = shareAll(shell.descriptors);
  const start = (group: Group) =>
    launch(
      {
        host: shell.host,
        files: shell.files,
        user: shell.user,
        parent: replaced ? shell.parent : shell.pid,
        group,
        ...(shell.tty && { tty: shell.tty }),
        ...(reserved !== undefined && { reserved }),
        first: replaced && shell.pid === 1,
      },
      path,
      {
        argv: words,
        env: { ...env, _: path },
        cwd: shell.cwd,
        stdin: descriptors.get(0) ?? nothing,
        stdout: descriptors.get(1) ?? nothing,
        stderr: descriptors.get(2) ?? nothing,
      },
    ).finally(() => releaseAll(descriptors));
  const ended = await orAborted(
    inForeground(
      shell,
      () => commandText(shell),
      start,
      ({ status }) => status,
    ),
    shell.group.signal,
  );
  if (!ended) return;
  if ('problem' in ended) {
    await shell.complain(`${blamed(shell, name)}: ${reworded(shell, ended)}`);
    shell.status = ended.status;
    return;
  }
  shell.status = ended.status;
  shell.pipeStatus = [ended.status];
  if (ended.signalName) await tellSignal(shell, ended.signalName);
}

/** Why a file that was found cannot be run, in the shell's own words. */
function reworded({ flavour }: Shell, { problem, status }: Refused): string {
  if (status === 127) return flavour === 'bash' ? 'cannot execute: required file not found' : 'not found';
  const isFormat = problem === 'Exec format error' && flavour === 'bash';
  return isFormat ? `cannot execute binary file: ${problem}` : problem;
}

/** A command's name in a message, which may stem from `exec`. */
function blamed(shell: Shell, name: string): string {
  if (!shell.replaced) return name;
  return shell.flavour === 'bash' ? pathForExec(shell, name) : `exec: ${name}`;
}

/** The command now running, as `jobs` shows it. */
function commandText({ command }: Shell): string {
  return command ? printCommand(command.node, command.source) : '';
}

const SIGNAL_TEXT: Record<string, string> = {
  SIGKILL: 'Killed',
  SIGTERM: 'Terminated',
  SIGHUP: 'Hangup',
  SIGSEGV: 'Segmentation fault',
  SIGQUIT: 'Quit',
  SIGABRT: 'Aborted',
};

async function tellSignal(shell: Shell, signalName: string): Promise<void> {
  if (signalName === 'SIGINT') {
    // A child that ^C ended ends what runs it too, unless a trap says otherwise. With job control the trap is not asked.
    if (!shell.traps.has('INT') || controlsJobs(shell)) throw new Killed(signalName);
    return;
  }
  const text = SIGNAL_TEXT[signalName];
  if (text && shell.interactive && shell.subshell === 0) await shell.write(2, `${text}\n`);
}
