import { DockerfileError } from '../dockerfile/errors.ts';
import type { Instruction } from '../dockerfile/instructions.ts';
import type { StageState } from './stage.ts';

/** @throws DockerfileError when stages need each other */
export function checkCircles(states: readonly StageState[]): void {
  const visited = new Set<StageState>();
  /** The instructions that lead round in a circle; the builder tells of the last first. */
  const visit = (
    state: StageState,
    path: StageState[],
    instructions: Instruction[],
  ): Instruction[] | undefined => {
    if (visited.has(state)) return undefined;
    visited.add(state);
    for (const [dependency, instruction] of state.dependencies) {
      const next = [instruction, ...instructions];
      if (dependency === state || path.includes(dependency)) return next;
      const found = visit(dependency, [...path, state], next);
      if (found) return found;
    }
    return undefined;
  };
  for (const state of states) {
    const circle = visit(state, [], []);
    if (!circle) continue;
    const lines = circle.map((instruction) => instruction.lines);
    throw new DockerfileError(`circular dependency detected on stage: ${state.label}`, ...lines);
  }
}
