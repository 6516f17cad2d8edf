import { beforeAll, describe, expect, test } from 'vitest';
import { Exercise } from '../../src/exercise/index.ts';
import { lessonFiles, readLesson } from '../../src/node/lessons.ts';
import { readWorld } from '../../src/node/worlds.ts';
import { packWorld } from '../../src/simulator/world/archive.ts';
import type { BuiltWorld } from '../../src/simulator/world/build.ts';
import { Player } from './play.ts';

const lessons = [...lessonFiles().keys()].map((address) => ({ address, lesson: readLesson(address) }));

/** The proof of a lesson: see "What is a lesson" in the design. */
describe.each(lessons)('$address', ({ lesson }) => {
  let start: BuiltWorld;
  beforeAll(async () => {
    start = await readWorld(lesson.world);
  });

  const open = () => {
    const player = new Player(start.snapshot, start.blobs);
    return { player, exercise: new Exercise(lesson, player.world) };
  };
  const doneOf = async (exercise: Exercise): Promise<string[]> =>
    (await exercise.evaluate()).filter(({ state }) => state === 'done').map(({ id }) => id);
  /** Plays the solutions of all steps before one. */
  const upTo = async (index: number) => {
    const { player, exercise } = open();
    for (const step of lesson.steps.slice(0, index)) {
      await player.type(step.on, step.solution);
      await exercise.evaluate();
    }
    return { player, exercise };
  };

  test('no step is true at its start', async () => {
    expect(await doneOf(open().exercise)).toEqual([]);
  });

  test('each solution makes exactly its own step true, in order; undo and reset lead back to the same bytes', async () => {
    const { player, exercise } = open();
    const first = packWorld(player.world.snapshot());
    const done: string[] = [];
    for (const step of lesson.steps) {
      const before = player.world.snapshot();
      const command = await player.type(step.on, step.solution);
      done.push(step.id);
      expect(await doneOf(exercise), `after \`${step.solution}\`, which printed:\n${command.output}`).toEqual(
        done,
      );
      const after = player.world.snapshot();
      player.restore(before);
      expect(packWorld(player.world.snapshot()), `undo of \`${step.solution}\``).toEqual(packWorld(before));
      player.restore(after);
    }
    player.restore(start.snapshot);
    expect(packWorld(player.world.snapshot())).toEqual(first);
  });

  for (const [index, step] of lesson.steps.entries()) {
    for (const other of step.also) {
      test(`${step.id}: also \`${other}\``, async () => {
        const { player, exercise } = await upTo(index);
        const command = await player.type(step.on, other);
        const done = lesson.steps.slice(0, index + 1).map(({ id }) => id);
        expect(await doneOf(exercise), command.output).toEqual(done);
      });
    }
    for (const mistake of step.mistakes) {
      test(`${step.id}: the mistake \`${mistake.run}\` is explained`, async () => {
        const { player, exercise } = await upTo(index);
        const command = await player.type(step.on, mistake.run);
        const report = (await exercise.evaluate()).find(({ id }) => id === step.id);
        expect(report, command.output).toMatchObject({ state: 'open', mistake: mistake.say });
        expect(report?.conditions.some(({ met }) => !met)).toBe(true);
      });
    }
  }
});
