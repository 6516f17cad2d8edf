import type { Command } from '../framework/command.ts';
import { legacyNotice, usesBuildx } from './choice.ts';

/** `docker builder`, another name of `docker buildx` where that is installed. */
export const builder: Command = {
  paths: ['builder'],
  short: 'Look after builds',
  redirect: (process) => (usesBuildx(process) ? 'buildx' : undefined),
  preface: legacyNotice,
};
