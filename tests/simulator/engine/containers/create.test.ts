import { beforeEach, describe, expect, test } from 'vitest';
import { Harness } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

const create = (body: object, query = '') =>
  harness.refusal('POST', `/containers/create${query}`, { Image: 'busybox:1.37', ...body });
const withHost = (HostConfig: object) => create({ HostConfig });

describe('POST /containers/create', () => {
  test('gives an ID and no warnings', async () => {
    const { status, body } = await harness.call('POST', '/containers/create?name=web', {
      Image: 'busybox:1.37',
    });
    expect(status).toBe(201);
    expect(body).toEqual({ Id: expect.stringMatching(/^[0-9a-f]{64}$/), Warnings: [] });
  });

  test('makes up names of an adjective and a surname', async () => {
    const id = await harness.createContainer(['true']);
    expect((await harness.inspect(id)).Name).toMatch(/^\/[a-z]+_[a-z]+$/);
  });

  test.each([
    ['an image that is not there', { Image: 'alpine:3.20' }, '404 No such image: alpine:3.20'],
    [
      'a relative working directory',
      { WorkingDir: 'tmp' },
      "400 the working directory 'tmp' is invalid, it needs to be an absolute path",
    ],
    ['an unknown stop signal', { StopSignal: 'SIGFOO' }, '400 invalid signal: SIGFOO'],
    ['a variable without a name', { Env: ['=x'] }, '400 invalid environment variable: =x'],
    [
      'a hasty health check',
      { Healthcheck: { Test: ['CMD', 'true'], Interval: 10 } },
      '400 Interval in Healthcheck cannot be less than 1ms',
    ],
    [
      'a number that is none',
      { Tty: 'yes' },
      '400 invalid JSON: json: cannot unmarshal string into Go struct field CreateRequest.Tty of type bool',
    ],
  ])('refuses %s', async (_, body, message) => {
    expect(await create(body)).toBe(message);
  });

  test.each([
    ['too little memory', { Memory: 4_194_304 }, '400 Minimum memory limit allowed is 6MB'],
    [
      'swap without memory',
      { MemorySwap: 1 },
      '400 You should always set the Memory limit when using Memoryswap limit, see usage',
    ],
    [
      'more processors than there are',
      { NanoCpus: 99e9 },
      '400 range of CPUs is from 0.01 to 4.00, as there are only 4 CPUs available',
    ],
    [
      '--rm with a restart policy',
      { AutoRemove: true, RestartPolicy: { Name: 'always' } },
      "400 can't create 'AutoRemove' container with restart policy",
    ],
    [
      'a restart policy of its own',
      { RestartPolicy: { Name: 'perhaps' } },
      "400 invalid restart policy: unknown policy 'perhaps'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'",
    ],
    [
      'a count with always',
      { RestartPolicy: { Name: 'always', MaximumRetryCount: 3 } },
      "400 invalid restart policy: maximum retry count can only be used with 'on-failure'",
    ],
    ['a capability that is none', { CapAdd: ['FLY'] }, '400 invalid CapAdd: unknown capability: "CAP_FLY"'],
    ['an unknown runtime', { Runtime: 'kata' }, '400 unknown or invalid runtime name: kata'],
    ['a host without an address', { ExtraHosts: ['db'] }, '400 bad format for add-host: "db"'],
    [
      'a host with a wrong address',
      { ExtraHosts: ['db:1.2.3'] },
      '400 invalid IP address in add-host: "1.2.3"',
    ],
    [
      'an unknown log driver',
      { LogConfig: { Type: 'paper' } },
      '400 error looking up logging plugin paper: plugin "paper" not found',
    ],
    [
      'an unknown log option',
      { LogConfig: { Type: 'json-file', Config: { colour: 'red' } } },
      "400 unknown log opt 'colour' for json-file log driver",
    ],
    [
      'links on the host network',
      { NetworkMode: 'host', Links: ['a:b'] },
      "400 conflicting options: host type networking can't be used with links. This would result in undefined behavior",
    ],
    [
      'ports of another container',
      { NetworkMode: 'container:x', PortBindings: { '80/tcp': [{ HostPort: '80' }] } },
      '400 conflicting options: port publishing and the container type network mode',
    ],
    [
      'a volume by a relative path',
      { Binds: ['relative/path:/data'] },
      '400 create relative/path: "relative/path" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
    ],
    ['an unknown mode of a volume', { Binds: ['/a:/b:rx'] }, '400 invalid mode: rx'],
    [
      'a volume over the root',
      { Binds: ['/a:/'] },
      "400 invalid volume specification: '/a:/': invalid mount config for type \"bind\": invalid specification: destination can't be '/'",
    ],
    ['two volumes in one place', { Binds: ['a1:/data', 'b1:/data'] }, '400 Duplicate mount point: /data'],
    [
      'a mount of what is not there',
      { Mounts: [{ Type: 'bind', Source: '/nosuch', Target: '/data' }] },
      '400 invalid mount config for type "bind": bind source path does not exist: /nosuch',
    ],
    [
      'a mount of no type',
      { Mounts: [{ Type: 'cloud', Target: '/data' }] },
      '400 invalid mount config for type "cloud": mount type unknown',
    ],
    [
      'a volume driver that is not there',
      { Binds: ['data:/data'], VolumeDriver: 'nfs' },
      '404 create data: error looking up volume plugin nfs: plugin "nfs" not found',
    ],
  ])('refuses %s', async (_, host, message) => {
    expect(await withHost(host)).toBe(message);
  });

  test('refuses bad names and taken ones', async () => {
    expect(await create({}, '?name=bad%20name')).toBe(
      '400 Invalid container name (bad name), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
    );
    const id = await harness.createContainer(['true'], {}, 'web');
    expect(await create({}, '?name=web')).toBe(
      `409 Conflict. The container name "/web" is already in use by container "${id}". You have to remove (or rename) that container to be able to reuse that name.`,
    );
  });

  test('refuses a container with nothing to run', async () => {
    await harness.import('empty', 'latest', []);
    expect(await create({ Image: 'empty' })).toBe('400 no command specified');
  });

  test('refuses aliases and addresses on the default bridge, all at once', async () => {
    const settings = { IPAMConfig: { IPv4Address: '172.17.0.9' }, Aliases: ['db'] };
    expect(await create({ NetworkingConfig: { EndpointsConfig: { bridge: settings } } })).toBe(
      '400 invalid config for network bridge: invalid endpoint settings:\n' +
        '* user specified IP address is supported on user defined networks only\n' +
        '* network-scoped alias is supported only for containers in user defined networks\n' +
        '* user specified IP address is supported only when connecting to networks with user configured subnets',
    );
  });

  test('warns where the image is for other processors', async () => {
    await harness.import('arm', 'latest', [], ['CMD ["true"]']);
    const { body } = await harness.call(
      'POST',
      '/images/create?fromSrc=-&platform=linux/arm64&repo=armonly&changes=CMD%20true',
    );
    expect(body).toBeDefined();
    const created = await harness.call('POST', '/containers/create', { Image: 'armonly' });
    expect(created.body).toMatchObject({
      Warnings: [
        "The requested image's platform (linux/arm64) does not match the detected host platform (linux/amd64/v4) and no specific platform was requested",
      ],
    });
  });

  test('merges the image with what was asked for', async () => {
    await harness.import(
      'app',
      '1',
      [],
      [
        'ENV A=image B=image',
        'LABEL tier=image',
        'EXPOSE 80',
        'ENTRYPOINT ["echo"]',
        'CMD ["from-image"]',
        'WORKDIR /app',
        'USER node',
        'STOPSIGNAL SIGQUIT',
        'VOLUME /data',
      ],
    );
    const plain = await harness.inspect(await harness.createContainer([], { Image: 'app:1', Cmd: null }));
    expect(plain).toMatchObject({ Path: 'echo', Args: ['from-image'] });
    const own = await harness.inspect(
      await harness.createContainer(['x'], {
        Image: 'app:1',
        Env: ['A=own'],
        Labels: { mine: '1' },
        ExposedPorts: { '443/tcp': {} },
      }),
    );
    expect(own).toMatchObject({ Path: 'echo', Args: ['x'] });
    expect(own.Config).toMatchObject({
      Env: ['A=own', 'B=image'],
      Labels: { mine: '1', tier: 'image' },
      ExposedPorts: { '443/tcp': {}, '80/tcp': {} },
      WorkingDir: '/app',
      User: 'node',
      StopSignal: 'SIGQUIT',
    });
    const entrypoint = await harness.inspect(
      await harness.createContainer(['hi'], { Image: 'app:1', Entrypoint: ['true'] }),
    );
    expect(entrypoint).toMatchObject({ Path: 'true', Args: ['hi'] });
    expect(own.Mounts).toMatchObject([{ Type: 'volume', Destination: '/data', Driver: 'local', RW: true }]);
  });
});

