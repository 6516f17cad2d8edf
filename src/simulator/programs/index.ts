import type { ProgramTable } from '../common/process.ts';

/** The models of compiled programs, each loaded when it is first run. */
export const programs: ProgramTable = {
  cat: async () => (await import('./cat.ts')).cat,
};
