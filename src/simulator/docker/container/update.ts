import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { containerPath } from './names.ts';
import { resources } from './options/host-config.ts';
import { parseRestartPolicy } from './options/modes.ts';
import { updatableFlags } from './options/resources.ts';

/** `docker update` */
export const update: Command = {
  paths: ['container update', 'update'],
  short: 'Change the limits and the restart policy of containers',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  args: minArgs(1),
  flags: [
    ...updatableFlags,
    { name: 'kernel-memory', type: 'bytes', usage: 'Most kernel memory', hidden: true },
    { name: 'restart', type: 'string', usage: 'When to start the container again after it exits' },
  ],
  run: async ({ args, engine, flags, print }) => {
    if (!flags.definitions.some(({ name }) => flags.changed(name))) {
      throw new CommandError('you must provide one or more flags when using this command');
    }
    const restart = flags.string('restart');
    const policy = restart === '' ? { Name: '', MaximumRetryCount: 0 } : parseRestartPolicy(restart);
    const { PidsLimit, ...limits } = resources(flags);
    const json = { ...limits, ...(PidsLimit === 0 ? {} : { PidsLimit }), RestartPolicy: policy };
    const warnings: string[] = [];
    const failures: string[] = [];
    for (const name of args) {
      try {
        const answer = await engine.json<{ Warnings: string[] | null }>(
          'POST',
          containerPath(name, 'update'),
          {
            json,
          },
        );
        await print(`${name}\n`);
        warnings.push(...(answer.Warnings ?? []));
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        failures.push(error.message);
      }
    }
    if (warnings.length > 0) await print(`${warnings.join('\n')}\n`);
    if (failures.length > 0) throw new CommandError(failures.join('\n'));
    return 0;
  },
};
