import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../strangers/tools.ts';

const ROOT = join(import.meta.dirname, '../..');
const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** The program as a person runs it, through npm: what npm is told to do, such as to stop, has to reach it. */
class Program {
  output = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(...args: string[]) {
    this.child = spawn('npm', ['run', '-s', 'registry', '--', ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on('data', (data) => {
        this.output += data;
      });
    }
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
  }

  async until(text: string): Promise<void> {
    for (let tries = 0; tries < 400; tries += 1) {
      if (this.output.includes(text)) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`"${text}" is not in its output:\n${this.output}`);
  }
}

/** Sends bytes on a connection of its own; gives the status line that comes back, `''` when none does. */
function send(port: number, ...parts: string[]): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
      socket.end();
    });
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer.split('\r\n')[0]!));
  });
}

describe('npm run registry', () => {
  let program: Program;
  let port: number;
  let base: string;
  beforeAll(async () => {
    port = await freePort();
    base = `http://127.0.0.1:${port}`;
    program = new Program('--port', String(port));
    await program.until('Listening on');
  });
  afterAll(async () => {
    program.child.kill('SIGTERM');
    await program.ended;
  });

  const open = async (): Promise<string> => {
    const response = await fetch(`${base}/v2/a/blobs/uploads/`, { method: 'POST' });
    return response.headers.get('location')!;
  };

  test('writes one line a request, whatever is in it', async () => {
    await fetch(`${base}/v2/`);
    await fetch(`${base}/v2/${'x'.repeat(5000)}`);
    await program.until('GET /v2/xxx');
    expect(program.output).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z 127\.0\.0\.1 GET \/v2\/ 200 \d+ [\d.]+ms$/m);
    expect(Math.max(...program.output.split('\n').map(({ length }) => length))).toBeLessThan(700);
  });

  test('an upload that is cut off leaves nothing, and goes on from where it was', async () => {
    const location = await open();
    const head = (length: number) =>
      `PATCH ${location} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`;
    await send(port, head(1000), 'only a part');
    expect((await fetch(base + location)).headers.get('range')).toBe('0-0');
    expect(await send(port, head(5), 'hello')).toBe('HTTP/1.1 202 Accepted');
    const end = await fetch(`${base}${location}?digest=${sha256('hello')}`, { method: 'PUT' });
    expect(end.status).toBe(201);
  });

  test('more bytes than were declared are another request, and a bad one', async () => {
    const location = await open();
    const head = `PUT ${location}?digest=${sha256('hello')} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n`;
    await send(port, head, 'hello and more\r\n\r\n');
    const blob = await fetch(`${base}/v2/a/blobs/${sha256('hello')}`);
    expect([200, 404]).toContain(blob.status);
    if (blob.ok) expect(await blob.text()).toBe('hello');
  });

  test('a manifest that is cut off is not there', async () => {
    const head = 'PUT /v2/a/manifests/x HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n';
    await send(port, head, '{"schemaVersion":2,');
    expect((await fetch(`${base}/v2/a/manifests/x`)).status).toBe(404);
  });

  test.each([
    ['what is no HTTP', 'nonsense\r\n\r\n', '400 Bad Request'],
    [
      'headers without end',
      `GET /v2/ HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
    ],
    [
      'a path out of the tree',
      'GET /v2/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      '404 Not Found',
    ],
    [
      'a NUL in a name',
      'GET /v2/a%00b/tags/list HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      '400 Bad Request',
    ],
    ['a host that is none', 'GET /v2/ HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', '400 Bad Request'],
  ])('%s', async (_, bytes, status) => {
    expect(await send(port, bytes)).toBe(`HTTP/1.1 ${status}`);
    expect((await fetch(`${base}/v2/`)).status).toBe(200);
  });

  test('what is no part of the API is said in plain text', async () => {
    const response = await fetch(`${base}/v1/`);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      404,
      'text/plain; charset=utf-8',
      '404 page not found\n',
    ]);
  });

  test('a port that is taken is said so', async () => {
    const second = new Program('--port', String(port));
    expect(await second.ended).toBe(2);
    expect(second.output).toBe(`Cannot listen on 127.0.0.1:${port}: the port is taken.\n`);
  });

  test('at last, SIGTERM lets an upload finish, refuses new requests and ends the program', async () => {
    const location = await open();
    let finish = (): void => {};
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('hel'));
        finish = () => {
          controller.enqueue(new TextEncoder().encode('lo'));
          controller.close();
        };
      },
    });
    const upload = fetch(`${base}${location}?digest=${sha256('hello')}`, {
      method: 'PUT',
      body,
      duplex: 'half',
    } as RequestInit);
    await new Promise((resolve) => setTimeout(resolve, 100));
    program.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(fetch(`${base}/v2/`, { headers: { connection: 'close' } })).rejects.toThrow();
    finish();
    expect((await upload).status).toBe(201);
    expect(await program.ended).toBe(0);
    expect(program.output).toContain('Stopped.');
  });
});

test.each([
  [['--port', 'x'], '--port takes a number from 0 to 65535, not "x".'],
  [['--vendor', 'quay'], 'There is no vendor "quay": there are '],
  [['--colour'], "Unknown option '--colour'"],
])('%j is refused', async (args, message) => {
  const program = new Program(...args);
  expect(await program.ended).toBe(2);
  expect(program.output).toContain(message);
});
