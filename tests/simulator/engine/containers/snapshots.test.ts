import { beforeEach, describe, expect, test } from 'vitest';
import { Harness, settle } from './harness.ts';

// Containers across a snapshot of the engine and back.

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

describe('snapshots', () => {
  test('bring everything back, and run again what ran', async () => {
    const id = await harness.run(
      ['server', '80'],
      {
        HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }] } },
        ExposedPorts: { '80/tcp': {} },
      },
      'web',
    );
    await settle();
    const before = await harness.inspect(id);
    const state = structuredClone(harness.snapshot());
    await harness.call('DELETE', '/containers/web?force=1');
    await harness.clock.advance(60_000);
    harness.restore(state);
    expect(await harness.inspect('web')).toEqual(before);
    await settle();
    expect(await (await harness.network.fetch(new Request('http://localhost:8080/'))).text()).toBe('hello\n');
    const { body } = await harness.call('GET', '/containers/json');
    expect(body).toMatchObject([
      { Status: 'Up About a minute', Ports: [{ PublicPort: 8080 }, { PublicPort: 8080 }] },
    ]);
  });

  test('do not make a log say its start twice', async () => {
    const id = await harness.run(['server', '80']);
    await settle();
    await harness.call('POST', `/containers/${id}/kill?signal=HUP`);
    await settle();
    harness.restore(harness.snapshot());
    await settle();
    expect(await harness.logs(id)).toBe('listening\nreloaded\n');
    await harness.call('POST', `/containers/${id}/restart`);
    await settle();
    expect(await harness.logs(id)).toBe('listening\nreloaded\nlistening\n');
  });

  test('forget what happens after them', async () => {
    const state = harness.snapshot();
    const id = await harness.run(['yes']);
    await settle();
    harness.restore(state);
    await settle(20);
    expect(await harness.refusal('GET', `/containers/${id}/json`)).toBe(`404 No such container: ${id}`);
    expect((await harness.call('GET', '/containers/json?all=1')).body).toEqual([]);
  });
});
