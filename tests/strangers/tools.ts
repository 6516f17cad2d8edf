import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { contentBytes } from '../../src/simulator/common/files.ts';
import { concat } from '../../src/simulator/common/gzip.ts';
import { packTar } from '../../src/simulator/common/tar.ts';

/** Whether a program is installed; where not, its tests are skipped, and this says so. */
export function hasTool(name: string): boolean {
  const found = spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
  if (!found) console.warn(`SKIPPED: ${name} is not installed, so nothing here is tested against it.`);
  return found;
}

export interface Result {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, without blocking the server that it talks to. */
export function run(
  command: string,
  args: string[],
  env: Record<string, string> = {},
  stdin = '',
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? -1, stdout, stderr }));
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
  });
}

/** A folder that goes when the test file ends. */
export function scratch(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'tagboat-strangers-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export const sha256 = (data: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(data).digest('hex')}`;

/** A port nobody listens on now. Linux gives those from 32768 on to clients, any of which could take one meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + (randomBytes(2).readUInt16LE() % 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** Waits until a server listens on its port. @throws Error at once when it ends before that */
export async function waitForPort(port: number, server: ChildProcess): Promise<void> {
  let failure: string | undefined;
  server.once('error', ({ message }) => {
    failure = message;
  });
  const end = (): string | number | null => failure ?? server.signalCode ?? server.exitCode;
  for (let tries = 0; tries < 200; tries += 1) {
    if (end() !== null)
      throw new Error(`${server.spawnargs.join(' ')} ended (${end()}) before it listened on port ${port}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on port ${port}`);
}

/** An archive with one file, `/hello`. */
export function layerTar(text: string): Uint8Array {
  const content = new TextEncoder().encode(text);
  const entry = { name: 'hello', type: 'file', mode: 0o755, uid: 0, gid: 0, mtime: 0, content } as const;
  return concat(packTar([entry]).map(contentBytes));
}

/** Writes an OCI image layout with one image for each architecture, and an index over them tagged `latest`. */
export function writeLayout(folder: string, architectures: string[]): { index: string; images: string[] } {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const put = (data: Uint8Array | string): { digest: string; size: number } => {
    const digest = sha256(data);
    writeFileSync(join(folder, 'blobs', digest.replace(':', '/')), data);
    return { digest, size: typeof data === 'string' ? Buffer.byteLength(data) : data.length };
  };
  const manifests = [];
  for (const architecture of architectures) {
    const tar = layerTar(`for ${architecture}\n`);
    const config = JSON.stringify({
      architecture,
      os: 'linux',
      config: { Cmd: ['/hello'] },
      rootfs: { type: 'layers', diff_ids: [sha256(tar)] },
    });
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...put(config) },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', ...put(gzipSync(tar)) }],
    });
    manifests.push({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      ...put(manifest),
      platform: { architecture, os: 'linux' },
    });
  }
  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests,
  });
  const top = {
    mediaType: 'application/vnd.oci.image.index.v1+json',
    ...put(index),
    annotations: { 'org.opencontainers.image.ref.name': 'latest' },
  };
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [top] }));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  return { index: top.digest, images: manifests.map(({ digest }) => digest) };
}
