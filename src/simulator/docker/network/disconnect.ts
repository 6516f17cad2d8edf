import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { networkPath } from './path.ts';

/** `docker network disconnect` */
export const disconnect: Command = {
  paths: ['network disconnect'],
  short: 'Take a container off a network',
  usage: '[OPTIONS] NETWORK CONTAINER',
  args: exactArgs(2),
  flags: [{ name: 'force', short: 'f', type: 'bool', usage: 'Take it off whatever its state' }],
  run: async ({ args, engine, flags }) => {
    const [network = '', container = ''] = args;
    if (container.trim() === '') throw new CommandError('invalid container name or ID: value is empty');
    const json = { Container: container, Force: flags.bool('force') };
    await engine.request('POST', networkPath(network, 'disconnect'), { json });
    return 0;
  },
};
