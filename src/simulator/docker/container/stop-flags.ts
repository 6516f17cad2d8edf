import type { FlagSet } from '../../common/pflag/flag-set.ts';
import type { Flag } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';

/** The flags of `stop` and `restart`. */
export const stopFlags: readonly Flag[] = [
  { name: 'signal', short: 's', type: 'string', usage: 'Which signal stops it' },
  { name: 'timeout', short: 't', type: 'int', usage: 'Seconds until it is killed' },
  { name: 'time', type: 'int', usage: 'Seconds until it is killed', deprecated: 'use --timeout instead' },
];

/**
 * The query of the Engine API for them.
 * @throws CommandError
 */
export function stopQuery(flags: FlagSet): Record<string, string> {
  const [old, current] = [flags.changed('time'), flags.changed('timeout')];
  if (old && current) {
    throw new CommandError('conflicting options: cannot specify both --timeout and --time');
  }
  const signal = flags.string('signal');
  return {
    ...(signal === '' ? {} : { signal }),
    ...(old || current ? { t: flags.string(old ? 'time' : 'timeout') } : {}),
  };
}
