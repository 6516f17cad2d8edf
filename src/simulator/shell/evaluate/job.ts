import type { Statement } from 'unbash';
import { builtin } from '../builtins/index.ts';
import { nullDevice } from '../io/files.ts';
import { gatedInput } from '../io/gate.ts';
import { OpenFile } from '../io/open-file.ts';
import { Fatal } from '../state/flow.ts';
import { Group } from '../state/group.ts';
import type { Shell } from '../state/shell.ts';
import { printCommand } from '../syntax/print.ts';
import { runNode } from './node.ts';
import { subshell } from './subshell.ts';

/** `command &`: a job of its own. */
export async function startJob(shell: Shell, statement: Statement): Promise<void> {
  const command = printCommand(statement.command, shell.unit.source);
  if (shell.option('monitor') && /^%\S*$/.test(command)) {
    // `%1 &` is `bg %1`.
    shell.status = (await builtin(shell, 'bg')?.(shell, ['bg', command])) ?? 1;
    return;
  }
  const group = new Group(true, true);
  const child = shell.fork();
  child.group = group;
  child.traps.clear();
  if (!shell.option('monitor')) {
    // Without job control a background command does not read what the script reads.
    child.descriptors.get(0)?.release();
    child.descriptors.set(0, new OpenFile({ input: nullDevice() }));
  } else {
    const input = child.descriptors.get(0);
    if (input?.isTTY)
      child.descriptors.set(
        0,
        new OpenFile({ input: gatedInput(group, input), close: () => input.release() }),
      );
  }
  const { processes, clock } = shell.host;
  const pid = processes.add({
    parent: shell.pid,
    user: shell.user.name,
    argv: [shell.name],
    started: clock.now(),
    tty: shell.tty !== undefined,
    signal: (name) => group.kill(name),
  });
  if (statement.command.type === 'Command') child.reserved = pid;
  const done = subshell(child, () => runNode(child, statement.command)).finally(() => processes.remove(pid));
  const job = shell.jobs.add({ pid, command, group, done });
  shell.lastBackground = pid;
  shell.status = 0;
  if (shell.interactive && shell.subshell === 0) await shell.write(2, `[${job.id}] ${pid}\n`);
}

export function startCoprocess(_shell: Shell): never {
  throw new Fatal('coproc: not simulated');
}
