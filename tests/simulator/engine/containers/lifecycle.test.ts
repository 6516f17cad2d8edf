import { beforeEach, describe, expect, test } from 'vitest';
import { START } from './fake-runner.ts';
import { Harness, settle } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

const start = (id: string) => harness.refusal('POST', `/containers/${id}/start`);

describe('running', () => {
  test('gives the exit status, the output and the state', async () => {
    const id = await harness.run(['both']);
    expect(await harness.wait(id)).toBe(7);
    expect(await harness.logs(id)).toBe('out\n[err]err\n');
    expect((await harness.inspect(id)).State).toMatchObject({ Status: 'exited', ExitCode: 7, Pid: 0 });
  });

  test('gives the process its environment, user and folder', async () => {
    const env = await harness.output(['env'], { Env: ['A=1', 'B'], Hostname: 'box' });
    expect(env.text).toBe('PATH=/bin:/usr/bin\nHOSTNAME=box\nA=1\nHOME=/root\n');
    expect((await harness.output(['id'], { User: 'node', WorkingDir: '/srv/new' })).text).toBe(
      '1000:1000 /srv/new\n',
    );
    expect((await harness.output(['id'], { User: '1000:staff' })).text).toBe('1000:50 /\n');
    expect((await harness.output(['id'], { User: '4242' })).text).toBe('4242:0 /\n');
  });

  test.each([
    [
      ['nosuchcmd'],
      127,
      '400 failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nosuchcmd": executable file not found in $PATH: unknown',
    ],
    [
      ['/nosuch/cmd'],
      127,
      '400 failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/nosuch/cmd": stat /nosuch/cmd: no such file or directory: unknown',
    ],
    [
      ['/etc'],
      126,
      '400 failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/etc": permission denied: unknown',
    ],
  ])('refuses %j as the runtime does', async (cmd, code, message) => {
    const id = await harness.createContainer(cmd);
    expect(await start(id)).toBe(message);
    const { State } = await harness.inspect(id);
    expect(State).toMatchObject({ Status: 'created', ExitCode: code, Error: message.slice(4) });
  });

  test('refuses unknown users and networks', async () => {
    expect(await start(await harness.createContainer(['true'], { User: 'nobody' }))).toBe(
      '500 unable to find user nobody: no matching entries in passwd file',
    );
    const id = await harness.createContainer(['true'], { HostConfig: { NetworkMode: 'nosuch' } });
    expect(await start(id)).toBe('404 failed to set up container networking: network nosuch not found');
  });

  test.each([
    [{ User: '-1' }, {}, 'uids and gids must be in range 0-2147483647'],
    [{ User: '0:-5' }, {}, 'uids and gids must be in range 0-2147483647'],
    [
      {},
      { GroupAdd: ['staff', '42', 'nosuch'] },
      'Unable to find group nosuch: no matching entries in group file',
    ],
    [{}, { GroupAdd: ['-1'] }, 'uids and gids must be in range 0-2147483647'],
    [{}, { Tmpfs: { '/t': 'ro,size=1m,foo' } }, 'invalid tmpfs option ["foo"]'],
    [{}, { Tmpfs: { '/t': 'foo=bar' } }, 'invalid tmpfs option ["foo" "bar"]'],
  ])('refuses %j with %j when it starts', async (config, HostConfig, message) => {
    const id = await harness.createContainer(['true'], { ...config, HostConfig });
    expect(await start(id)).toBe(`500 ${message}`);
  });

  test.each([
    ['json-file', { 'max-size': 'abc' }, "invalid size: 'abc'"],
    ['json-file', { 'max-size': '0' }, 'max-size must be a positive number'],
    ['json-file', { 'max-file': 'x' }, 'strconv.Atoi: parsing "x": invalid syntax'],
    ['json-file', { 'max-file': '0' }, 'max-file cannot be less than 1'],
    [
      'json-file',
      { 'max-file': '2', compress: 'true' },
      'compress cannot be true when max-file is less than 2 or max-size is not set',
    ],
    ['local', { 'max-size': 'x' }, "invalid value for max-size: x: invalid size: 'x'"],
    [
      'local',
      { compress: 'x' },
      'error reading compress log option: strconv.ParseBool: parsing "x": invalid syntax',
    ],
    ['local', { 'max-file': '1' }, 'compression cannot be enabled when max file count is 1'],
  ])('refuses how the %s driver is to rotate: %j', async (Type, Config, message) => {
    const id = await harness.createContainer(['true'], { HostConfig: { LogConfig: { Type, Config } } });
    expect(await start(id)).toContain(`failed to initialize logging driver: ${message}`);
  });

  test('writes the name servers, and where they come from', async () => {
    const resolver = async (HostConfig: object) =>
      (await harness.output(['cat', '/etc/resolv.conf'], { HostConfig })).text
        .split('\n')
        .slice(4)
        .join('\n');
    harness.files.mkdir('/etc', { parents: true });
    harness.files.write('/etc/resolv.conf', 'nameserver 127.0.0.53\n');
    expect(await resolver({})).toBe(
      "nameserver 8.8.8.8\nnameserver 8.8.4.4\n\n# Based on host file: '' (legacy)\n# Used default nameservers.\n# Overrides: []\n",
    );
    expect(await resolver({ Dns: ['1.1.1.1'], DnsSearch: ['a.b'], DnsOptions: ['ndots:2'] })).toBe(
      "nameserver 1.1.1.1\nsearch a.b\noptions ndots:2\n\n# Based on host file: '' (legacy)\n# Overrides: [nameservers search options]\n# Option ndots from: override\n",
    );
    await harness.call('POST', '/networks/create', { Name: 'own' });
    expect(await resolver({ NetworkMode: 'own' })).toBe(
      "nameserver 127.0.0.11\noptions ndots:0\n\n# Based on host file: '/etc/resolv.conf' (internal resolver)\n# ExtServers: [host(127.0.0.53)]\n# Overrides: []\n# Option ndots from: internal\n",
    );
    expect(await resolver({ NetworkMode: 'host' })).toBe(
      "nameserver 127.0.0.53\n\n# Based on host file: '/etc/resolv.conf'\n# Overrides: []\n",
    );
  });

  test('starts what stopped again, and answers 304 when there is nothing to start', async () => {
    const id = await harness.run(['sleep', '100']);
    expect((await harness.call('POST', `/containers/${id}/start`)).status).toBe(304);
    await harness.call('POST', `/containers/${id}/kill`);
    expect(await harness.wait(id)).toBe(137);
    expect((await harness.call('POST', `/containers/${id}/start`)).status).toBe(204);
    expect((await harness.inspect(id)).State).toMatchObject({ Running: true, ExitCode: 0 });
  });

  test('keeps its files between runs', async () => {
    const id = await harness.run(['write', '/srv/note', 'hi']);
    await harness.wait(id);
    const changes = await harness.call('GET', `/containers/${id}/changes`);
    expect(changes.body).toEqual([
      { Path: '/srv', Kind: 0 },
      { Path: '/srv/note', Kind: 1 },
    ]);
  });

  test('takes a container away that was started with --rm, its volumes too', async () => {
    const id = await harness.createContainer(['true'], {
      HostConfig: { AutoRemove: true },
      Volumes: { '/data': {} },
    });
    const removed = harness.fetch(`/containers/${id}/wait?condition=removed`, { method: 'POST' });
    await harness.call('POST', `/containers/${id}/start`);
    expect(await (await removed).json()).toEqual({ StatusCode: 0 });
    expect(await harness.refusal('GET', `/containers/${id}/json`)).toBe(`404 No such container: ${id}`);
    expect((await harness.call('GET', '/volumes')).body).toEqual({ Volumes: [], Warnings: null });
    const failed = await harness.createContainer(['nosuchcmd'], { HostConfig: { AutoRemove: true } });
    await start(failed);
    expect(await harness.refusal('GET', `/containers/${failed}/json`)).toBe(
      `404 No such container: ${failed}`,
    );
  });

  test('tells events in their order', async () => {
    const id = await harness.run(['true'], {}, 'web');
    await harness.wait(id);
    await harness.call('DELETE', '/containers/web');
    expect(harness.events().filter((event) => !event.startsWith('image'))).toEqual([
      'container create web',
      'network connect bridge',
      'container start web',
      'network disconnect bridge',
      'container die web',
      'container destroy web',
    ]);
  });

  test('a container that never stops writing neither hangs the world nor fills it', async () => {
    const id = await harness.run(['yes']);
    await settle(200);
    expect((await harness.logs(id, '&tail=2')).length).toBe(4);
    await harness.call('POST', `/containers/${id}/kill`);
    expect(await harness.wait(id)).toBe(137);
    expect((await harness.logs(id)).length).toBeLessThanOrEqual(2_000_000);
  });
});

