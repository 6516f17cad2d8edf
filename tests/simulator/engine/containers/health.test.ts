import { beforeEach, describe, expect, test } from 'vitest';
import { Harness, settle } from './harness.ts';

// Health checks, as the clock goes on.

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

describe('health checks', () => {
  const SECOND = 1e9;
  const checked = (Test: string[]) => ({ Healthcheck: { Test, Interval: 5 * SECOND, Retries: 2 } });
  const health = async (id: string) => (await harness.inspect(id)).State.Health;

  test('become healthy, or unhealthy after so many failures', async () => {
    const good = await harness.run(['sleep', '99'], checked(['CMD', 'echo', 'fine']));
    const bad = await harness.run(['sleep', '99'], checked(['CMD', 'false']));
    expect((await health(good))?.Status).toBe('starting');
    const status = (await harness.call('GET', '/containers/json')).body as { Status: string }[];
    expect(status[0]!.Status).toBe('Up Less than a second (health: starting)');
    await harness.clock.advance(5001);
    await settle();
    expect(await health(good)).toMatchObject({ Status: 'healthy', Log: [{ ExitCode: 0, Output: 'fine\n' }] });
    expect(await health(bad)).toMatchObject({ Status: 'starting', FailingStreak: 1 });
    await harness.clock.advance(5001);
    await settle();
    expect(await health(bad)).toMatchObject({ Status: 'unhealthy', FailingStreak: 2 });
    const list = await harness.call('GET', '/containers/json?filters={"health":["unhealthy"]}');
    expect(list.body).toHaveLength(1);
  });

  test('count a check that hangs as failed', async () => {
    const id = await harness.run(['sleep', '99'], {
      Healthcheck: { Test: ['CMD', 'sleep', '9'], Interval: SECOND, Timeout: 2 * SECOND, Retries: 1 },
    });
    await harness.clock.advance(3500);
    await settle();
    expect(await health(id)).toMatchObject({
      Status: 'unhealthy',
      Log: [{ ExitCode: -1, Output: 'Health check exceeded timeout (2s)' }],
    });
  });
});
