import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** One command as the real docker answered it. Commands of one group share state, in the order of the file. */
const recording = z.object({
  /** `group/step` */
  id: z.string(),
  /** Shell lines run before the group; those that begin with `(prep)` right before this step. */
  setup: z.array(z.string()),
  cmd: z.string(),
  /** What was given on standard input or, on a terminal, typed. */
  stdin: z.string().nullish(),
  tty: z.boolean(),
  stdout: z.string().default(''),
  stderr: z.string().default(''),
  /** `timeout`: still running when stopped. */
  exit: z.union([z.number(), z.literal('timeout')]),
  cwd: z.string(),
  env: z.record(z.string(), z.string().nullable()).default({}),
  /** Of the terminal, `100x30`. */
  size: z.string().optional(),
  /** What a terminal shows at the end, with what scrolled away. */
  screen: z.string().optional(),
  /**
   * Whether a second recording was the same: `exact`, `normalised` (after replacing what changes from run to run),
   * `order` (the same lines in another order), `no` (it was not: nothing to compare with).
   */
  stable: z.enum(['exact', 'normalised', 'order', 'no']).default('exact'),
  note: z.string().optional(),
});
export type Recording = z.output<typeof recording>;

export interface Group {
  name: string;
  /** The runs of the group: first with pipes, then from the same start on a terminal. */
  runs: { tty: boolean; steps: Recording[] }[];
}

/** Reads every `*.jsonl` of a folder. @throws Error naming the file and line of what is no recording */
export function readGroups(folder: string): Group[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return files.sort().map((file) => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean);
    const steps = lines.map((line, i) => {
      const parsed = recording.safeParse(JSON.parse(line));
      if (!parsed.success) throw new Error(`${file}, line ${i + 1}: ${z.prettifyError(parsed.error)}`);
      return parsed.data;
    });
    const runs = [false, true]
      .map((tty) => ({ tty, steps: steps.filter((step) => step.tty === tty) }))
      .filter((run) => run.steps.length > 0);
    return { name: file.replace('.jsonl', ''), runs };
  });
}
