import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../../src/simulator/world/index.ts';
import { openWorlds, run } from './cloud-world.ts';

let open: () => World;
let world: World;
beforeAll(async () => {
  open = await openWorlds(
    ['gh'],
    [
      {
        service: {
          vendor: 'ghcr',
          accounts: [
            {
              name: 'ada',
              tokens: [
                { token: 'ghp_full', scopes: ['repo', 'read:org', 'read:packages', 'delete:packages'] },
                { token: 'ghp_basic', scopes: ['repo', 'read:org'] },
                { token: 'ghp_packages', scopes: ['write:packages'] },
              ],
            },
            { name: 'bob', tokens: [{ token: 'ghp_bob', scopes: ['repo', 'read:org'] }] },
          ],
          device: { account: 'ada' },
          repositories: [
            { name: 'ada/tool', visibility: 'public' },
            { name: 'ada/popular', visibility: 'public', downloads: 5001 },
          ],
        },
        holds: { 'ada/app:1.0': 'tiny', 'ada/app:2.0': 'other', 'ada/tool:1.0': 'tiny' },
      },
    ],
  );
});
beforeEach(() => {
  world = open();
});
const $ = (line: string) => run(world, line);

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
    const { type, shows } = openTerminal(world);
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

describe('packages', () => {
  beforeEach(async () => {
    await $('echo ghp_full | gh auth login --with-token');
  });

  test('are listed, shown and deleted', async () => {
    expect(await $("gh api '/user/packages?package_type=container' --jq '.[] | [.name, .visibility]'")).toBe(
      '["app","private"]\n["popular","public"]\n["tool","public"]\n',
    );
    const versions = 'gh api /user/packages/container/app/versions --jq';
    expect(await $(`${versions} '.[].metadata.container.tags[]'`)).toBe('2.0\n1.0\n');
    const id = (await $(`${versions} '.[0].id'`)).trim();
    expect(await $(`gh api -X DELETE /user/packages/container/app/versions/${id}`)).toBe('');
    expect(await $(`${versions} length`)).toBe('1\n');
    expect(await $('gh api -X DELETE /user/packages/container/app')).toBe('');
    expect(await $('gh api /user/packages/container/app')).toBe(
      '{"message":"Package not found.","documentation_url":"https://docs.github.com/rest","status":"404"}gh: Package not found. (HTTP 404)\n[1]',
    );
  });

  test('what was deleted can be restored for thirty days', async () => {
    const versions = 'gh api /user/packages/container/app/versions --jq';
    const id = (await $(`${versions} '.[0].id'`)).trim();
    await $(`gh api -X DELETE /user/packages/container/app/versions/${id}`);
    expect(await $("gh api '/user/packages/container/app/versions?state=deleted' --jq '.[].id'")).toBe(
      `${id}\n`,
    );
    expect(await $(`gh api -X POST /user/packages/container/app/versions/${id}/restore`)).toContain(
      'gh: You need at least write:packages scope to restore a package. (HTTP 403)',
    );
    await $('gh auth refresh -h github.com -s write:packages');
    expect(await $(`gh api -X POST /user/packages/container/app/versions/${id}/restore`)).toBe('');
    expect(await $(`${versions} '.[].metadata.container.tags[]' | sort`)).toBe('1.0\n2.0\n');
    expect(await $('gh api -X DELETE /user/packages/container/app')).toBe('');
    const login = 'gh auth token | docker login ghcr.io -u ada --password-stdin';
    await $(login);
    expect(await $('docker pull ghcr.io/ada/app:1.0')).toContain('[1]');
    expect(await $('sleep 29d; gh api -X POST /user/packages/container/app/restore')).toBe('');
    expect(await $('docker pull -q ghcr.io/ada/app:1.0')).toBe('ghcr.io/ada/app:1.0\n');
    await $('gh api -X DELETE /user/packages/container/app');
    expect(await $('sleep 31d; gh api -X POST /user/packages/container/app/restore')).toContain(
      'gh: Package not found. (HTTP 404)\n[1]',
    );
  });

  test('what is public and popular is not deleted', async () => {
    expect(await $('gh api -X DELETE /user/packages/container/popular')).toContain(
      'gh: Publicly visible packages with more than 5000 downloads cannot be deleted. Contact GitHub support for further assistance. (HTTP 400)',
    );
  });

  test('visibility is not for the API to change', async () => {
    expect(await $('gh api -X PATCH /user/packages/container/app -f visibility=public')).toContain(
      'gh: Not Found (HTTP 404)\n[1]',
    );
  });

  test('a missing scope is named', async () => {
    await $('echo ghp_basic | gh auth login --with-token');
    expect(await $('gh api /user/packages/container/app')).toContain(
      'gh: You need at least read:packages scope to get a package. (HTTP 403)\ngh: This API operation needs the "read:packages" scope. To request it, run:  gh auth refresh -h github.com -s read:packages\n[1]',
    );
  });
});

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

