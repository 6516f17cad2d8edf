import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../src/simulator/common/digest.ts';
import type { Handler } from '../../../src/simulator/common/network.ts';
import { disk, json, run } from './harness.ts';

const LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/** A registry with token authentication that holds images of two architectures. */
function registry() {
  const content = new Map<string, { type: string; text: string }>();
  const mounts: string[] = [];
  for (const architecture of ['amd64', 'arm64']) {
    const config = JSON.stringify({ architecture, os: 'linux' });
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        size: config.length,
        digest: digestOf(config),
      },
      layers: [],
    });
    content.set(`/v2/team/${architecture}/blobs/${digestOf(config)}`, {
      type: 'application/octet-stream',
      text: config,
    });
    for (const name of ['1', digestOf(manifest)]) {
      content.set(`/v2/team/${architecture}/manifests/${name}`, { type: MANIFEST, text: manifest });
    }
  }
  const fetch: Handler = async (request) => {
    const url = new URL(request.url);
    if (url.pathname === '/token') return json({ token: `t:${url.searchParams.get('scope')}` });
    const authorization = request.headers.get('Authorization') ?? '';
    if (!authorization.startsWith('Bearer t:')) {
      const challenge = `Bearer realm="https://r.example.com/token",service="r.example.com"`;
      return new Response('', { status: 401, headers: { 'WWW-Authenticate': challenge } });
    }
    if (request.method !== 'GET' && !authorization.endsWith(':pull,push'))
      return new Response('', { status: 403 });
    if (request.method === 'POST') {
      mounts.push(url.searchParams.get('from')!);
      return new Response('', { status: 201 });
    }
    if (request.method === 'PUT') {
      content.set(url.pathname, { type: request.headers.get('Content-Type')!, text: await request.text() });
      return new Response('', { status: 201 });
    }
    const found = content.get(url.pathname);
    if (!found) return json({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] }, 404);
    return new Response(found.text, { headers: { 'Content-Type': found.type } });
  };
  return { content, mounts, network: fetch };
}

describe('docker manifest', () => {
  it('puts a list together, annotates it, and sends it', async () => {
    const { content, mounts, network } = registry();
    const files = disk();
    const docker = (...argv: string[]) => run(['manifest', ...argv], { network, files });
    const list = 'r.example.com/team/app:1';
    const [amd64 = '', arm64 = ''] = ['amd64', 'arm64'].map((name) => `r.example.com/team/${name}:1`);

    expect(await docker('create', list, amd64, arm64)).toMatchObject({
      stdout: `Created manifest list ${list}\n`,
      exit: 0,
    });
    expect((await docker('create', list, amd64)).stderr).toBe(
      'refusing to amend an existing manifest list with no --amend flag\n',
    );
    expect((await docker('annotate', list, arm64, '--variant', 'v8')).exit).toBe(0);
    expect((await docker('annotate', list, arm64, '--arch', 'sparc')).stderr).toBe(
      'manifest entry for image has unsupported os/arch combination: /sparc\n',
    );
    expect((await docker('annotate', list, 'r.example.com/team/x:1')).stderr).toBe(
      `manifest for image r.example.com/team/x:1 does not exist in ${list}\n`,
    );

    const { stdout } = await docker('push', list);
    const pushed = content.get('/v2/team/app/manifests/1')!;
    expect(pushed.type).toBe(LIST);
    expect(stdout.split('\n').at(-2)).toBe(digestOf(pushed.text));
    expect(new Set(mounts)).toEqual(new Set(['team/amd64', 'team/arm64']));
    const { manifests } = JSON.parse(pushed.text) as { manifests: { platform: object }[] };
    expect(manifests.map(({ platform }) => platform)).toEqual([
      { architecture: 'amd64', os: 'linux' },
      { architecture: 'arm64', os: 'linux', variant: 'v8' },
    ]);

    expect((await docker('rm', list)).exit).toBe(0);
    expect((await docker('rm', list)).stderr).toBe(`No such manifest: ${list}\n`);
  });

  it('tells only of manifests that it brings from another repository', async () => {
    const { content, network } = registry();
    const files = disk();
    const docker = (...argv: string[]) => run(['manifest', ...argv], { network, files });
    const list = 'r.example.com/team/amd64:all';
    await docker('create', list, 'r.example.com/team/amd64:1', 'r.example.com/team/arm64:1');
    const { stdout } = await docker('push', list);
    const arm64 = digestOf(content.get('/v2/team/arm64/manifests/1')!.text);
    const pushed = digestOf(content.get('/v2/team/amd64/manifests/all')!.text);
    expect(stdout).toBe(`Pushed ref r.example.com/team/amd64@${arm64} with digest: ${arm64}\n${pushed}\n`);
  });

  it('shows what a registry has', async () => {
    const { network } = registry();
    const { stdout } = await run(['manifest', 'inspect', 'r.example.com/team/amd64:1'], { network });
    expect(stdout).toMatch(/^\{\n\t"schemaVersion": 2,\n\t"mediaType": /);
    const verbose = await run(['manifest', 'inspect', '-v', 'r.example.com/team/amd64:1'], { network });
    expect(JSON.parse(verbose.stdout)).toMatchObject({
      Ref: 'r.example.com/team/amd64:1',
      Descriptor: { platform: { architecture: 'amd64', os: 'linux' } },
    });
    expect((await run(['manifest', 'inspect', 'nosuch.example.com/x'])).stderr).toBe(
      'failed to configure transport: error pinging v2 registry: Get "https://nosuch.example.com/v2/": dial tcp: lookup nosuch.example.com on 127.0.0.53:53: no such host\n',
    );
  });

  // As the real CLI prints them before a server that answers just this.
  const unknown = (message: string, code = 'MANIFEST_UNKNOWN') =>
    JSON.stringify({ errors: [{ code, message }] });
  it.each([
    [404, 'application/json', unknown('manifest unknown'), 'manifest unknown'],
    [404, 'application/json', unknown('nope'), 'no such manifest: r.example.com/a/b:latest'],
    [404, 'application/json', '{}', 'no such manifest: r.example.com/a/b:latest'],
    [404, 'application/json', 'nope', 'no such manifest: r.example.com/a/b:latest'],
    [404, 'text/plain', 'nope', 'unknown: nope'],
    [403, 'text/html', '<html>', 'denied: <html>'],
    [401, 'application/json', 'x', 'no such manifest: r.example.com/a/b:latest'],
    [400, 'application/json', unknown('z', 'UNKNOWN'), 'unknown: z'],
    [503, 'text/plain', 'x', 'received unexpected HTTP status: 503 Service Unavailable'],
  ])('tells a refusal from a manifest that is not there: %d %s %s', async (status, type, body, says) => {
    const network: Handler = async (request) =>
      request.url.endsWith('/v2/')
        ? new Response('')
        : new Response(body, { status, headers: { 'Content-Type': type } });
    const { stderr } = await run(['manifest', 'inspect', 'r.example.com/a/b'], { network });
    expect(stderr).toBe(`${says}\n`);
  });
});
