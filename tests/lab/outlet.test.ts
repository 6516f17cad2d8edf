import { describe, expect, test, vi } from 'vitest';
import { Outlet } from '../../src/lab/outlet.ts';
import type { News } from '../../src/lab/protocol.ts';

const output = (data: string, machine = 'laptop'): News => ({ type: 'output', machine, data });

describe('what a terminal prints, on its way to the page', () => {
  test('is sent at once while nothing is held', () => {
    const sent: News[] = [];
    new Outlet((news) => sent.push(news)).send(output('l'));
    expect(sent).toEqual([output('l')]);
  });

  test("a line's end and the command's answer arrive as one, in their order among other news", () => {
    const sent: News[] = [];
    const outlet = new Outlet((news) => sent.push(news));
    outlet.hold();
    outlet.send(output('\r\n'));
    outlet.send(output('hello\r\n'));
    outlet.send(output('a', 'server'));
    outlet.send({ type: 'ran', machine: 'laptop' });
    outlet.send(output('$ '));
    expect(sent).toEqual([]);
    outlet.flush();
    expect(sent).toEqual([
      output('\r\nhello\r\n'),
      output('a', 'server'),
      { type: 'ran', machine: 'laptop' },
      output('$ '),
    ]);
    outlet.send(output('x'));
    expect(sent).toHaveLength(5);
  });

  test('is not held for long, and other work waits for it', async () => {
    vi.useFakeTimers();
    try {
      const order: string[] = [];
      const outlet = new Outlet((news) => order.push(news.type));
      outlet.hold();
      outlet.send(output('\r\n'));
      const work = outlet.said().then(() => order.push('work'));
      await vi.advanceTimersByTimeAsync(100);
      await work;
      expect(order).toEqual(['output', 'work']);
      await outlet.said();
    } finally {
      vi.useRealTimers();
    }
  });
});
