import { api } from './api/index.ts';
import { auth } from './auth.ts';
import type { Command } from './command.ts';
import { GhFailure } from './errors.ts';
import { TOPICS } from './topics.ts';
import { VERSION } from './version.ts';

/** A command that is listed, and says that the sandbox has it not. */
const listed = (name: string, short: string, more: Partial<Command> = {}): Command => ({
  name,
  short,
  ...more,
  unread: true,
  run: async () => {
    throw new GhFailure(`gh ${name}: the sandbox simulates gh's \`auth\` and \`api\` alone`);
  },
});

const COMMANDS: readonly Command[] = [
  auth,
  api,
  { name: 'help', use: '[command]', short: 'Explain any command' },
  {
    name: 'version',
    short: '',
    hidden: true,
    run: async ({ process }) => {
      await process.stdout.write(VERSION);
      return 0;
    },
  },
  listed('alias', 'Give commands shorter names'),
  listed('attestation', 'Look after attestations of artifacts', { aliases: ['at'] }),
  listed('browse', 'Open the repository in a browser', { group: 'core' }),
  listed('cache', 'Look after caches of GitHub Actions', { group: 'actions' }),
  listed('co', 'Alias for "pr checkout"', { group: 'alias' }),
  listed('codespace', 'Use and look after codespaces', { group: 'core', aliases: ['cs'] }),
  listed('completion', 'Write completion scripts for shells'),
  listed('config', 'Look after the settings of gh'),
  listed('credits', '', { hidden: true }),
  listed('extension', 'Look after extensions of gh', { aliases: ['extensions', 'ext'] }),
  listed('gist', 'Look after gists', { group: 'core' }),
  listed('gpg-key', 'Look after GPG keys'),
  listed('issue', 'Look after issues', { group: 'core' }),
  listed('label', 'Look after labels'),
  listed('org', 'Look after organizations', { group: 'core' }),
  listed('pr', 'Look after pull requests', { group: 'core' }),
  listed('project', 'Use GitHub Projects', { group: 'core' }),
  listed('release', 'Look after releases', { group: 'core' }),
  listed('repo', 'Look after repositories', { group: 'core' }),
  listed('ruleset', 'Show the rulesets of a repository', { aliases: ['rs'] }),
  listed('run', 'Show runs of workflows', { group: 'actions' }),
  listed('search', 'Search for repositories, issues and pull requests'),
  listed('secret', 'Look after secrets'),
  listed('ssh-key', 'Look after SSH keys'),
  listed('status', 'Show issues, pull requests and notifications that wait for you'),
  listed('variable', 'Look after variables of GitHub Actions'),
  listed('workflow', 'Show workflows', { group: 'actions' }),
  ...TOPICS,
];

/** `gh` */
export const ROOT: Command = {
  name: 'gh',
  use: '<command> <subcommand> [flags]',
  short: 'GitHub from the command line.',
  children: [...COMMANDS].sort((a, b) => (a.name < b.name ? -1 : 1)),
  examples: ['$ gh auth login', '$ gh auth status', '$ gh api user/packages?package_type=container'].join(
    '\n',
  ),
};
