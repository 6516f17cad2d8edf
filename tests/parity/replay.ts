import { performance } from 'node:perf_hooks';
import { runScript } from '../../src/simulator/shell/index.ts';
import type { World } from '../../src/simulator/world/index.ts';
import { Comparison, type Outcome } from './compare.ts';
import { MACHINE, openMachine } from './machine.ts';
import type { Group, Recording } from './recording.ts';
import { ScriptedTerminal } from './terminal.ts';

/** How the recorder began every command. */
export const ENVIRONMENT = {
  HOME: '/home/user',
  USER: 'user',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  SHELL: '/bin/bash',
};
/** The recorder stopped a command after so many seconds of its time. */
const PATIENCE = 45_000;
/** Between two looks at a running command, in milliseconds of the machine that tests. */
const GLANCE = 20;
/** Quiet looks after which the next key of a terminal's script is pressed, though nobody reads. */
const UNREAD = 15;
/** Quiet looks after which a command is stopped. */
const STANDSTILL = 100;

export interface Replayed {
  step: Recording;
  outcome: Outcome;
  /** Empty when ours did what was recorded. */
  differences: string[];
}

/** Runs the steps of a group in fresh worlds, first with pipes and then on a terminal. */
export async function* replayGroup(group: Group): AsyncGenerator<Replayed> {
  const big = group.runs.some(({ steps }) =>
    steps.some(({ cmd, setup }) => [cmd, ...setup].join().includes('learner/big')),
  );
  for (const { steps } of group.runs) {
    const world = await openMachine({ big });
    const comparison = new Comparison();
    for (const line of steps[0]?.setup.filter((one) => !isPreparation(one)) ?? []) await prepare(world, line);
    for (const step of steps) {
      for (const line of step.setup.filter(isPreparation))
        await prepare(world, line.replace(/^\(prep\) /, ''));
      const outcome = await play(world, step);
      yield { step, outcome, differences: comparison.differences(step, outcome) };
    }
  }
}

export const isPreparation = (line: string): boolean => line.startsWith('(prep) ');

async function prepare(world: World, line: string): Promise<void> {
  await finish(world, () => runOn(world, line));
  // The recorded machine knew its registries by /etc/hosts alone.
  const hosts = world.machine(MACHINE).host.files.readText('/etc/hosts');
  for (const name of world.network.names) if (!hosts.includes(name)) world.network.remove(name);
}

interface RunOptions {
  step?: Recording;
  terminal?: ScriptedTerminal;
  collect?: { stdout(text: string): void; stderr(text: string): void };
}

function runOn(world: World, script: string, { step, terminal, collect }: RunOptions = {}): Promise<number> {
  const { host, user } = world.machine(MACHINE);
  const env: Record<string, string> = { ...ENVIRONMENT };
  for (const [name, value] of Object.entries(step?.env ?? {})) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  const common = { user, env, cwd: step?.cwd ?? ENVIRONMENT.HOME };
  if (terminal) {
    const { input: stdin, output: stdout } = terminal;
    return runScript(host, script, { ...common, stdin, stdout, stderr: stdout, tty: terminal });
  }
  const input = step?.stdin ? [new TextEncoder().encode(step.stdin)] : [];
  const sink = (take: ((text: string) => void) | undefined) => {
    const decoder = new TextDecoder();
    return {
      isTTY: false,
      write: async (data: Uint8Array | string) =>
        take?.(typeof data === 'string' ? data : decoder.decode(data, { stream: true })),
    };
  };
  return runScript(host, script, {
    ...common,
    stdin: { isTTY: false, read: async () => input.shift() },
    stdout: sink(collect?.stdout),
    stderr: sink(collect?.stderr),
  });
}

async function play(world: World, step: Recording): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  if (!step.tty) {
    const collect = {
      stdout: (text: string) => {
        stdout += text;
      },
      stderr: (text: string) => {
        stderr += text;
      },
    };
    const exit = await finish(world, () => runOn(world, step.cmd, { step, collect }));
    return { stdout, stderr, screen: '', exit };
  }
  const [columns = 100, rows = 30] = (step.size ?? '').split('x').map(Number);
  const { processes } = world.machine(MACHINE).host;
  const terminal = new ScriptedTerminal(columns, rows, step.stdin ?? '', (name) => {
    processes.list().at(0)?.signal(name);
  });
  const exit = await finish(world, () => runOn(world, step.cmd, { step, terminal }), terminal);
  return { stdout, stderr, screen: await terminal.screen(), exit };
}

/**
 * Waits for a command as the recorder did. While nothing happens the world's clock goes on to the next thing that is
 * due; a command for which nothing ever comes is stopped.
 */
async function finish(
  world: World,
  start: () => Promise<number>,
  terminal?: ScriptedTerminal,
): Promise<Outcome['exit']> {
  let exit: Outcome['exit'] | undefined;
  const running = start().then((status) => {
    exit ??= status;
  });
  const end = world.clock.now() + PATIENCE;
  let quiet = 0;
  let before = performance.eventLoopUtilization();
  while (exit === undefined) {
    await Promise.race([running, new Promise((resolve) => setTimeout(resolve, GLANCE))]);
    if (exit !== undefined) break;
    // On a busy machine little happens between two looks: only when this program had nothing to do it counts.
    const now = performance.eventLoopUtilization();
    const isQuiet = performance.eventLoopUtilization(now, before).utilization < 0.3;
    before = now;
    if (!isQuiet) continue;
    quiet++;
    const next = world.clock.next;
    if (next !== undefined && next <= end) {
      await world.clock.advance(next - world.clock.now());
      quiet = 0;
    } else if (quiet > UNREAD && terminal?.typeNext()) quiet = 0;
    else if (quiet > STANDSTILL) {
      exit = 'timeout';
      // As the recorder did it: nobody can print any more.
      for (const { signal } of world.machine(MACHINE).host.processes.list()) signal('SIGKILL');
    }
  }
  await Promise.race([running, new Promise((resolve) => setTimeout(resolve, GLANCE))]);
  return exit;
}
