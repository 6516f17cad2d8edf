import { describe, expect, test } from 'vitest';
import { breathe } from '../../../src/simulator/common/breathe.ts';
import { WorldClock } from '../../../src/simulator/world/clock.ts';

const HOUR = 3_600_000;

describe('the clock of a world', () => {
  test('stands still without a wall clock, and jumps when somebody waits', async () => {
    const clock = new WorldClock(5000);
    expect(clock.now()).toBe(5000);
    await clock.pass(12 * HOUR);
    expect(clock.now()).toBe(5000 + 12 * HOUR);
  });

  test('fires what is due on the way, in its order and at its time', async () => {
    const clock = new WorldClock(0);
    const seen: [string, number][] = [];
    const wait = async (name: string, time: number) => {
      await clock.until(time);
      seen.push([name, clock.now()]);
    };
    const late = wait('late', 2000);
    const early = wait('early', 1000).then(() => wait('again', 1500));
    await clock.pass(5000);
    await Promise.all([late, early]);
    expect(seen).toEqual([
      ['early', 1000],
      ['again', 1500],
      ['late', 2000],
    ]);
  });

  test('an abort ends a wait with its reason, and the timer never fires', async () => {
    const clock = new WorldClock(0);
    const controller = new AbortController();
    const waiting = clock.until(1000, controller.signal);
    controller.abort(new Error('stop'));
    await expect(waiting).rejects.toThrow('stop');
    await clock.pass(2000);
    await expect(clock.pass(1, controller.signal)).rejects.toThrow('stop');
  });

  test('runs along with a wall clock from the time it is set to; long waits jump', async () => {
    let wall = 1_000_000;
    const clock = new WorldClock(50, () => wall);
    wall += 20;
    expect(clock.now()).toBe(70);
    clock.set(10);
    wall += 5;
    expect(clock.now()).toBe(15);
    await clock.pass(12 * HOUR);
    expect(clock.now()).toBe(15 + 12 * HOUR);
  });
});

describe('waiting in the foreground for what others do', () => {
  test('code that is loaded slowly takes no time in the world, however long others would sleep', async () => {
    const clock = new WorldClock(0);
    clock.grace = 0;
    const seen: [string, number][] = [];
    const sleeper = clock.until(100).then(() => seen.push(['slept', clock.now()]));
    const load = clock.loading(breathe(150)).then(() => seen.push(['loaded', clock.now()]));
    await clock.during(Promise.all([sleeper, load]));
    expect(seen).toEqual([
      ['loaded', 0],
      ['slept', 100],
    ]);
  });

  test('lets a still clock go on, exactly to what is due', async () => {
    const clock = new WorldClock(0);
    const twice = async () => {
      await clock.until(5000);
      await clock.until(12 * HOUR);
      return clock.now();
    };
    expect(await clock.during(twice())).toBe(12 * HOUR);
    expect(clock.now()).toBe(12 * HOUR);
  });

  test('moves nothing while there is nothing to wait for, and nothing once the wait is over', async () => {
    const clock = new WorldClock(0);
    void clock.until(HOUR);
    expect(await clock.during(Promise.resolve('done'))).toBe('done');
    const stopped = new AbortController();
    let end = (): void => {};
    const open = clock.during(
      new Promise<void>((resolve) => {
        end = resolve;
      }),
      stopped.signal,
    );
    stopped.abort();
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(clock.now()).toBe(0);
    end();
    await open;
  });

  test('leaves a clock with a wall alone', async () => {
    let wall = 0;
    const clock = new WorldClock(0, () => wall);
    const waiting = clock.during(clock.until(20));
    expect(clock.now()).toBe(0);
    wall = 25;
    await waiting;
    expect(clock.now()).toBe(25);
  });
});
