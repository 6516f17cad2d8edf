import type { ProgramTable } from '../../common/process.ts';

/** Programs that are parts of this room, or that it starts: shells, and the docker CLI. */
export const shellPrograms: ProgramTable = {
  bash: async () => (await import('./shell-program.ts')).shellProgram('bash'),
  dash: async () => (await import('./shell-program.ts')).shellProgram('dash'),
  sh: async () => (await import('./shell-program.ts')).shellProgram('dash'),
  busybox: async () => (await import('./busybox.ts')).busybox,
  docker: async () => (await import('../../docker/index.ts')).docker,
};
