import { beforeEach, describe, expect, test } from 'vitest';
import { Harness, settle } from './harness.ts';

// What is started again, when and how often.

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

describe('restart policies', () => {
  const restarting = (Name: string, MaximumRetryCount = 0) => ({
    HostConfig: { RestartPolicy: { Name, MaximumRetryCount } },
  });

  test('on-failure starts again until its count is reached, each time later', async () => {
    const id = await harness.run(['exit', '3'], restarting('on-failure', 2));
    await settle();
    expect((await harness.inspect(id)).State.Status).toBe('restarting');
    await harness.clock.advance(100);
    await settle();
    expect((await harness.inspect(id)).RestartCount).toBe(2);
    await harness.clock.advance(200);
    await settle();
    expect(await harness.inspect(id)).toMatchObject({
      RestartCount: 2,
      State: { Status: 'exited', ExitCode: 3 },
    });
  });

  test('on-failure leaves a success alone', async () => {
    const id = await harness.run(['true'], restarting('on-failure'));
    await settle();
    expect((await harness.inspect(id)).State.Status).toBe('exited');
  });

  test('always goes on until somebody stops it', async () => {
    const id = await harness.run(['true'], restarting('always'));
    for (let i = 0; i < 4; i++) {
      await harness.clock.advance(60_000);
      await settle();
    }
    expect((await harness.inspect(id)).RestartCount).toBeGreaterThan(3);
    await harness.call('POST', `/containers/${id}/stop`);
    await harness.clock.advance(120_000);
    await settle();
    expect((await harness.inspect(id)).State.Status).toBe('exited');
  });

  test('cannot be given to a container that goes away by itself', async () => {
    const id = await harness.run(['sleep', '9'], { HostConfig: { AutoRemove: true } });
    expect(
      await harness.refusal('POST', `/containers/${id}/update`, { RestartPolicy: { Name: 'always' } }),
    ).toBe(
      `409 Cannot update container ${id}: Restart policy cannot be updated because AutoRemove is enabled for the container`,
    );
  });
});
