import { describe, expect, test } from 'vitest';
import type { World } from '../../../../src/simulator/world/index.ts';
import { freshWorlds } from '../cloud-world.ts';
import { openGhWorlds } from './world.ts';

const { $, world } = freshWorlds(openGhWorlds);

const ESCAPES = new RegExp(`${'\x1b'}\\[[0-9;?]*[A-Za-z]`, 'g');

/** The laptop's shell: what is typed, and what then appears, without colours. */
function openTerminal(world: World) {
  let printed = '';
  const session = world.openSession('laptop', {
    columns: 120,
    rows: 30,
    output: (text) => {
      printed += text.replace(ESCAPES, '').replaceAll('\r\n', '\n');
    },
  });
  const shows = async (wanted: string): Promise<void> => {
    while (!printed.includes(wanted)) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return {
    shows,
    type: (keys: string, wanted: string): Promise<void> => {
      printed = '';
      session.input(keys);
      return shows(wanted);
    },
  };
}

describe('logging in', () => {
  test('with a token', async () => {
    expect(await $('gh auth status')).toBe(
      'You are not logged into any GitHub hosts. To log in, run: gh auth login\n[1]',
    );
    expect(await $('gh auth token')).toBe('no oauth token found for github.com\n[1]');
    expect(await $('echo ghp_full | gh auth login --with-token')).toBe('');
    expect(await $('gh auth status')).toBe(`github.com
  ✓ Logged in to github.com account ada (/home/ada/.config/gh/hosts.yml)
  - Active account: true
  - Git operations protocol: https
  - Token: ghp_****
  - Token scopes: 'repo', 'read:org', 'read:packages', 'delete:packages'
`);
    expect(await $('cat ~/.config/gh/hosts.yml')).toBe(
      'github.com:\n    users:\n        ada:\n            oauth_token: ghp_full\n    oauth_token: ghp_full\n    user: ada\n',
    );
    expect(await $('gh auth token')).toBe('ghp_full\n');
    expect(await $('gh auth logout')).toBe('✓ Logged out of github.com account ada\n');
  });

  test('several accounts, of which one is active', async () => {
    expect(await $('gh auth switch')).toBe('not logged in to any hosts\n[1]');
    await $('echo ghp_full | gh auth login --with-token');
    await $('echo ghp_bob | gh auth login --with-token');
    expect(await $('gh auth token; gh auth token -u ada; gh auth token --user eve')).toBe(
      'ghp_bob\nghp_full\nno oauth token found for github.com account eve\n[1]',
    );
    expect(await $('gh auth switch && gh auth status')).toBe(`✓ Switched active account for github.com to ada
github.com
  ✓ Logged in to github.com account ada (/home/ada/.config/gh/hosts.yml)
  - Active account: true
  - Git operations protocol: https
  - Token: ghp_****
  - Token scopes: 'repo', 'read:org', 'read:packages', 'delete:packages'

  ✓ Logged in to github.com account bob (/home/ada/.config/gh/hosts.yml)
  - Active account: false
  - Git operations protocol: https
  - Token: ghp_***
  - Token scopes: 'repo', 'read:org'
`);
    expect(await $('gh auth switch --user eve')).toBe('no accounts matched that criteria\n[1]');
    expect(await $('gh auth switch -h github.com -u eve')).toBe(
      'not logged in to github.com account eve\n[1]',
    );
    expect(await $('gh auth logout </dev/null')).toBe(
      'unable to determine which account to log out of, please specify `--hostname` and `--user`\n[1]',
    );
    expect(await $('gh auth logout -u ada')).toBe(
      '✓ Logged out of github.com account ada\n✓ Switched active account for github.com to bob\n',
    );
    expect(await $('gh auth token')).toBe('ghp_bob\n');
  });

  test('other hosts', async () => {
    await $('echo ghp_full | gh auth login --with-token');
    expect(await $('gh auth token -h ghe.example.com')).toBe('no oauth token found for ghe.example.com\n[1]');
    expect(await $('gh auth status -h ghe.example.com')).toBe(
      'You are not logged into any accounts on ghe.example.com\n[1]',
    );
    expect(await $('gh auth switch -h ghe.example.com')).toBe('not logged in to ghe.example.com\n[1]');
    expect(await $('gh auth refresh -h ghe.example.com')).toBe(
      "not logged in to ghe.example.com. use 'gh auth login' to authenticate with this host\n[1]",
    );
    expect(await $('gh auth login -h ghe.example.com')).toContain('error connecting to ghe.example.com\n');
  });

  test('by questions on a terminal', async () => {
    const { type, shows } = openTerminal(world());
    await shows('$ ');
    await type('gh auth login\r', 'Where do you use GitHub?');
    await shows('> GitHub.com');
    await type('\r', '> HTTPS');
    await type('\x1b[B', '> SSH');
    await type('\x1b[B', '> HTTPS');
    await type('\r', '? Authenticate Git with your GitHub credentials? (Y/n) ');
    await type('\r', '> Login with a web browser');
    await type('\r', 'Press Enter to open https://github.com/login/device in your browser... ');
    await type('\r', '✓ Logged in as ada\n');
    expect(await $('git config --list 2>/dev/null; cat ~/.gitconfig')).toContain(
      '[credential "https://github.com"]\n\thelper = \n\thelper = !/usr/bin/gh auth git-credential\n',
    );
    expect(await $('gh auth status')).toContain("'workflow'");
    await type('gh auth login\r', '> GitHub.com');
    await type('\r', '> HTTPS');
    await type('\r', '> Login with a web browser');
    await type('paste', '> Paste an authentication token');
    await type('\r', '? Paste your authentication token: ');
    await type('ghp_basic', '*********');
    await type('\r', '! You were already logged in to this account\n');
    await type('gh auth login\r', '> GitHub.com');
    await type('\x03', '$ ');
    await type('echo $?\r', '\n2\n');
  });

  test('without a terminal the code is shown, and nobody asked', async () => {
    expect(await $('gh auth login </dev/null')).toMatch(
      /^\n! First copy your one-time code: .*\nOpen this URL to continue in your web browser: https:\/\/github.com\/login\/device\n✓ Authentication complete.\n! Authentication credentials saved in plain text\n✓ Logged in as ada\n$/,
    );
    expect(await $('gh auth login -w --with-token </dev/null')).toContain(
      'specify only one of `--web` or `--with-token`',
    );
  });

  test('tokens that gh refuses', async () => {
    expect(await $('echo nonsense | gh auth login --with-token')).toBe(
      'error validating token: HTTP 401: Bad credentials (https://api.github.com/)\nTry authenticating with:  gh auth login\n[1]',
    );
    expect(await $('echo ghp_packages | gh auth login --with-token')).toBe(
      "error validating token: missing required scopes 'repo', 'read:org'\n[1]",
    );
    expect(await $('GH_TOKEN=bad gh auth status')).toContain('  - The token in GH_TOKEN is invalid.\n[1]');
  });

  test('a scope is added in the browser, and docker may push then', async () => {
    await $('echo ghp_basic | gh auth login --with-token');
    const login = 'gh auth token | docker login ghcr.io -u ada --password-stdin';
    expect(await $(login)).toContain('Login Succeeded');
    await $('docker pull -q ghcr.io/ada/tool:1.0 && docker tag ghcr.io/ada/tool:1.0 ghcr.io/ada/new:1');
    expect(await $('docker push -q ghcr.io/ada/new:1')).toContain(
      'denied: permission_denied: The token provided does not match expected scopes.',
    );
    expect(await $('gh auth refresh -h github.com -s write:packages')).toMatch(
      /^\n! First copy your one-time code: [0-9A-F]{4}-[0-9A-F]{4}\nOpen this URL to continue in your web browser: https:\/\/github.com\/login\/device\n✓ Authentication complete.\n$/,
    );
    expect(await $('gh auth status')).toContain("'write:packages'");
    await $(login);
    expect(await $('docker push -q ghcr.io/ada/new:1')).toBe('ghcr.io/ada/new:1\n');
    expect(await $('gh api /user/packages/container/new --jq .visibility')).toBe('private\n');
  });
});

describe('git and the environment', () => {
  test('git is told to ask gh, which answers', async () => {
    expect(await $('gh auth setup-git')).toBe(
      'You are not logged into any GitHub hosts. Run gh auth login to authenticate.\n[1]',
    );
    expect(await $('gh auth setup-git -h ghe.example.com')).toBe(
      'You are not logged into the GitHub host "ghe.example.com". Run gh auth login -h ghe.example.com to authenticate or provide `--force`\n[1]',
    );
    await $('echo ghp_full | gh auth login --with-token');
    const section = (host: string) =>
      `[credential "https://${host}"]\n\thelper = \n\thelper = !/usr/bin/gh auth git-credential\n`;
    const wanted = `[user]\n\tname = Ada\n${section('github.com')}${section('gist.github.com')}`;
    expect(
      await $(
        "printf '[user]\\n\\tname = Ada\\n' >~/.gitconfig; gh auth setup-git; gh auth setup-git; cat ~/.gitconfig",
      ),
    ).toBe(wanted);
    expect(await $("printf 'protocol=https\\nhost=github.com\\n' | gh auth git-credential get")).toBe(
      'protocol=https\nhost=github.com\nusername=ada\npassword=ghp_full\n',
    );
    expect(await $('gh auth git-credential foo </dev/null')).toBe(
      'gh auth git-credential: "foo" operation not supported\n[1]',
    );
  });

  test('a token of the environment is not changed', async () => {
    const variable = 'The value of the GH_TOKEN environment variable is being used for authentication.\n';
    await $('echo ghp_full | gh auth login --with-token');
    expect(await $('GH_TOKEN=ghp_basic gh auth logout')).toBe(
      `${variable}To erase credentials stored in GitHub CLI, first clear the value from the environment.\n[1]`,
    );
    expect(await $('GH_TOKEN=ghp_basic gh auth refresh -h github.com')).toContain(
      'To refresh credentials stored in GitHub CLI',
    );
    expect(await $('GH_TOKEN=ghp_basic gh auth status -a')).toBe(`github.com
  ✓ Logged in to github.com account ada (GH_TOKEN)
  - Active account: true
  - Git operations protocol: https
  - Token: ghp_*****
  - Token scopes: 'repo', 'read:org'
`);
    expect(await $('GH_TOKEN=ghp_packages gh auth status -a')).toContain(
      "  ! Missing required token scopes: 'repo', 'read:org'\n  - To request missing scopes, run: gh auth refresh -h github.com\n",
    );
  });
});
