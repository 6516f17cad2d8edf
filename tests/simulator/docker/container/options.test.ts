import { describe, expect, test } from 'vitest';
import { effectiveCapabilities } from '../../../../src/simulator/docker/container/options/capabilities.ts';
import * as checks from '../../../../src/simulator/docker/container/options/checks.ts';
import { parseMount } from '../../../../src/simulator/docker/container/options/mount.ts';
import { parseNetwork } from '../../../../src/simulator/docker/container/options/network.ts';
import { parsePorts } from '../../../../src/simulator/docker/container/options/ports.ts';
import { parseUlimit } from '../../../../src/simulator/docker/container/options/ulimit.ts';
import { parseVolumes } from '../../../../src/simulator/docker/container/options/volume.ts';

describe('--publish', () => {
  test.each([
    ['80', { '80/tcp': [{ HostIp: '', HostPort: '' }] }],
    ['8080:80/UDP', { '80/udp': [{ HostIp: '', HostPort: '8080' }] }],
    ['[::1]:8080:80', { '80/tcp': [{ HostIp: '::1', HostPort: '8080' }] }],
    ['8000-8010:80', { '80/tcp': [{ HostIp: '', HostPort: '8000-8010' }] }],
    [
      '8000-8001:80-81',
      { '80/tcp': [{ HostIp: '', HostPort: '8000' }], '81/tcp': [{ HostIp: '', HostPort: '8001' }] },
    ],
    ['published=8080,target=80', { '80/tcp': [{ HostIp: '', HostPort: '8080' }] }],
  ])('%s', (spec, bindings) => {
    expect(parsePorts([spec], []).bindings).toEqual(bindings);
  });

  test.each([
    ['80:abc', 'invalid containerPort: abc'],
    ['99999:80', 'invalid hostPort: 99999'],
    ['80/foo', 'invalid proto: foo'],
    ['300.1.1.1:80:80', 'invalid IP address: 300.1.1.1'],
    ['8080-8090:80-81', 'invalid ranges specified for container and host Ports: 80-81 and 8080-8090'],
    ['', 'no port specified: <empty>'],
  ])('%s is refused', (spec, message) => {
    expect(() => parsePorts([spec], [])).toThrow(message);
  });
});

test('--volume tells binds from anonymous volumes, and knows the working directory', () => {
  expect(parseVolumes(['/data', './ctx:/data:ro', 'named:/v'], '/home/user')).toEqual({
    binds: ['/home/user/ctx:/data:ro', 'named:/v'],
    anonymous: { '/data': {} },
  });
  expect(() => parseVolumes(['ab::c'], '/')).toThrow('invalid spec: ab::c: empty section between colons');
});

test('--mount', () => {
  expect(parseMount('type=bind,src=./x,dst=/y,readonly', '/home')).toEqual({
    Type: 'bind',
    Source: '/home/x',
    Target: '/y',
    ReadOnly: true,
  });
  expect(() => parseMount('type=bind', '/')).toThrow('target is required');
  expect(() => parseMount('type=bind,dst=/a,volume-nocopy', '/')).toThrow(
    "cannot mix 'volume-*' options with mount type 'bind'",
  );
});

test('--network', () => {
  expect(parseNetwork('name=net,alias=web,gw-priority=2')).toMatchObject({
    target: 'net',
    aliases: ['web'],
    gatewayPriority: 2,
  });
  expect(() => parseNetwork('name=a,foo=b')).toThrow('invalid field key foo');
});

test('--ulimit', () => {
  expect(parseUlimit('nofile=1024:2048')).toEqual({ Name: 'nofile', Soft: 1024, Hard: 2048 });
  expect(() => parseUlimit('nofile=5:2')).toThrow(
    'ulimit soft limit must be less than or equal to hard limit: 5 > 2',
  );
});

test.each([
  [() => checks.label('a b=c'), "label 'a b' contains whitespaces"],
  [() => checks.env('=x'), 'invalid environment variable: =x'],
  [() => checks.extraHost('foo:bar'), 'invalid IP address in add-host: "bar"'],
  [() => checks.cpus('foo'), 'failed to parse foo as a rational number'],
  [() => checks.attach('foo'), 'valid streams are STDIN, STDOUT and STDERR'],
  [() => checks.sysctl('foo=bar'), "sysctl 'foo=bar' is not allowed"],
])('a value is refused in the words of the real CLI: %#', (work, message) => {
  expect(work).toThrow(message);
});

test('--cap-add and --cap-drop come to names of one form', () => {
  expect(effectiveCapabilities(['net_admin', 'CAP_CHOWN'], ['chown', 'mknod'])).toEqual({
    add: ['CAP_CHOWN', 'CAP_NET_ADMIN'],
    drop: ['CAP_MKNOD'],
  });
  expect(effectiveCapabilities(['all', 'chown'], ['ALL'])).toEqual({ add: ['ALL'], drop: [] });
});
