import { beforeEach, describe, expect, test } from 'vitest';
import { Harness, plain, settle } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

const encoder = new TextEncoder();

async function createExec(container: string, options: object): Promise<string> {
  const { status, body } = await harness.call('POST', `/containers/${container}/exec`, {
    AttachStdout: true,
    AttachStderr: true,
    ...options,
  });
  expect(status).toBe(201);
  return (body as { Id: string }).Id;
}

const start = (id: string, options: object = {}, typed = '') =>
  harness.fetch(`/exec/${id}/start`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: `${JSON.stringify(options)}\n${typed}`,
  });

const state = async (id: string) => (await harness.call('GET', `/exec/${id}/json`)).body;

describe('exec', () => {
  test('streams both outputs apart and keeps the exit status', async () => {
    await harness.run(['sleep'], {}, 'web');
    const id = await createExec('web', { Cmd: ['both'] });
    expect(await state(id)).toMatchObject({ Running: false, ExitCode: null });
    const response = await start(id);
    expect(response.headers.get('content-type')).toBe('application/vnd.docker.multiplexed-stream');
    expect(plain(await response.bytes())).toBe('out\n[err]err\n');
    await settle();
    expect(await state(id)).toMatchObject({ Running: false, ExitCode: 7 });
  });

  test('gives the command its user, folder, environment and what is typed', async () => {
    await harness.run(['sleep'], { Env: ['A=1', 'B=1'] }, 'web');
    const id = await createExec('web', { Cmd: ['id'], User: 'node:staff', WorkingDir: '/srv' });
    expect(plain(await (await start(id)).bytes())).toBe('1000:50 /srv\n');
    const env = await createExec('web', { Cmd: ['env'], Env: ['B=2'] });
    const printed = plain(await (await start(env)).bytes());
    expect(printed).toContain('A=1\n');
    expect(printed).toContain('B=2\n');
    expect(printed).not.toContain('B=1\n');
    const cat = await createExec('web', { Cmd: ['cat'], AttachStdin: true });
    expect(plain(await (await start(cat, {}, 'typed\n')).bytes())).toBe('typed\n');
  });

  test('works on the container’s own files', async () => {
    await harness.run(['sleep'], {}, 'web');
    await (await start(await createExec('web', { Cmd: ['write', '/srv/new', 'text'] }))).bytes();
    expect((await harness.call('GET', '/containers/web/changes')).body).toEqual([
      { Path: '/srv', Kind: 0 },
      { Path: '/srv/new', Kind: 1 },
    ]);
  });

  test('a detached one is seen to run, and ends with its container', async () => {
    const container = await harness.run(['sleep'], {}, 'web');
    const id = await createExec('web', { Cmd: ['sleep'] });
    expect((await start(id, { Detach: true })).status).toBe(200);
    expect(await state(id)).toMatchObject({ Running: true, ContainerID: container });
    expect((await harness.inspect('web')).ExecIDs).toEqual([id]);
    await harness.call('POST', '/containers/web/kill');
    await settle();
    expect(await state(id)).toMatchObject({ Running: false, ExitCode: 137 });
    expect((await harness.inspect('web')).ExecIDs).toBeNull();
  });

  test('refuses what is stopped, unknown, empty or started already', async () => {
    const id = await harness.run(['true'], {}, 'done');
    await harness.wait(id);
    const create = (container: string, body: object) =>
      harness.refusal('POST', `/containers/${container}/exec`, body);
    expect(await create('done', { Cmd: ['true'] })).toBe(`409 container ${id} is not running`);
    expect(await create('nosuch', { Cmd: ['true'] })).toBe('404 No such container: nosuch');
    expect(await create('done', { Cmd: [] })).toBe('400 No exec command specified');
    expect(await harness.refusal('GET', '/exec/nosuch/json')).toBe('404 No such exec instance: nosuch');
    await harness.run(['sleep'], {}, 'web');
    const exec = await createExec('web', { Cmd: ['sleep'] });
    await start(exec, { Detach: true });
    expect((await start(exec, { Detach: true })).status).toBe(409);
  });

  test('a command that is not there says so in the stream, with 127', async () => {
    await harness.run(['sleep'], {}, 'web');
    const id = await createExec('web', { Cmd: ['nosuch'] });
    expect(plain(await (await start(id)).bytes())).toContain('executable file not found in $PATH');
    expect(await state(id)).toMatchObject({ ExitCode: 127 });
  });
});

describe('attach', () => {
  test('shows what is written from then on, and the past with logs', async () => {
    const id = await harness.createContainer(['echo', 'hello']);
    const attached = await harness.fetch(`/containers/${id}/attach?stream=1&stdout=1&stderr=1`, {
      method: 'POST',
    });
    await harness.call('POST', `/containers/${id}/start`);
    expect(plain(await attached.bytes())).toBe('hello\n');
    const past = await harness.fetch(`/containers/${id}/attach?logs=1&stdout=1&stderr=1`, { method: 'POST' });
    expect(plain(await past.bytes())).toBe('hello\n');
  });

  test('takes what is typed to the process', async () => {
    const id = await harness.createContainer(['cat'], { OpenStdin: true, StdinOnce: true });
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encoder.encode('one\n'));
        controller.enqueue(encoder.encode('two\n'));
        controller.close();
      },
    });
    const attached = await harness.fetch(`/containers/${id}/attach?stream=1&stdin=1&stdout=1`, {
      method: 'POST',
      body,
      duplex: 'half',
    });
    await harness.call('POST', `/containers/${id}/start`);
    expect(plain(await attached.bytes())).toBe('one\ntwo\n');
    expect(await harness.wait(id)).toBe(0);
  });

  test('the detach keys leave the container running', async () => {
    const id = await harness.createContainer(['cat'], { OpenStdin: true, Tty: true });
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Uint8Array.from([16, 17])),
    });
    const attached = await harness.fetch(`/containers/${id}/attach?stream=1&stdin=1&stdout=1`, {
      method: 'POST',
      body,
      duplex: 'half',
    });
    expect(attached.headers.get('content-type')).toBe('application/vnd.docker.raw-stream');
    await harness.call('POST', `/containers/${id}/start`);
    await attached.bytes();
    expect((await harness.inspect(id)).State.Running).toBe(true);
    expect(harness.events().some((event) => event.startsWith('container detach'))).toBe(true);
  });
});
