import { beforeEach, describe, expect, test } from 'vitest';
import { freshWorlds } from '../cloud-world.ts';
import { openGhWorlds } from './world.ts';

const { $ } = freshWorlds(openGhWorlds);

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
    ['gh api user -f 😀=1 -f 😀=2', 'unexpected override existing field under "😀"\n[1]'],
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