describe('stopping', () => {
  test('sends the stop signal first', async () => {
    const id = await harness.run(['server', '80'], { StopSignal: 'SIGQUIT' });
    const before = harness.clock.now();
    expect((await harness.call('POST', `/containers/${id}/stop`)).status).toBe(204);
    expect((await harness.inspect(id)).State).toMatchObject({ Status: 'exited', ExitCode: 0 });
    expect(harness.clock.now()).toBe(before);
    expect((await harness.call('POST', `/containers/${id}/stop`)).status).toBe(304);
  });

  test('kills what does not stop in time', async () => {
    const id = await harness.run(['sleep', '1000']);
    await harness.call('POST', `/containers/${id}/stop?t=3`);
    expect((await harness.inspect(id)).State).toMatchObject({ Status: 'exited', ExitCode: 137 });
    expect(harness.clock.now()).toBe(START + 3000);
  });

  test('passes other signals on and refuses unknown ones', async () => {
    const id = await harness.run(['server', '80']);
    await harness.call('POST', `/containers/${id}/kill?signal=HUP`);
    await settle();
    expect(await harness.logs(id)).toBe('listening\nreloaded\n');
    expect(await harness.refusal('POST', `/containers/${id}/kill?signal=FOO`)).toBe(
      `400 cannot kill container: ${id}: invalid signal: FOO`,
    );
    await harness.call('POST', `/containers/${id}/kill`);
    expect(await harness.refusal('POST', `/containers/${id}/kill`)).toBe(
      `409 cannot kill container: ${id}: container ${id} is not running`,
    );
  });

  test('refuses to remove what runs, unless forced', async () => {
    const id = await harness.run(['sleep', '9'], {}, 'web');
    expect(await harness.refusal('DELETE', '/containers/web')).toBe(
      '409 cannot remove container "web": container is running: stop the container before removing or force remove',
    );
    await harness.call('POST', '/containers/web/pause');
    expect(await harness.refusal('DELETE', '/containers/web')).toBe(
      '409 cannot remove container "web": container is paused and must be unpaused first',
    );
    expect((await harness.call('DELETE', '/containers/web?force=1')).status).toBe(204);
    expect(await harness.refusal('GET', `/containers/${id}/json`)).toBe(`404 No such container: ${id}`);
  });

  test('restarts with a new start time and the same files', async () => {
    const id = await harness.run(['server', '80']);
    const before = (await harness.inspect(id)).State.StartedAt;
    await harness.clock.advance(5000);
    expect((await harness.call('POST', `/containers/${id}/restart`)).status).toBe(204);
    const { State, RestartCount } = await harness.inspect(id);
    expect(State.Running).toBe(true);
    expect(State.StartedAt > before).toBe(true);
    expect(RestartCount).toBe(0);
  });

  test('pauses: output and requests wait, exec is refused', async () => {
    const id = await harness.run(['server', '80'], {
      HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }] } },
      ExposedPorts: { '80/tcp': {} },
    });
    await harness.call('POST', `/containers/${id}/pause`);
    expect(await harness.refusal('POST', `/containers/${id}/pause`)).toBe(
      `409 Container ${id} is already paused`,
    );
    let answered = false;
    const answer = harness.network.fetch(new Request('http://localhost:8080/')).then((response) => {
      answered = true;
      return response.text();
    });
    await settle();
    expect(answered).toBe(false);
    expect(await harness.refusal('POST', `/containers/${id}/exec`, { Cmd: ['true'] })).toBe(
      `409 Container ${id} is paused, unpause the container before exec`,
    );
    await harness.call('POST', `/containers/${id}/unpause`);
    expect(await answer).toBe('hello\n');
    expect(await harness.refusal('POST', `/containers/${id}/unpause`)).toBe(
      `500 Container ${id} is not paused`,
    );
  });
});
