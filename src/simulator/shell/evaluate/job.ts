import type { Statement } from 'unbash';
import { nullDevice } from '../io/files.ts';
import { OpenFile } from '../io/open-file.ts';
import { Fatal } from '../state/flow.ts';
import { Group } from '../state/group.ts';
import type { Shell } from '../state/shell.ts';
import { SIGNALS } from '../state/signals.ts';
import { runNode } from './node.ts';
import { subshell } from './subshell.ts';

/** `command &`: a job of its own. */
export async function startJob(shell: Shell, statement: Statement): Promise<void> {
  const group = new Group(true);
  const child = shell.fork();
  child.group = group;
  child.traps.clear();
  const command = shell.unit.source.slice(statement.pos, statement.end).replace(/\s*&\s*$/, '');
  if (!shell.option('monitor')) {
    // Without job control a background command does not read what the script reads.
    child.descriptors.get(0)?.release();
    child.descriptors.set(0, new OpenFile({ input: nullDevice() }));
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
  done.then((status) => {
    if (group.signal.aborted || status > 128) job.ended = endedText(status);
  });
  shell.lastBackground = pid;
  shell.status = 0;
  if (shell.interactive && shell.subshell === 0) await shell.write(2, `[${job.id}] ${pid}\n`);
}

function endedText(status: number): string | undefined {
  const name = SIGNALS[status - 129];
  const texts: Record<string, string> = {
    TERM: 'Terminated',
    KILL: 'Killed',
    HUP: 'Hangup',
    INT: 'Interrupt',
    QUIT: 'Quit',
  };
  return name ? texts[name] : undefined;
}

export function startCoprocess(_shell: Shell): never {
  throw new Fatal('coproc: not simulated');
}
