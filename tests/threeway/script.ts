import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Comparison, type Outcome } from '../parity/compare.ts';

/** A line of a script, and what it reads. */
export interface Line {
  command: string;
  stdin: string;
}

/** One side: plays a line and tells what happened. */
export type Player = (line: Line) => Promise<Outcome>;

/** Reads `scripts/<name>.txt`: a shell line a line; `<<TEXT ` before it is its standard input. */
export function readScript(name: string): Line[] {
  return readFileSync(join(import.meta.dirname, 'scripts', `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, stdin = '', command = line] = /^<<(\S+) (.*)$/.exec(line) ?? [];
      return { command, stdin: stdin === '' ? '' : `${stdin}\n` };
    });
}

/** Plays a script on one side, from its first line to its last. */
export async function play(script: readonly Line[], player: Player): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const line of script) outcomes.push(await player(line));
  return outcomes;
}

/** Progress of layers comes as they get ready; the real daemon lists what it keeps in no order at all. */
const IN_ANY_ORDER = /docker (?:push|pull|image push|image pull|load|build|system df -v)\b/;

/** States that a layer goes through so fast that the real daemon's progress tells of them in one run and not in the next. */
const PASSING = /^[0-9a-f]{12}: (?:Waiting|Verifying Checksum|Download complete) ?\r?\n/gm;

/** Leaves out of a transcript of `docker pull` or `docker push` what comes and goes with the moment. */
function withoutPassing(outcome: Outcome): Outcome {
  const lasting = (text: string) => text.replace(PASSING, '');
  return { ...outcome, stdout: lasting(outcome.stdout), stderr: lasting(outcome.stderr) };
}

/** What differs between two transcripts of a script, line by line; empty when nothing does. */
export function differences(
  script: readonly Line[],
  real: readonly Outcome[],
  ours: readonly Outcome[],
): string[] {
  const comparison = new Comparison();
  return script.flatMap(({ command }, i) => {
    const [recorded, mine] = [withoutPassing(real[i]!), withoutPassing(ours[i]!)];
    const step = {
      ...recorded,
      id: command,
      setup: [],
      cmd: command,
      tty: false,
      cwd: '/',
      env: {},
      stable: IN_ANY_ORDER.test(command) ? ('order' as const) : ('exact' as const),
    };
    const found = comparison.differences(step, mine);
    return found.length === 0 ? [] : [`$ ${command}\n  ${found.join('\n  ')}`];
  });
}
