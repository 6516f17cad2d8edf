import { beforeEach, describe, expect, test } from 'vitest';
import { Harness, plain, settle } from './harness.ts';

// What the logs of a container hold and how they are read.

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

describe('logs', () => {
  test('are cut by tail, stream and time', async () => {
    const id = await harness.run(['both']);
    await harness.wait(id);
    expect(await harness.logs(id, '&tail=1')).toBe('[err]err\n');
    expect(plain(await (await harness.fetch(`/containers/${id}/logs?stderr=1`)).bytes())).toBe('[err]err\n');
    expect(await harness.logs(id, '&timestamps=1')).toMatch(
      /^2026-11-23T07:49:49\.529\d{6}Z out\n\[err\]2026-11-23T07:49:49\.529\d{6}Z err\n$/,
    );
    expect(await harness.logs(id, '&since=2026-11-24')).toBe('');
    expect(await harness.refusal('GET', `/containers/${id}/logs`)).toBe(
      '400 Bad parameters: you must choose at least one stream',
    );
  });

  test('follow a container until it ends', async () => {
    const id = await harness.run(['server', '80']);
    const text = harness.logs(id, '&follow=1');
    await settle();
    await harness.call('POST', `/containers/${id}/kill?signal=HUP`);
    await settle();
    await harness.call('POST', `/containers/${id}/stop`);
    expect(await text).toBe('listening\nreloaded\n');
  });

  test.each(['6', '6b', '0.006 kB'])(
    'make room for new lines when they are to be no larger than %s',
    async (size) => {
      const LogConfig = { Type: 'json-file', Config: { 'max-size': size } };
      const id = await harness.run(['both'], { HostConfig: { LogConfig } });
      await harness.wait(id);
      expect(await harness.logs(id)).toBe('[err]err\n');
    },
  );

  test('are not kept by the driver none', async () => {
    const id = await harness.run(['both'], { HostConfig: { LogConfig: { Type: 'none' } } });
    expect(await harness.refusal('GET', `/containers/${id}/logs?stdout=1`)).toBe(
      '501 configured logging driver does not support reading',
    );
  });

  test('are of attributes only where their patterns can be read', async () => {
    const log = (pattern: string) => ({
      Labels: { tier: 'front end', other: 'x' },
      HostConfig: { LogConfig: { Type: 'json-file', Config: { 'labels-regex': pattern, env: 'A' } } },
    });
    const id = await harness.run(['both'], { ...log('(?i)^TI'), Env: ['A=1', 'B=2'] });
    await harness.wait(id);
    expect(await harness.logs(id, '&details=1&tail=1')).toBe('[err]A=1,tier=front+end err\n');

    await harness.createContainer(['both'], log('['), 'broken');
    expect(await harness.refusal('POST', '/containers/broken/start')).toBe(
      '500 failed to create task for container: failed to initialize logging driver: error parsing regexp: missing closing ]: `[`',
    );
    expect((await harness.inspect('broken')).State).toMatchObject({ Status: 'created', ExitCode: 128 });
    expect(await harness.refusal('GET', '/containers/broken/logs?stdout=1&details=1')).toBe(
      '500 error parsing regexp: missing closing ]: `[`',
    );
  });
});
