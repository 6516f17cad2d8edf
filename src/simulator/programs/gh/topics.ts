import type { Command } from './command.ts';

/** The pages of `gh help`. */

const topic = (name: string, short: string, lines: readonly string[]): Command => ({
  name,
  short,
  hidden: true,
  topic: `${lines.join('\n')}\n`,
});

/** A page that is listed, about what the sandbox has nothing of. */
const missing = (name: string, short: string): Command =>
  topic(name, short, [`gh help ${name}: the sandbox does not simulate what this page is about.`]);

export const TOPICS: readonly Command[] = [
  topic('environment', 'Variables of the environment that gh looks at', [
    '`GH_TOKEN`, `GITHUB_TOKEN` (the first that is set): the token for github.com. It comes before',
    'what `gh auth login` has kept.',
    '',
    '`GH_ENTERPRISE_TOKEN`, `GITHUB_ENTERPRISE_TOKEN` (the first that is set): the token for other hosts.',
    '',
    '`GH_HOST`: the host where a command does not name one.',
    '',
    '`GH_REPO`: the repository, `[HOST/]OWNER/REPO`, where a command needs one.',
    '',
    '`GH_CONFIG_DIR`: the folder of what gh keeps, in place of `$XDG_CONFIG_HOME/gh` or `$HOME/.config/gh`.',
    '',
    '`GH_PROMPT_DISABLED`: when set, nothing is asked.',
    '',
    '`NO_COLOR`, `CLICOLOR=0`: no colours; `CLICOLOR_FORCE`: colours even where no terminal is.',
  ]),
  topic('exit-codes', 'What the exit status of gh tells', [
    '- 0: it is done',
    '',
    '- 1: it failed',
    '',
    '- 2: it was broken off',
    '',
    '- 4: one has to log in first',
    '',
    'A command may have others of its own: its help says so.',
  ]),
  topic('formatting', 'How JSON that gh prints can be shaped', [
    '`--jq` takes a filter in the language of jq (https://jqlang.github.io/jq/manual/) and prints what',
    'comes of it: texts and numbers bare, lists and objects as JSON. jq itself is not needed for it.',
  ]),
  missing('mintty', 'About gh in MinTTY'),
  missing('reference', 'All commands of gh on one page'),
  missing('actions', 'About gh and GitHub Actions'),
];
