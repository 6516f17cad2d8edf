import { describe, expect, test } from 'vitest';
import { freshWorlds } from '../cloud-world.ts';
import { openGhWorlds } from './world.ts';

const { $ } = freshWorlds(openGhWorlds);

describe('help and refusals have the layout of gh', () => {
  const LOGOUT_FLAGS = `
Flags:
  -h, --hostname string   GitHub host to log out of
  -u, --user string       Account to log out of
  
[1]`;

  test('a wrong flag is told with the usage and the flags', async () => {
    expect(await $('gh auth logout --foo')).toBe(
      `unknown flag: --foo\n\nUsage:  gh auth logout [flags]\n${LOGOUT_FLAGS}`,
    );
    expect(await $('gh auth logout -h')).toBe(
      `flag needs an argument: 'h' in -h\n\nUsage:  gh auth logout [flags]\n${LOGOUT_FLAGS}`,
    );
    expect(await $('gh auth logout now')).toBe('accepts 0 arg(s), received 1\n[1]');
  });

  test.each([
    ['gh --foo', 'unknown flag: --foo'],
    ['gh api user --bar', 'unknown flag: --bar'],
    ['gh api user --method', 'flag needs an argument: --method'],
    ['gh api -X', "flag needs an argument: 'X' in -X"],
    ['gh api user --paginate -X post', 'the `--paginate` option is not supported for non-GET requests'],
    ['gh api user --paginate --input f', 'the `--paginate` option is not supported with `--input`'],
    ['gh api user --slurp', '`--paginate` required when passing `--slurp`'],
    ['gh auth setup-git --force', '`--force` must be used in conjunction with `--hostname`'],
    ['gh auth login -h a/b', 'error parsing hostname: invalid hostname'],
    ['gh auth login -s repo --with-token', 'specify only one of `--scopes` or `--with-token`'],
    ['gh auth refresh </dev/null', '--hostname required when not running interactively'],
    [
      'gh auth login -p ftp',
      'invalid argument "ftp" for "-p, --git-protocol" flag: valid values are {ssh|https}',
    ],
  ])('%s', async (line, message) => {
    // Flags of api are looked at together only once somebody is logged in.
    const said = await $(`GH_TOKEN=ghp_full ${line}`);
    expect(said.startsWith(`${message}\n\nUsage:  gh `)).toBe(true);
    expect(said.endsWith('\n[1]')).toBe(true);
  });

  test('a name that is no command is told with those that are', async () => {
    const verbs = ['login', 'logout', 'refresh', 'setup-git', 'status', 'switch', 'token'];
    const usage = `Usage:  gh auth <command> [flags]\n\nAvailable commands:\n${verbs.map((verb) => `  ${verb}\n`).join('')}[1]`;
    expect(await $('gh auth foo')).toBe(`unknown command "foo" for "gh auth"\n\n${usage}`);
    expect(await $('gh auth swich')).toBe(
      `unknown command "swich" for "gh auth"\n\nDid you mean this?\n\tswitch\n\n${usage}`,
    );
    expect(await $('gh apii')).toMatch(
      /^unknown command "apii" for "gh"\n\nDid you mean this\?\n\tapi\n\nUsage: {2}gh <command> <subcommand> \[flags\]\n\nAvailable commands:\n {2}alias\n {2}api\n[\s\S]* {2}workflow\n\n\[1\]$/,
    );
    expect(await $('gh help foo')).toMatch(/^Unknown help topic \[`foo`\]\nUsage: {2}gh /);
  });

  test('help has its headings', async () => {
    const headings = async (line: string) => (await $(line)).match(/^[A-Z][A-Z ]+$/gm);
    expect(await headings('gh')).toEqual([
      'USAGE',
      'CORE COMMANDS',
      'GITHUB ACTIONS COMMANDS',
      'ALIAS COMMANDS',
      'ADDITIONAL COMMANDS',
      'HELP TOPICS',
      'FLAGS',
      'EXAMPLES',
      'LEARN MORE',
    ]);
    expect(await headings('gh auth -h')).toEqual([
      'USAGE',
      'AVAILABLE COMMANDS',
      'INHERITED FLAGS',
      'LEARN MORE',
    ]);
    expect(await headings('gh help api')).toEqual([
      'USAGE',
      'FLAGS',
      'INHERITED FLAGS',
      'EXAMPLES',
      'ENVIRONMENT VARIABLES',
      'LEARN MORE',
    ]);
    expect(await $('gh auth login --help')).toContain(
      '\nUSAGE\n  gh auth login [flags]\n\nFLAGS\n  -p, --git-protocol string   ',
    );
    expect(await $('gh help exit-codes')).toContain('- 4: one has to log in first\n');
  });

  test('what is not simulated says so', async () => {
    expect(await $('gh repo clone a/b --depth 1')).toBe(
      "gh repo: the sandbox simulates gh's `auth` and `api` alone\n[1]",
    );
    expect(await $('gh --version')).toContain('gh version 2.60.0 ');
  });
});
