import type { ProgramTable } from '../common/process.ts';
import { applets, optional, programs } from '../programs/index.ts';
import { models } from '../programs/models/index.ts';
import { shellPrograms } from '../shell/index.ts';

/** The model of every program of the world, each loaded when it is first run. */
export const tools: ProgramTable = { ...programs, ...applets, ...optional, ...models, ...shellPrograms };

/** What is installed on every machine. */
export const installed: readonly string[] = Object.keys({ ...programs, ...shellPrograms }).filter(
  (name) => name !== 'busybox',
);