describe('options of drivers', () => {
  test.each([
    [{ Type: 'nosuch' }, '400 error looking up logging plugin nosuch: plugin "nosuch" not found'],
    [{ Type: 'local', Config: { tag: 'x' } }, "400 unknown log opt 'tag' for log driver local"],
    [{ Type: 'gelf' }, '400 gelf-address is a required parameter'],
    [{ Type: 'syslog', Config: { 'syslog-facility': 'x' } }, '400 invalid syslog facility'],
    [
      { Type: 'json-file', Config: { 'max-buffer-size': '1m' } },
      "400 logger: max-buffer-size option is only supported with 'mode=non-blocking'",
    ],
    [
      { Type: 'fluentd', Config: { 'fluentd-address': 'x:y' } },
      '400 invalid fluentd-address (x:y): parse "tcp://x:y": invalid port ":y" after host',
    ],
  ])('refuses %j', async (LogConfig, message) => {
    expect(await withHost({ LogConfig })).toBe(message);
  });

  test('refuses quotas that overlay2 cannot keep', async () => {
    expect(await withHost({ StorageOpt: { size: '1g' } })).toBe(
      "500 --storage-opt is supported only for overlay over xfs with 'pquota' mount option",
    );
    expect(await withHost({ StorageOpt: { Foo: '1' } })).toBe('500 Unknown option foo');
  });

  test('refuses the namespace of a container that is not there', async () => {
    expect(await withHost({ PidMode: 'container:nosuch' })).toBe('400 No such container: nosuch');
  });

  test('shares a namespace without labels of SELinux', async () => {
    const { body } = await harness.call('POST', '/containers/create?name=shared', {
      Image: 'busybox:1.37',
      HostConfig: { IpcMode: 'host', BlkioWeight: 500 },
    });
    expect(body).toMatchObject({
      Warnings: [
        'Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.',
      ],
    });
    const { HostConfig } = await harness.inspect('shared');
    expect(HostConfig).toMatchObject({ SecurityOpt: ['label=disable'], BlkioWeight: 0 });
  });

  test('leaves out an anonymous volume where a tmpfs is', async () => {
    const id = await harness.createContainer(['true'], {
      Volumes: { '/a': {}, 'b:/c': {} },
      HostConfig: { Tmpfs: { '/a': '' } },
    });
    const { Mounts } = await harness.inspect(id);
    expect(Mounts.map(({ Destination }: { Destination: string }) => Destination)).toEqual(['b:/c']);
  });
});
