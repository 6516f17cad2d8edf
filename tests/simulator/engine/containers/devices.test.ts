import { beforeEach, expect, test } from 'vitest';
import { START } from './fake-runner.ts';
import { Harness } from './harness.ts';

// What --device gives a container of the machine it runs on.

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

test('devices of the machine are there, what is no device is refused', async () => {
  const device = { type: 'device', device: 'zero', mode: 0o666, uid: 0, gid: 0, mtime: START } as const;
  harness.files.mkdir('/dev');
  harness.files.put('/dev/zero', device);
  harness.files.mkdir('/etc');
  const start = async (path: string) => {
    const Devices = [{ PathOnHost: path, PathInContainer: '/opt/z', CgroupPermissions: 'rwm' }];
    const id = await harness.createContainer(['true'], { HostConfig: { Devices } }, `n${path.length}`);
    return harness.call('POST', `/containers/${id}/start`);
  };
  expect((await start('/dev/zero')).status).toBe(204);
  expect(harness.context.containers.get('n9').disk.root.children.get('opt')).toMatchObject({
    children: new Map([['z', device]]),
  });
  expect((await start('/etc')).body).toEqual({
    message: 'error gathering device information while adding custom device "/etc": not a device node',
  });
});

test.each([
  [{ Devices: ['/dev/null'] }, 'string into Go struct field CreateRequest.HostConfig.Devices of type struct'],
  [{ Devices: [{ PathOnHost: 5 }] }, 'of type string'],
  [{ DeviceRequests: [{ Capabilities: ['gpu'] }] }, 'of type []string'],
])('what is no device is refused when it is asked for: %j', async (HostConfig, fault) => {
  expect(await harness.refusal('POST', '/containers/create', { Image: 'tiny', HostConfig })).toContain(fault);
});

test('a machine without graphics processors refuses to start what wants one', async () => {
  const DeviceRequests = [{ Count: -1, Capabilities: [['gpu']] }];
  await harness.createContainer(['true'], { HostConfig: { DeviceRequests } }, 'gpu');
  expect(await harness.refusal('POST', '/containers/gpu/start')).toBe(
    '500 could not select device driver "" with capabilities: [[gpu]]',
  );
  expect((await harness.inspect('gpu')).HostConfig).toMatchObject({
    DeviceRequests: [{ Driver: '', Count: -1, DeviceIDs: null, Capabilities: [['gpu']], Options: null }],
  });
});

test('null in a list is what it is for Go: nothing', async () => {
  await harness.createContainer(['true'], { HostConfig: { Devices: [null] } }, 'nulls');
  expect((await harness.inspect('nulls')).HostConfig).toMatchObject({
    Devices: [{ PathOnHost: '', PathInContainer: '', CgroupPermissions: '' }],
  });
});
