import { describe, expect, test } from 'vitest';
import { Keeper, type Moment } from '../../src/lab/keeper.ts';
import { Outlet } from '../../src/lab/outlet.ts';
import type { News } from '../../src/lab/protocol.ts';
import { type Blobs, type Entry, MemoryStore } from '../../src/lab/store.ts';
import type { WorldSnapshot } from '../../src/simulator/world/index.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const bytes = (letter: string) => new TextEncoder().encode(letter);

/** A moment of a world that needs these blobs: all that the keeper looks for in it. */
const moment = (...letters: string[]): Moment => ({
  world: { version: 1, needs: letters.map(digest) } as unknown as WorldSnapshot,
  screens: {},
  machine: 'laptop',
});

/** A store with room for so many entries. */
class SmallStore extends MemoryStore {
  readonly pushed: [Entry, Blobs][] = [];
  private room: number;

  constructor(room: number) {
    super(() => undefined);
    this.room = room;
  }

  override async push(entry: Entry, blobs: Blobs): Promise<void> {
    if (this.room-- === 0) throw new DOMException('no room', 'QuotaExceededError');
    this.pushed.push([entry, blobs]);
    await super.push(entry, blobs);
  }
}

function keeperOn(store: MemoryStore): { keeper: Keeper; news: News[] } {
  const news: News[] = [];
  const blobs = new Map(['a', 'b', 'c'].map((letter) => [digest(letter), bytes(letter)]));
  const outlet = new Outlet((told) => news.push(told));
  return { keeper: new Keeper({ lesson: 'lesson', blobs, outlet, store, entry: undefined }), news };
}

describe('what a lesson keeps', () => {
  test('each blob goes to the store once, and one that the world does not have is left out', async () => {
    const store = new SmallStore(9);
    const { keeper } = keeperOn(store);
    await keeper.push(moment('a'));
    await keeper.push(moment('a', 'b', 'f'));
    expect(store.pushed.map(([, blobs]) => [...blobs.keys()])).toEqual([[digest('a')], [digest('b')]]);
    expect(store.pushed[1]![0].blobs).toEqual([digest('a'), digest('b')]);
  });

  test('a store that has no room is told of once, and the page gets the moment with all of its blobs', async () => {
    const { keeper, news } = keeperOn(new SmallStore(1));
    await keeper.push(moment('a'));
    await keeper.push(moment('a', 'b'));
    await keeper.push(moment('a', 'b', 'c'));
    expect(news.filter(({ type }) => type === 'notice')).toEqual([{ type: 'notice', notice: 'save-failed' }]);
    const kept = news.filter((told) => told.type === 'keep');
    expect(kept.map(({ blobs }) => [...blobs.keys()])).toEqual([[digest('a'), digest('b')], [digest('c')]]);
    expect((await keeper.pop())?.blobs).toEqual([digest('a'), digest('b')]);
  });

  test('what a store held before it had no room is gone back to as well', async () => {
    const { keeper } = keeperOn(new SmallStore(2));
    for (const letter of ['a', 'b', 'c']) await keeper.push(moment(letter));
    expect((await keeper.pop())?.blobs).toEqual([digest('b')]);
    // Keys that are half-typed there are kept in its place, not beside it.
    await keeper.replace(moment('b', 'c'));
    await keeper.push(moment('c'));
    expect((await keeper.pop())?.blobs).toEqual([digest('b'), digest('c')]);
    expect((await keeper.pop())?.blobs).toEqual([digest('a')]);
    expect(await keeper.pop()).toBeUndefined();
  });
});
