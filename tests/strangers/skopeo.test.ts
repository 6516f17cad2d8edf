import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from './registries.ts';
import { hasTool, run, scratch, sha256, writeLayout } from './tools.ts';

const PLAIN = { vendor: 'plain', host: 'localhost', tls: false };

describe.skipIf(!hasTool('skopeo'))('skopeo', () => {
  const folder = scratch();
  const layout = join(folder.path, 'layout');
  let first: Awaited<ReturnType<typeof serve>>;
  let second: Awaited<ReturnType<typeof serve>>;
  let written: ReturnType<typeof writeLayout>;

  beforeAll(async () => {
    first = await serve(PLAIN);
    second = await serve(PLAIN);
    written = writeLayout(layout, ['amd64', 'arm64']);
  });
  afterAll(async () => {
    await Promise.all([first?.stop(), second?.stop()]);
    folder.remove();
  });

  async function skopeo(...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await run('skopeo', args);
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  test('copies in, lists, inspects, copies on and out: the bytes that come out are the bytes that went in', async () => {
    const at = (port: number) => `docker://localhost:${port}/team/app:1.0`;
    const insecure = ['--dest-tls-verify=false', '--src-tls-verify=false'];
    await skopeo('copy', '--all', ...insecure, `oci:${layout}:latest`, at(first.port));

    const tags = JSON.parse(
      await skopeo('list-tags', '--tls-verify=false', `docker://localhost:${first.port}/team/app`),
    );
    expect(tags.Tags).toEqual(['1.0']);
    const raw = await skopeo('inspect', '--raw', '--tls-verify=false', at(first.port));
    expect(sha256(raw)).toBe(written.index);
    const arm = ['--override-arch', 'arm64', 'inspect', '--tls-verify=false', at(first.port)];
    expect(JSON.parse(await skopeo(...arm))).toMatchObject({ Architecture: 'arm64', Digest: written.index });

    await skopeo('copy', '--all', ...insecure, at(first.port), at(second.port));
    const out = join(folder.path, 'out');
    mkdirSync(out);
    await skopeo('copy', '--all', ...insecure, at(second.port), `oci:${out}:latest`);
    for (const digest of [written.index, ...written.images]) {
      const path = join('blobs', digest.replace(':', '/'));
      expect(readFileSync(join(out, path))).toEqual(readFileSync(join(layout, path)));
    }
  });

  test('deletes', async () => {
    const image = `docker://localhost:${second.port}/gone:1.0`;
    await skopeo('copy', '--all', '--dest-tls-verify=false', `oci:${layout}:latest`, image);
    await skopeo('delete', '--tls-verify=false', image);
    await expect(skopeo('inspect', '--tls-verify=false', image)).rejects.toThrow('manifest unknown');
  });

  test('logs in by password file, and is refused without', async () => {
    const registry = await serve({ ...PLAIN, accounts: [{ name: 'learner', password: 's3cret' }] });
    const copy = [
      'copy',
      '--dest-tls-verify=false',
      `oci:${layout}:latest`,
      `docker://localhost:${registry.port}/app:1`,
    ];
    await expect(skopeo(...copy)).rejects.toThrow('authentication required');
    await skopeo(...copy, '--dest-creds', 'learner:s3cret');
    await registry.stop();
  });

  test('logs in by token, and is granted what the account may', async () => {
    const hub = await serve({
      vendor: 'docker-hub',
      accounts: [{ name: 'learner', password: 's3cret', tokens: [{ token: 'read', access: 'read-only' }] }],
    });
    const copy = (repository: string, secret: string) =>
      skopeo(
        'copy',
        '--all',
        '--dest-tls-verify=false',
        '--dest-creds',
        `learner:${secret}`,
        `oci:${layout}:latest`,
        `docker://localhost:${hub.port}/${repository}:1`,
      );
    await copy('learner/app', 's3cret');
    await expect(copy('learner/app', 'wrong')).rejects.toThrow('incorrect username or password');
    await expect(copy('learner/app', 'read')).rejects.toThrow('access token has insufficient scopes');
    await expect(copy('otheruser/app', 's3cret')).rejects.toThrow(
      'requested access to the resource is denied',
    );
    await skopeo('inspect', '--raw', '--tls-verify=false', `docker://localhost:${hub.port}/learner/app:1`);
    await hub.stop();
  });
});
