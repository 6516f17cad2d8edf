import type { Pipeline } from 'unbash';
import { Pipe } from '../../common/pipe.ts';
import { Killed } from '../../common/process.ts';
import { OpenFile } from '../io/open-file.ts';
import type { Group } from '../state/group.ts';
import type { Shell } from '../state/shell.ts';
import { printCommand } from '../syntax/print.ts';
import { controlsJobs, inForeground } from './foreground.ts';
import { runNode, tested } from './node.ts';
import { subshell } from './subshell.ts';

export async function runPipeline(shell: Shell, node: Pipeline): Promise<void> {
  const negations = node.prefixes.filter((prefix) => prefix.type === 'Negation').length;
  const time = node.prefixes.find((prefix) => prefix.type === 'Time');
  const started = shell.host.clock.now();
  const run = () => (node.commands.length > 1 ? runStages(shell, node) : runSingle(shell, node));
  if (negations > 0) await tested(shell, run);
  else await run();
  if (time) await printTimes(shell, shell.host.clock.now() - started, time.posix !== undefined);
  if (negations % 2 === 1) shell.status = shell.status === 0 ? 1 : 0;
}

async function runSingle(shell: Shell, node: Pipeline): Promise<void> {
  const command = node.commands[0];
  if (command) await runNode(shell, command);
  else shell.status = 0;
}

/** Each stage is a process of its own; all run at once. */
async function runStages(shell: Shell, node: Pipeline): Promise<void> {
  let job: Group | undefined;
  const statuses = await inForeground(
    shell,
    () => printCommand(node, shell.unit.source),
    (group) => {
      job = group;
      return startStages(shell, node, group);
    },
    (all) => all.at(-1)!,
  );
  if (!statuses) return;
  shell.command = { node: node.commands.at(-1)!, source: shell.unit.source };
  shell.pipeStatus = statuses;
  shell.status = statuses.at(-1)!;
  if (shell.option('pipefail')) shell.status = statuses.findLast((status) => status !== 0) ?? 0;
  await shell.checkpoint();
  const trapped = shell.traps.has('INT') && !controlsJobs(shell);
  if (job?.interrupted && statuses.includes(130) && !trapped) throw new Killed('SIGINT');
}

async function startStages(shell: Shell, node: Pipeline, group: Group): Promise<number[]> {
  const last = node.commands.length - 1;
  const lastHere = shell.shopts.has('lastpipe') && !shell.option('monitor');
  let before: Pipe | undefined;
  const running: Promise<number>[] = [];
  for (const [i, command] of node.commands.entries()) {
    const input = before;
    const output = i < last ? new Pipe() : undefined;
    before = output;
    const child = i === last && lastHere ? shell : shell.fork();
    if (child !== shell) child.group = group;
    const inputFile = input && new OpenFile({ input: input.input, close: () => input.closeReader() });
    if (inputFile && child === shell) {
      await runHere(shell, command, inputFile);
      running.push(Promise.resolve(shell.status));
      continue;
    }
    if (inputFile) replace(child, 0, inputFile);
    if (output) {
      replace(child, 1, new OpenFile({ output: output.output, close: () => output.closeWriter() }));
      if (node.operators[i] === '|&') replace(child, 2, child.descriptors.get(1)!.share());
    }
    running.push(subshell(child, () => runNode(child, command)));
  }
  return Promise.all(running);
}

/** The last stage in the shell itself, as `lastpipe` wants it: the shell's own input is kept for what comes after. */
async function runHere(shell: Shell, command: Pipeline['commands'][number], input: OpenFile): Promise<void> {
  const own = shell.descriptors.get(0);
  shell.descriptors.set(0, input);
  try {
    await runNode(shell, command);
  } finally {
    input.release();
    if (own) shell.descriptors.set(0, own);
    else shell.descriptors.delete(0);
  }
}

function replace(shell: Shell, fd: number, file: OpenFile): void {
  shell.descriptors.get(fd)?.release();
  shell.descriptors.set(fd, file);
}

async function printTimes(shell: Shell, milliseconds: number, posix: boolean): Promise<void> {
  const seconds = milliseconds / 1000;
  if (posix) {
    await shell.write(2, `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`);
    return;
  }
  const format = shell.value('TIMEFORMAT');
  if (format !== undefined) {
    if (format !== '') await shell.write(2, `${timeText(format, seconds)}\n`);
    return;
  }
  const real = `${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s`;
  await shell.write(2, `\nreal\t${real}\nuser\t0m0.000s\nsys\t0m0.000s\n`);
}

/** `TIMEFORMAT`: `%[p][l]R`, `U`, `S`, `%P` and `%%`. Programs take no processor time here. */
function timeText(format: string, seconds: number): string {
  return format.replace(
    /%(?:([0-3])?(l)?([RUS])|P|%)/g,
    (whole, digits?: string, long?: string, kind?: string) => {
      if (kind === undefined) return whole === '%%' ? '%' : '0.00';
      const value = kind === 'R' ? seconds : 0;
      const places = Number(digits ?? 3);
      return long ? `${Math.floor(value / 60)}m${(value % 60).toFixed(places)}s` : value.toFixed(places);
    },
  );
}
