import { goQuote } from '../../common/go-quote.ts';
import type { Call, Command } from './command.ts';
import { FlagFailure, GhFailure } from './errors.ts';
import { HOSTNAME } from './flags.ts';
import { setUpGit } from './git-helper.ts';
import { knownHosts } from './hosts.ts';
import { styleOf } from './style.ts';

/** `gh auth setup-git` */
export const setupGit: Command = {
  name: 'setup-git',
  short: 'Have git ask gh for credentials',
  long: [
    'Tells git, in its own configuration, to ask gh for credentials',
    '(https://git-scm.com/docs/gitcredentials).',
    '',
    'That is for every host that one is logged in to, or for that of `--hostname` alone.',
    '',
  ].join('\n'),
  examples: [
    '# For every host',
    '$ gh auth setup-git',
    '',
    '# For one host',
    '$ gh auth setup-git --hostname github.com',
  ].join('\n'),
  flags: [
    { ...HOSTNAME, usage: 'GitHub host that git is set up for' },
    {
      name: 'force',
      short: 'f',
      type: 'bool',
      usage: 'Also for a host that one is not logged in to. Only together with `--hostname`',
    },
  ],
  run,
};

async function run({ process, flags }: Call): Promise<number> {
  const wanted = flags.string('hostname');
  if (wanted === '' && flags.bool('force'))
    throw new FlagFailure('`--force` must be used in conjunction with `--hostname`');
  const hosts = knownHosts(process);
  const { bold } = styleOf(process);
  if (wanted !== '') {
    if (!flags.bool('force') && !hosts.some((host) => host.toLowerCase() === wanted.toLowerCase())) {
      throw new GhFailure(
        `You are not logged into the GitHub host ${goQuote(wanted)}. Run ${bold(`gh auth login -h ${wanted}`)} to authenticate or provide \`--force\``,
      );
    }
    setUpGit(process, wanted);
    return 0;
  }
  if (hosts.length === 0) {
    throw new GhFailure(
      `You are not logged into any GitHub hosts. Run ${bold('gh auth login')} to authenticate.`,
    );
  }
  for (const host of hosts) setUpGit(process, host);
  return 0;
}