describe('api', () => {
  beforeEach(async () => {
    await $('echo ghp_full | gh auth login --with-token');
  });

  test('without an account', async () => {
    await $('gh auth logout');
    expect(await $('gh api user')).toBe(
      'To get started with GitHub CLI, please run:  gh auth login\nAlternatively, populate the GH_TOKEN environment variable with a GitHub API authentication token.\n[4]',
    );
    expect(await $('CI=true gh api user')).toBe(
      'gh: To use GitHub CLI in automation, set the GH_TOKEN environment variable.\n[4]',
    );
  });

  test.each([
    ["gh api 'repos/{owner}/{repo}'", 'unable to expand placeholder in path: failed to run git: '],
    ['gh api user -f a', 'invalid key: "a"\n[1]'],
    ["gh api user -f 'a[b]'", 'field "a[b]" requires a value separated by an \'=\' sign\n[1]'],
    ['gh api user -f a=1 -f a=2', 'unexpected override existing field under "a"\n[1]'],
    ["gh api user -f a=1 -f 'a[]=2'", 'expected array type under "a", got string\n[1]'],
    ['gh api user -H a', 'header "a" requires a value separated by \':\'\n[1]'],
    ['gh api user --input none', 'open none: no such file or directory\n[1]'],
    ['gh api user -F a=@none', 'error parsing "a" value: open none: no such file or directory\n[1]'],
    ['gh api ftp://a', 'Get "ftp://a": unsupported protocol scheme "ftp"\n[1]'],
    ["gh api user -X 'a b'", 'net/http: invalid method "A B"\n[1]'],
    ['gh api user --template x', 'gh api: the sandbox does not simulate --template\n[1]'],
    ['gh api https://none.example.com/x', 'error connecting to none.example.com\ncheck your internet'],
    ["gh api user --jq '.login[]'", 'cannot iterate over: string ("ada")\n[1]'],
    ['gh api user --jq .login.x', 'expected an object but got: string ("ada")\n[1]'],
    ['gh api user --jq foo', 'function not defined: foo/0\n[1]'],
    [
      "gh api user --jq '.a)'",
      'failed to parse jq expression (line 1, column 3)\n    .a)\n      ^  unexpected token ")"\n',
    ],
  ])('%s', async (line, said) => {
    expect((await $(line)).startsWith(said)).toBe(true);
  });

  test('answers and filters', async () => {
    expect(await $("gh api user --jq '.login, 1.25, null, true, {b: 1, a: [2]}'")).toBe(
      'ada\n1.25\n\ntrue\n{"a":[2],"b":1}\n',
    );
    expect(await $('gh api user -i | head -3')).toBe(
      'HTTP/2.0 200 OK\nContent-Type: application/json\r\nX-Oauth-Scopes: repo, read:org, read:packages, delete:packages\r\n',
    );
    expect(await $('gh api --paginate --slurp user')).toBe('[{"login":"ada","type":"User"}]');
    expect(await $('GH_REPO=ada/tool gh api users/{owner}/packages/container/{repo} --jq .name')).toBe(
      'tool\n',
    );
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
