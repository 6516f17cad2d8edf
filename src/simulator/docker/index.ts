import type { Program } from '../common/process.ts';
import { hasBuildx } from './builder/choice.ts';
import { commands, commandsWithoutBuildx } from './commands.ts';
import type { Command } from './framework/command.ts';
import { runCommandLine } from './framework/run.ts';
import { PROFILE } from './profile.ts';

const root: Command = {
  paths: [],
  short: 'Runs whole applications in containers',
  run: async ({ print }) => {
    await print(`Docker version ${PROFILE.version}, build ${PROFILE.gitCommit}\n`);
    return 0;
  },
};

/** The docker CLI. */
export const docker: Program = (process) =>
  runCommandLine(
    process,
    root,
    hasBuildx(process) ? commands : commandsWithoutBuildx,
    async () => (await import('./completion/index.ts')).completions,
  );
