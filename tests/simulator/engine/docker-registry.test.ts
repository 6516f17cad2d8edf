import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NetworkError } from '../../../src/simulator/common/network.ts';
import { call, engineOn, transcript } from './harness.ts';
import { file, seedImage, sha256 } from './seed.ts';

const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const missing = ['docker-registry', 'skopeo'].filter((program) => !has(program));
if (missing.length > 0)
  console.warn(`NOT TESTED against the real registry: ${missing.join(' and ')} not installed`);

const PORT = 5870 + (process.pid % 100);
const HOST = `localhost:${PORT}`;
const CONFIG = `version: 0.1
storage: {inmemory: {}, delete: {enabled: true}}
http: {addr: "127.0.0.1:${PORT}"}
log: {level: error, accesslog: {disabled: true}}
`;
const base = seedImage([[file('bin/sh', 'shell')], [file('app', 'app')]]);

/** This machine's real network: plain HTTP to its own ports. */
const network = {
  resolve: () => '127.0.0.1',
  listen: () => () => {},
  fetch: async (request: Request) => {
    const { protocol, hostname, port } = new URL(request.url);
    if (protocol === 'https:') throw new NetworkError('plain-http', hostname, '127.0.0.1', Number(port));
    const body = request.body ? await request.arrayBuffer() : undefined;
    const { method, headers } = request;
    return fetch(request.url, { method, headers, ...(body ? { body } : {}), redirect: 'manual' });
  },
};

describe.skipIf(missing.length > 0)('with the real docker-registry', () => {
  let folder: string;
  let registry: ChildProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'registry-'));
    writeFileSync(join(folder, 'config.yml'), CONFIG);
    registry = spawn('docker-registry', ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
    for (let i = 0; i < 100; i++) {
      if (
        await fetch(`http://${HOST}/v2/`).then(
          (r) => r.ok,
          () => false,
        )
      )
        break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    for (const [digest, bytes] of base.blobs) {
      const begun = await fetch(`http://${HOST}/v2/base/blobs/uploads/`, { method: 'POST' });
      const location = new URL(begun.headers.get('location')!);
      location.searchParams.set('digest', digest);
      await fetch(location, { method: 'PUT', body: bytes as BodyInit });
    }
    const headers = { 'Content-Type': base.mediaType };
    const put = await fetch(`http://${HOST}/v2/base/manifests/1`, {
      method: 'PUT',
      body: base.manifest as BodyInit,
      headers,
    });
    expect(put.status).toBe(201);
  });
  afterAll(() => {
    registry.kill();
    rmSync(folder, { recursive: true });
  });

  test('pulls, pushes, mounts, and skopeo reads what was pushed', async () => {
    const { engine } = engineOn({ network });
    const name = encodeURIComponent(HOST);
    const pulled = transcript(await call(engine, 'POST', `/images/create?fromImage=${name}%2Fbase&tag=1`));
    expect(pulled.at(-1)).toBe(`Status: Downloaded newer image for ${HOST}/base:1`);

    const tag = (repo: string) =>
      call(engine, 'POST', `/images/${HOST}/base:1/tag?repo=${name}%2F${repo}&tag=1`);
    await tag('mounted');
    const mounted = transcript(
      await call(engine, 'POST', `/images/${HOST}/mounted/push?tag=1`, { auth: {} }),
    );
    expect(mounted.filter((line) => line.endsWith('Mounted from base'))).toHaveLength(2);

    // Another engine knows nothing of the registry, so it compresses and sends all itself.
    const other = engineOn({ network }).engine;
    const archive = await engine.fetch(new Request(`http://docker/images/get?names=${HOST}/mounted:1`));
    await call(other, 'POST', '/images/load', { body: await archive.arrayBuffer() });
    const pushed = transcript(await call(other, 'POST', `/images/${HOST}/mounted/push?tag=1`, { auth: {} }));
    expect(pushed.filter((line) => line.endsWith('Pushed'))).toHaveLength(2);

    const out = join(folder, 'out');
    execFileSync('skopeo', ['copy', '--src-tls-verify=false', `docker://${HOST}/mounted:1`, `dir:${out}`], {
      stdio: 'ignore',
    });
    const manifest = readFileSync(join(out, 'manifest.json'));
    expect(pushed.at(-1)).toBe(`1: digest: ${sha256(manifest)} size: ${manifest.length}`);
    expect(JSON.parse(manifest.toString()).config.digest).toBe(base.id);
  });
});
