import type { Call, Command } from './command.ts';
import { GhFailure } from './errors.ts';
import { HOSTNAME, SECURE } from './flags.ts';
import { activeToken, defaultHost, tokenOf } from './hosts.ts';

/** `gh auth token` */
export const token: Command = {
  name: 'token',
  args: 0,
  short: 'Print the token that gh uses for a host and an account',
  long: [
    'Prints the token of an account of a GitHub host.',
    '',
    'Without `--hostname` it is the host that gh uses by default, without `--user` the active account.',
    '',
  ].join('\n'),
  flags: [
    { ...HOSTNAME, usage: 'GitHub host of the account' },
    { name: 'user', short: 'u', type: 'string', usage: 'Account whose token is printed' },
    SECURE,
  ],
  run,
};

async function run({ process, flags }: Call): Promise<number> {
  const host = flags.string('hostname') || defaultHost(process);
  const user = flags.string('user');
  const found = user === '' ? activeToken(process, host)?.token : tokenOf(process, host, user);
  // There is no credential store on these machines: nothing is in it.
  if (!found || flags.bool('secure-storage'))
    throw new GhFailure(`no oauth token found for ${host}${user === '' ? '' : ` account ${user}`}`);
  await process.stdout.write(`${found}\n`);
  return 0;
}
