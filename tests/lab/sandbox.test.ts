import { expect, test, vi } from 'vitest';
import type { News } from '../../src/lab/protocol.ts';
import { Sandbox } from '../../src/lab/sandbox.ts';
import { type Blobs, type Entry, MemoryStore } from '../../src/lab/store.ts';
import { readWorld } from '../../src/node/worlds.ts';
import { World } from '../../src/simulator/world/index.ts';

/** A store whose `pop` takes as long as the test wants. */
class SlowStore extends MemoryStore {
  readonly written: Entry[] = [];
  private release: (() => void) | undefined;

  constructor() {
    super(() => undefined);
  }

  override async push(entry: Entry, blobs: Blobs): Promise<void> {
    this.written.push(entry);
    await super.push(entry, blobs);
  }

  override async replace(entry: Entry): Promise<void> {
    this.written.push(entry);
    await super.replace(entry);
  }

  override async pop(): Promise<unknown> {
    const entry = await super.pop();
    await new Promise<void>((resolve) => {
      this.release = resolve;
    });
    return entry;
  }

  get isPopping(): boolean {
    return this.release !== undefined;
  }

  finish(): void {
    this.release!();
  }
}

const { snapshot, blobs } = await readWorld('laptop-with-myapp');
const PATIENT = { timeout: 10_000 };
const said = (entry: Entry | undefined): string => entry?.screens.laptop?.text ?? '';

async function openLesson(
  store: SlowStore,
): Promise<{ world: World; sandbox: Sandbox; count(type: News['type']): number }> {
  const world = new World(snapshot, { blobs: new Map(blobs) });
  const news: News[] = [];
  const post = (told: News): void => {
    news.push(told);
  };
  const sandbox = new Sandbox({ lesson: 'lesson', world, start: snapshot, store, entry: undefined, post });
  const count = (type: News['type']): number => news.filter((told) => told.type === type).length;
  sandbox.open('laptop', 80, 24);
  await vi.waitUntil(() => count('ready') === 1, PATIENT);
  return { world, sandbox, count };
}

test('what was to be kept while a command is taken back is not: the next undo does not meet it', async () => {
  const store = new SlowStore();
  const { sandbox, count } = await openLesson(store);
  sandbox.input('laptop', 'echo first\r');
  await vi.waitUntil(() => said(store.written.at(-1)).includes('first'), PATIENT);
  sandbox.undo();
  await vi.waitUntil(() => store.isPopping, PATIENT);
  // Half-typed: it is kept once the terminal is quiet. Another command ends as well.
  sandbox.input('laptop', 'echo second\r');
  await vi.waitUntil(() => count('ran') === 2, PATIENT);
  await new Promise((resolve) => setTimeout(resolve, 600));
  store.finish();
  await vi.waitUntil(() => count('loaded') === 1, PATIENT);
  sandbox.open('laptop', 80, 24);
  await vi.waitUntil(() => count('ready') === 2, PATIENT);
  expect(said((await store.latest()) as Entry)).not.toMatch(/first|second/);
});

test('each command can be taken back where the prompt is empty', async () => {
  const store = new SlowStore();
  const { sandbox, count } = await openLesson(store);
  for (const [i, line] of ['PS1=', 'echo first', 'echo second'].entries()) {
    sandbox.input('laptop', `${line}\r`);
    await vi.waitUntil(() => count('ran') === i + 1, PATIENT);
  }
  await vi.waitUntil(() => said(store.written.at(-1)).includes('second'), PATIENT);
  sandbox.undo();
  await vi.waitUntil(() => store.isPopping, PATIENT);
  store.finish();
  await vi.waitUntil(() => count('loaded') === 1, PATIENT);
  const text = said((await store.latest()) as Entry);
  expect(text).toContain('first');
  expect(text).not.toContain('second');
});

test('a command is kept before all the code has come over a slow network', async () => {
  const store = new SlowStore();
  const { world, sandbox, count } = await openLesson(store);
  world.preload = () => new Promise(() => {});
  sandbox.begin({ world: 'laptop-with-myapp', steps: [] });
  sandbox.input('laptop', 'echo first\r');
  await vi.waitUntil(() => said(store.written.at(-1)).includes('first'), PATIENT);
  expect(count('complete')).toBe(0);
});
