/**
 * The simulated world in one's own terminal.
 *
 *   npm run -s shell -- [--world NAME] [--machine NAME] [--lesson UNIT/SLUG] [SCRIPT ARGUMENT…]
 *
 * With a keyboard it opens the machine's shell. Otherwise standard input (or the script file) is run as a bash
 * script, whose exit status it takes over.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Exercise, type Lesson } from '../exercise/index.ts';
import { World } from '../simulator/world/index.ts';
import { readLesson } from './lessons.ts';
import { inputOf, outputOf } from './streams.ts';
import { readWorld } from './worlds.ts';

const DEFAULT_WORLD = 'laptop-with-myapp';

/** Ends with a sentence instead of a stack trace: what was typed was wrong, not the program. */
function refuse(error: unknown): never {
  process.stderr.write(`shell: ${error instanceof Error ? error.message : error}\n`);
  process.exit(2);
}

async function open(): Promise<{
  world: World;
  machine: string;
  lesson: Lesson | undefined;
  script: string[];
}> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { world: { type: 'string' }, machine: { type: 'string' }, lesson: { type: 'string' } },
  });
  const lesson = values.lesson === undefined ? undefined : readLesson(values.lesson);
  const { snapshot, blobs } = await readWorld(values.world ?? lesson?.world ?? DEFAULT_WORLD);
  const world = new World(snapshot, { blobs, wall: Date.now });
  const machine = values.machine ?? world.machineNames[0]!;
  world.machine(machine);
  return { world, machine, lesson, script: positionals };
}

const { world, machine, lesson, script } = await open().catch(refuse);
// A world's own timers do not keep the program alive, so that it can end; while it is open, this does.
setInterval(() => {}, 60_000);
const exercise = lesson && new Exercise(lesson, world);
const status = process.stdin.isTTY && script.length === 0 ? await interact() : await run();
if (exercise) await report(exercise);
process.exit(status);

/** The machine's own shell, key by key. */
async function interact(): Promise<number> {
  const { stdin, stdout } = process;
  stdin.setRawMode(true);
  const session = world.openSession(machine, {
    columns: stdout.columns ?? 80,
    rows: stdout.rows ?? 24,
    output: (text) => stdout.write(text),
    onCommand: () => void exercise?.evaluate(),
  });
  stdin.setEncoding('utf8');
  stdin.on('data', (keys) => session.input(String(keys)));
  stdout.on('resize', () => session.resize(stdout.columns, stdout.rows));
  const ended = await session.ended;
  stdin.setRawMode(false);
  return ended;
}

async function run(): Promise<number> {
  const [file, ...args] = script;
  let text: string;
  try {
    text = readFileSync(file ?? 0, 'utf8');
  } catch (error) {
    return refuse(error);
  }
  return world.script(machine, text, {
    args,
    ...(file ? { name: file } : {}),
    // A script that came by standard input has used it up.
    stdin: file ? inputOf(process.stdin) : { isTTY: false, read: async () => undefined },
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    onCommand: async () => {
      await exercise?.evaluate();
    },
  });
}

async function report(exercise: Exercise): Promise<void> {
  const reports = await exercise.evaluate();
  process.stderr.write('\n');
  for (const { id, state, conditions } of reports) {
    process.stderr.write(`${state === 'done' ? 'done' : 'open'}  ${id}\n`);
    for (const { expected, actual, met } of conditions) {
      if (!met) process.stderr.write(`        ${expected} ${actual}\n`);
    }
  }
}
