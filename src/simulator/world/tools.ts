import type { ProgramTable } from '../common/process.ts';
import { machinePrograms, programs } from '../programs/index.ts';
import { models } from '../programs/models/index.ts';

/** The model of every program of the world, each loaded when it is first run. */
export const tools: ProgramTable = {
  ...programs,
  ...models,
  docker: async () => (await import('../docker/index.ts')).docker,
};

/** What is installed on a machine. */
export const installed: readonly string[] = [...machinePrograms, 'docker'];
