import fc from 'fast-check';
import { packWorld } from '../../src/simulator/world/archive.ts';
import { MACHINE, openMachine } from '../parity/machine.ts';
import { commandLine } from './grammar.ts';
import { complaintAboutOutput, complaintAboutWorld } from './invariants.ts';

export interface FuzzOptions {
  lines: number;
  seed: number;
  /** Called after every session with the number of lines run so far. */
  onProgress?(lines: number): void;
}

/** Lines after which the world is taken back to its start. */
const SESSION = 60;
/** A line that takes longer than this, in milliseconds of the machine that tests, hangs. */
const HANGS = 20_000;

/**
 * Runs random command lines in worlds, one session after another.
 * @throws Error with the seed, the session's lines and what is wrong, at the first that breaks something
 */
export async function fuzz({ lines, seed, onProgress }: FuzzOptions): Promise<void> {
  const sessions = Math.ceil(lines / SESSION);
  const samples = fc.sample(fc.array(commandLine, { minLength: SESSION, maxLength: SESSION }), {
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
    const world = await openMachine();
    const start = world.snapshot();
    for (const [i, session] of samples.entries()) {
      const done: string[] = [];
      const fail = (what: string): never => {
        throw new Error(`seed ${seed}, session ${i}: ${what}\n  ${done.join('\n  ')}`);
      };
      for (const line of session) {
        done.push(line);
        let timer: ReturnType<typeof setTimeout> | undefined;
        const hangs = new Promise<'hangs'>((resolve) => {
          timer = setTimeout(() => resolve('hangs'), HANGS);
        });
        const result = await Promise.race([world.run(MACHINE, line), hangs]);
        clearTimeout(timer);
        if (result === 'hangs') return fail('the last line does not end');
        const complaint = complaintAboutOutput(result.output);
        if (complaint) fail(`${complaint}\n${result.output}`);
        if (crash) fail(`uncaught: ${crash instanceof Error ? crash.stack : crash}`);
      }
      const complaint = complaintAboutWorld(world);
      if (complaint) fail(complaint);
      world.restore(start);
      if (!Buffer.from(packWorld(world.snapshot())).equals(packWorld(start))) fail('undo does not lead back');
      onProgress?.(Math.min(lines, (i + 1) * SESSION));
    }
  } finally {
    process.off('unhandledRejection', onCrash);
    process.off('uncaughtException', onCrash);
  }
}
