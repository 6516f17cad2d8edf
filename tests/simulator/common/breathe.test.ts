import { expect, test } from 'vitest';
import { breathe } from '../../../src/simulator/common/breathe.ts';

test('timers get their turn while somebody is busy and only breathes', async () => {
  let fired = false;
  setTimeout(() => {
    fired = true;
  }, 1);
  let turns = 0;
  while (!fired && turns < 1_000_000) {
    await breathe();
    turns += 1;
  }
  expect(fired).toBe(true);
});

test('those who breathe go on in turn', async () => {
  const order: string[] = [];
  const run = async (name: string) => {
    for (let i = 0; i < 3; i++) {
      await breathe();
      order.push(name);
    }
  };
  await Promise.all([run('a'), run('b')]);
  expect(order.join('')).toBe('ababab');
});
