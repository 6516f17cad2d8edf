import type { CommandRecord, World } from '../simulator/world/index.ts';
import type { Check, Condition } from './check.ts';
import { CHECKS } from './checks/index.ts';
import type { Lesson, Mistake, Step } from './lesson.ts';

export interface StepReport {
  id: string;
  state: 'open' | 'done';
  /** What was looked at, of an open step. */
  conditions: Condition[];
  /** The explanation of the last command, where it was a wrong move that the lesson knows. */
  mistake?: string;
}

/**
 * The steps of a lesson in a world. A step that was once done stays done, as long as the world is not taken back
 * behind that moment; so logging out at the end does not undo the login in the middle. What is done is part of the
 * world's notes, so that undo, reset and resume treat both alike.
 */
export class Exercise {
  private readonly lesson: Lesson;
  private readonly world: World;

  constructor(lesson: Lesson, world: World) {
    this.lesson = lesson;
    this.world = world;
  }

  /** Looks at every step that is not done yet, in order, and keeps which are. To be called after each command. */
  async evaluate(): Promise<StepReport[]> {
    const done = new Set(this.world.notes.done);
    const reports: StepReport[] = [];
    for (const step of this.lesson.steps) {
      if (done.has(step.id)) {
        reports.push({ id: step.id, state: 'done', conditions: [] });
        continue;
      }
      const conditions = await look(step, this.world);
      const reached = step.after === undefined || done.has(step.after);
      if (reached && conditions.every(({ met }) => met)) {
        done.add(step.id);
        reports.push({ id: step.id, state: 'done', conditions: [] });
      } else reports.push({ id: step.id, state: 'open', conditions });
    }
    this.world.notes = { ...this.world.notes, done: [...done] };
    const last = this.world.log.at(-1);
    for (const report of reports) {
      if (report.state === 'done' || !last) continue;
      const step = this.lesson.steps.find(({ id }) => id === report.id);
      if (step?.on !== last.machine) continue;
      const mistake = step.mistakes.find((one) => recognises(one, last));
      if (!mistake) continue;
      report.mistake = mistake.say;
      break;
    }
    return reports;
  }
}

async function look(step: Step, world: World): Promise<Condition[]> {
  const conditions: Condition[] = [];
  for (const [kind, parameters] of Object.entries(step.check)) {
    if (parameters === undefined) continue;
    const check: Check = CHECKS[kind as keyof typeof CHECKS];
    conditions.push(...(await check.look(world, parameters)));
  }
  return conditions;
}

function recognises(mistake: Mistake, command: CommandRecord): boolean {
  const typed = mistake.line
    ? new RegExp(mistake.line).test(command.line)
    : squeeze(mistake.run) === squeeze(command.line);
  return typed && (mistake.output === undefined || new RegExp(mistake.output).test(command.output));
}

const squeeze = (line: string): string => line.trim().replace(/\s+/g, ' ');
