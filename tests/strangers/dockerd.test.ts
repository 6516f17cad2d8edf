import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from './registries.ts';
import { hasTool, layerTar, type Result, run, scratch } from './tools.ts';

const isRoot = process.getuid?.() === 0;
const isInstalled = hasTool('dockerd') && hasTool('docker');
if (isInstalled && !isRoot) console.warn('SKIPPED: dockerd needs root.');

/** A real Docker engine with its own folders, and the real CLI in front of it. */
describe.skipIf(!isInstalled || !isRoot)('a real Docker engine', () => {
  const folder = scratch();
  const socket = join(folder.path, 'docker.sock');
  let daemon: ChildProcess;

  beforeAll(async () => {
    const paths = ['data', 'exec', 'home'].map((name) => join(folder.path, name));
    for (const path of paths) mkdirSync(path);
    // With an entry in its file the CLI keeps credentials there, whatever helpers are installed.
    mkdirSync(join(folder.path, 'home/.docker'));
    writeFileSync(
      join(folder.path, 'home/.docker/config.json'),
      JSON.stringify({ auths: { 'unused.example.com': { auth: btoa('nobody:nothing') } } }),
    );
    daemon = spawn(
      'dockerd',
      [
        ...['--data-root', paths[0]!, '--exec-root', paths[1]!, '--pidfile', join(folder.path, 'pid')],
        ...['--host', `unix://${socket}`, '--storage-driver', 'vfs', '--bridge', 'none'],
        '--iptables=false',
        '--ip6tables=false',
      ],
      { stdio: 'ignore' },
    );
    for (let tries = 0; tries < 300; tries += 1) {
      if (existsSync(socket) && (await docker('version')).status === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const archive = join(folder.path, 'image.tar');
    writeFileSync(archive, layerTar('hello\n'));
    const imported = await docker('import', archive, 'app:1.0');
    if (imported.status !== 0) throw new Error(imported.stderr);
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => daemon?.once('exit', resolve));
    daemon?.kill('SIGTERM');
    await ended;
    folder.remove();
  });

  function docker(...args: string[]): Promise<Result> {
    return run('docker', args, { DOCKER_HOST: `unix://${socket}`, HOME: join(folder.path, 'home') });
  }

  /** Logs in; the password comes through the pipe. */
  function login(port: number, user: string, password: string): Promise<Result> {
    const args = ['login', `localhost:${port}`, '-u', user, '--password-stdin'];
    const env = { DOCKER_HOST: `unix://${socket}`, HOME: join(folder.path, 'home') };
    return run('docker', args, env, password);
  }

  async function push(port: number, name: string): Promise<Result> {
    const target = `localhost:${port}/${name}`;
    await docker('tag', 'app:1.0', target);
    return docker('push', target);
  }

  test('pushes, pushes again, pulls by tag and by digest', async () => {
    const { port, stop } = await serve({ vendor: 'plain', host: 'localhost', tls: false });
    const image = `localhost:${port}/team/app`;
    const first = await push(port, 'team/app:1.0');
    expect(first.stdout).toMatch(/^[0-9a-f]{12}: Pushed$/m);
    const digest = /digest: (sha256:[0-9a-f]{64}) size: \d+/.exec(first.stdout)?.[1];
    expect((await push(port, 'team/app:1.0')).stdout).toContain('Layer already exists');
    expect((await push(port, 'team/other:1.0')).stdout).toContain('Mounted from team/app');
    await docker('rmi', `${image}:1.0`, `localhost:${port}/team/other:1.0`, 'app:1.0');
    const pulled = await docker('pull', `${image}:1.0`);
    expect(pulled.stdout).toContain(`Digest: ${digest}`);
    expect((await docker('pull', `${image}@${digest}`)).stdout).toContain('Image is up to date');
    await docker('tag', `${image}:1.0`, 'app:1.0');
    const missing = await docker('pull', `${image}:nosuch`);
    expect(missing.stderr).toBe(
      `Error response from daemon: manifest for ${image}:nosuch not found: manifest unknown: manifest unknown\n`,
    );
    await stop();
  });

  test('is refused by Docker Hub as by the real one', async () => {
    const { port, stop } = await serve({
      vendor: 'docker-hub',
      accounts: [{ name: 'learner', password: 's3cret', tokens: [{ token: 'read', access: 'read-only' }] }],
      repositories: [{ name: 'library/limited', 'rate-limited': true }],
    });
    const denied = 'denied: requested access to the resource is denied';
    expect((await login(port, 'learner', 'wrong')).stderr).toContain(
      'unauthorized: incorrect username or password',
    );
    expect((await push(port, 'learner/app:1.0')).stderr).toContain(denied);
    expect((await login(port, 'learner', 's3cret')).stdout).toContain('Login Succeeded');
    expect((await push(port, 'learner/app:1.0')).status).toBe(0);
    expect((await push(port, 'otheruser/app:1.0')).stderr).toContain(denied);
    expect((await docker('pull', `localhost:${port}/otheruser/app`)).stderr).toBe(
      `Error response from daemon: pull access denied for localhost:${port}/otheruser/app, repository does not exist or may require 'docker login': ${denied}\n`,
    );
    expect((await docker('pull', `localhost:${port}/library/limited`)).stderr).toContain(
      'toomanyrequests: You have reached your pull rate limit.',
    );
    await login(port, 'learner', 'read');
    expect((await push(port, 'learner/app:1.0')).stderr).toContain(
      'unauthorized: access token has insufficient scopes',
    );
    await stop();
  });

  test('is refused by GHCR as by the real one', async () => {
    const { port, stop } = await serve({
      vendor: 'ghcr',
      accounts: [
        {
          name: 'octocat',
          tokens: [
            { token: 'ghp_good', scopes: ['read:packages', 'write:packages'] },
            { token: 'ghp_readonly', scopes: ['read:packages'] },
          ],
        },
      ],
    });
    expect((await login(port, 'octocat', 'ghp_bad')).stderr).toContain('denied: denied');
    expect((await push(port, 'octocat/app:1.0')).stderr).toContain(
      'unauthorized: unauthenticated: User cannot be authenticated with the token provided.',
    );
    await login(port, 'octocat', 'ghp_readonly');
    expect((await push(port, 'octocat/app:1.0')).stderr).toContain(
      'denied: permission_denied: The token provided does not match expected scopes.',
    );
    await login(port, 'octocat', 'ghp_good');
    expect((await push(port, 'octocat/app:1.0')).status).toBe(0);
    expect((await push(port, 'someone/app:1.0')).stderr).toContain(
      'denied: permission_denied: create_package',
    );
    await docker('logout', `localhost:${port}`);
    await docker('rmi', `localhost:${port}/octocat/app:1.0`);
    const pulled = await docker('pull', `localhost:${port}/octocat/app:1.0`);
    expect(pulled.stderr).toMatch(
      /Head "http:\/\/localhost:\d+\/v2\/octocat\/app\/manifests\/1.0": unauthorized/,
    );
    await stop();
  });

  test('is refused by ECR as by the real one', async () => {
    const { port, stop } = await serve({
      vendor: 'ecr',
      account: '123456789012',
      users: [
        { name: 'learner' },
        { name: 'guest', actions: ['ecr:BatchGetImage', 'ecr:BatchCheckLayerAvailability'] },
      ],
      tokens: [
        { token: 'ecr-token-1', user: 'learner' },
        { token: 'ecr-token-guest', user: 'guest' },
        { token: 'ecr-token-expired', user: 'learner', expires: '2020-01-01T00:00:00Z' },
      ],
      repositories: [{ name: 'my-app' }, { name: 'frozen', immutable: true }],
    });
    expect((await push(port, 'my-app:1.0')).stderr).toContain('no basic auth credentials');
    expect((await login(port, 'AWS', 'nonsense')).stderr).toContain('failed with status: 400 Bad Request');
    expect((await login(port, 'AWS', 'ecr-token-expired')).stderr).toContain(
      'failed with status: 403 Forbidden',
    );
    await login(port, 'AWS', 'ecr-token-guest');
    expect((await push(port, 'my-app:1.0')).stderr).toContain(
      'denied: User: arn:aws:iam::123456789012:user/guest is not authorized to perform: ecr:InitiateLayerUpload',
    );
    await login(port, 'AWS', 'ecr-token-1');
    expect((await push(port, 'my-app:1.0')).status).toBe(0);
    expect((await push(port, 'nosuch:1.0')).stderr).toContain(
      `name unknown: The repository with name 'nosuch' does not exist in the registry with id '123456789012'`,
    );
    expect((await push(port, 'frozen:v1')).status).toBe(0);
    expect((await push(port, 'frozen:v1')).stderr).toContain(
      `tag invalid: The image tag 'v1' already exists in the 'frozen' repository and cannot be overwritten because the repository is immutable.`,
    );
    await stop();
  });
});
