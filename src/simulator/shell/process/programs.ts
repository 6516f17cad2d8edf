import type { ProgramTable } from '../../common/process.ts';

/** The shells as programs, and the docker CLI: a machine has them beside those of the room `programs`. */
export const shellPrograms: ProgramTable = {
  bash: async () => (await import('./shell-program.ts')).shellProgram('bash'),
  dash: async () => (await import('./shell-program.ts')).shellProgram('dash'),
  sh: async () => (await import('./shell-program.ts')).shellProgram('dash'),
  busybox: async () => (await import('./busybox.ts')).busybox,
  docker: async () => (await import('../../docker/index.ts')).docker,
};
