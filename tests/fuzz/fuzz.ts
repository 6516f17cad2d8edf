import fc from 'fast-check';
import type { Input, Output } from '../../src/simulator/common/process.ts';
import { worldBytes } from '../../src/simulator/world/archive.ts';
import { World, type WorldSnapshot } from '../../src/simulator/world/index.ts';
import { MACHINE, openMachine } from '../parity/machine.ts';
import { answers, commandLine } from './grammar/index.ts';
import { complaintAboutOutput, complaintAboutWorld } from './invariants.ts';

export interface FuzzOptions {
  lines: number;
  seed: number;
  /** Called after every session with the number of lines run so far. */
  onProgress?(lines: number): void;
}

/** Lines after which the world is taken back to its start. */
const SESSION = 60;
/** The line after which a session is remembered, to be taken back to at its end. */
const MIDDLE = 25;
/** Lines run once more from there. */
const AGAIN = 5;
/** Most lines end within so many turns of the event loop; the others are looked at now and then. */
const TURNS = 200;
/** The pause between two glances, in milliseconds. */
const GLANCE = 2;
/** What a process that only waits uses of the processor between two glances, in microseconds. */
const RESTING = 600;
/** A line that does nothing for so many glances, or does not end within so long, is interrupted as by ^C, then killed … */
const IDLE = 8;
const LONGEST = 3000;
/** … and one that even then does not end within this hangs. */
const HANGS = 20_000;

const step = fc.record({ line: commandLine, typed: answers });

/**
 * Runs random command lines in worlds, one session after another.
 * @throws Error with the seed, the session's lines and what is wrong, at the first that breaks something
 */
export async function fuzz({ lines, seed, onProgress }: FuzzOptions): Promise<void> {
  const sessions = Math.ceil(lines / SESSION);
  const samples = fc.sample(fc.array(step, { minLength: SESSION, maxLength: SESSION }), {
    numRuns: sessions,
    seed,
  });
  let crash: unknown;
  const onCrash = (error: unknown) => {
    crash ??= error;
  };
  process.on('unhandledRejection', onCrash);
  process.on('uncaughtException', onCrash);
  try {
    const world = await openMachine({ hasty: true });
    const start = world.snapshot();
    const startBytes = worldBytes(start);
    for (const [i, session] of samples.entries()) {
      const done: string[] = [];
      const fail = (what: string): never => {
        throw new Error(`seed ${seed}, session ${i}: ${what}\n  ${done.join('\n  ')}`);
      };
      const run = async ({ line, typed }: { line: string; typed: string[] }) => {
        done.push(typed.length > 0 ? `${line}   # typed: ${JSON.stringify(typed.join(''))}` : line);
        const output = await runLine(world, line, typed);
        if (output === undefined) return fail('the last line does not end');
        const complaint = complaintAboutOutput(output);
        if (complaint) fail(`${complaint}\n${output}`);
        if (crash) fail(`uncaught: ${crash instanceof Error ? crash.stack : crash}`);
      };
      const undo = (to: WorldSnapshot, bytes: Uint8Array, what: string) => {
        const complaint = complaintAboutWorld(world);
        if (complaint) fail(complaint);
        if (differ(worldBytes(to), bytes)) fail(`a snapshot has changed since it was taken: ${what}`);
        world.restore(to);
        if (differ(worldBytes(world.snapshot()), bytes)) fail(`undo does not lead back: ${what}`);
      };

      for (const one of session.slice(0, MIDDLE)) await run(one);
      const middle = world.snapshot();
      const middleBytes = worldBytes(middle);
      for (const one of session.slice(MIDDLE)) await run(one);
      undo(middle, middleBytes, 'to the middle');
      await resumeElsewhere(world, middle, middleBytes, fail);
      for (const one of session.slice(MIDDLE, MIDDLE + AGAIN)) await run(one);
      undo(start, startBytes, 'to the start');
      onProgress?.(Math.min(lines, (i + 1) * SESSION));
    }
  } finally {
    process.off('unhandledRejection', onCrash);
    process.off('uncaughtException', onCrash);
  }
}

/** Runs a line with what is typed, then the end of the input. Gives what it printed; `undefined` when it hangs. */
async function runLine(world: World, line: string, typed: readonly string[]): Promise<string | undefined> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const left = [...typed];
  let output = '';
  const stdin: Input = {
    isTTY: false,
    read: async () => {
      const next = left.shift();
      return next === undefined ? undefined : encoder.encode(next);
    },
  };
  const sink: Output = {
    isTTY: false,
    write: async (data) => {
      output += typeof data === 'string' ? data : decoder.decode(data, { stream: true });
    },
  };
  const ended = world.script(MACHINE, line, { stdin, stdout: sink, stderr: sink });
  if (await endsByItself(ended)) return output;
  const { processes } = world.machine(MACHINE).host;
  for (const { signal } of processes.list()) signal('SIGINT');
  // What is attached to a container hands ^C on, and a container's first process may not care.
  if (await endsByItself(ended)) return output;
  for (const { signal } of processes.list()) signal('SIGKILL');
  return (await within(HANGS, ended)) ? output : undefined;
}

/** Whether a promise is fulfilled before nothing more happens. The time alone would tell little on a busy machine. */
async function endsByItself(promise: Promise<unknown>): Promise<boolean> {
  let ended = false;
  const settle = promise.then(() => {
    ended = true;
  });
  for (let turn = 0; turn < TURNS && !ended; turn++) await nextTurn();
  const end = performance.now() + LONGEST;
  for (let idle = 0; !ended && idle < IDLE && performance.now() < end; ) {
    const before = process.cpuUsage();
    await within(GLANCE, settle);
    const { user, system } = process.cpuUsage(before);
    idle = user + system < RESTING && !somebodyWorks() ? idle + 1 : 0;
  }
  return ended;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Whether the program has set itself a timer, or waits for a file: what stands still in the world leaves none. */
const somebodyWorks = (): boolean => process.getActiveResourcesInfo().some((name) => WORK.has(name));
const WORK = new Set(['Timeout', 'Immediate', 'FSReqCallback', 'FSReqPromise']);

/** Whether a promise is fulfilled in time. */
async function within(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Opens a saved world as another page would: it must be the same once its engine has been woken up. */
async function resumeElsewhere(
  world: World,
  saved: WorldSnapshot,
  bytes: Uint8Array,
  fail: (what: string) => never,
): Promise<void> {
  const other = new World(structuredClone(saved), { blobs: world.blobs });
  if (differ(worldBytes(other.snapshot()), bytes)) fail('a saved world opens as another');
  await other.machine(MACHINE).engine.fetch(new Request('http://docker/_ping'));
  const complaint = complaintAboutWorld(other);
  if (complaint) fail(`after opening a saved world: ${complaint}`);
  // Its containers end.
  other.restore({ ...saved, machines: { [MACHINE]: { ...saved.machines[MACHINE]!, engine: undefined } } });
}

const differ = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) !== 0;
