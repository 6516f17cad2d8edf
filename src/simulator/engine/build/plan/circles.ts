import { DockerfileError } from '../dockerfile/errors.ts';
import type { Instruction } from '../dockerfile/instructions.ts';
import type { StageState } from './stage.ts';

/** @throws DockerfileError when stages need each other */
export function checkCircles(states: readonly StageState[]): void {
  const visited = new Set<StageState>();
  const visit = (state: StageState, path: StageState[], instructions: Instruction[]): void => {
    if (visited.has(state)) return;
    visited.add(state);
    for (const [dependency, instruction] of state.dependencies) {
      const next = [...instructions, instruction];
      if (dependency === state || path.includes(dependency)) {
        const lines = next.map((i) => i.lines);
        throw new DockerfileError(`circular dependency detected on stage: ${state.label}`, ...lines);
      }
      visit(dependency, [...path, state], next);
    }
  };
  for (const state of states) visit(state, [], []);
}
