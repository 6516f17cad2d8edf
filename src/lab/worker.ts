/** Where the world of a lesson runs, so that a busy shell never holds the page up. */
import './platform.ts';
import { expose } from 'comlink';
import { unpackBlobs, unpackWorld } from '../simulator/world/archive.ts';
import { World } from '../simulator/world/index.ts';
import { lockLesson } from './lock.ts';
import type { Kept, News, Requests, Task } from './protocol.ts';
import { Sandbox } from './sandbox.ts';
import { type Blobs, DatabaseStore, type Entry, isEntry, MemoryStore, type Store } from './store.ts';

/** A terminal's size before it is known. */
const [COLUMNS, ROWS] = [80, 24];

const task = JSON.parse(self.name) as Task;
const post = (news: News): void => self.postMessage(news);
const keepInPage = (entry: Entry, blobs: Blobs): void => post({ type: 'keep', entry, blobs });
let sandbox: Sandbox | undefined;

const requests: Requests = {
  resume: (kept) => start(kept),
  begin: (lesson) => sandbox?.begin(lesson),
  open: (machine, columns, rows) => sandbox?.open(machine, columns, rows),
  input: (machine, data) => sandbox?.input(machine, data),
  resize: (machine, columns, rows) => sandbox?.resize(machine, columns, rows),
  undo: () => sandbox?.undo(),
  reset: () => sandbox?.reset(),
  takeOver,
};
self.onmessage = ({ data }: MessageEvent<MessagePort>): void => expose(requests, data);
if (!task.waits) start();

function start(kept?: Kept): void {
  load(kept).catch((error: unknown) => {
    post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
}

async function load(kept: Kept | undefined): Promise<void> {
  const [start, { store, saved }] = await Promise.all([
    fetchBytes(`/worlds/${task.world}.world`).then(unpackWorld),
    openStore(kept),
  ]);
  const blobs: Blobs = new Map(saved?.blobs);
  const blobsLoaded = fetchBytes(`/worlds/${task.world}.blobs`)
    .then(unpackBlobs)
    .then((shelf) => {
      for (const [digest, bytes] of shelf) blobs.set(digest, bytes);
    });
  const open = (entry: Entry | undefined): Sandbox => {
    const world = new World(entry?.world ?? start, { wall: () => Date.now(), blobs, blobsLoaded });
    return new Sandbox({ lesson: task.lesson, world, start, store, entry, post });
  };
  try {
    sandbox = open(saved?.entry);
  } catch (error) {
    if (!saved) throw error;
    await setAside(store, error);
    sandbox = open(undefined);
  }
  post({ type: 'loaded', machine: sandbox.front });
  // The page says the terminal's size when it has one; the prompt need not wait for it.
  sandbox.open(sandbox.front, COLUMNS, ROWS);
}

/** Finds a place to keep progress in, and what was kept there of this lesson. */
async function openStore(kept: Kept | undefined): Promise<{ store: Store; saved: Kept | undefined }> {
  const { lesson, storage } = task;
  const memory = new MemoryStore(keepInPage, kept && { entry: kept.entry });
  if (kept) return { store: memory, saved: kept };
  const database = storage ? await DatabaseStore.open(lesson).catch(() => undefined) : undefined;
  if (!database) {
    post({ type: 'notice', notice: 'not-kept' });
    return { store: memory, saved: undefined };
  }
  const { store, foreign } = database;
  if (foreign) post({ type: 'notice', notice: 'set-aside' });
  const mine = await lockLesson(lesson, lost);
  if (!mine) post({ type: 'notice', notice: 'second-tab' });
  const saved = await readSaved(store).catch(async (error: unknown) => {
    if (mine) await setAside(store, error);
    return undefined;
  });
  return { store: mine ? store : memory, saved };
}

/** @throws Error when what was kept is no whole save of this lesson */
async function readSaved(store: Store): Promise<Kept | undefined> {
  const entry = await store.latest();
  if (entry === undefined) return undefined;
  if (!isEntry(entry, task.lesson)) throw new Error('not a save of this lesson');
  const blobs = await store.blobs();
  const missing = entry.blobs.find((digest) => !blobs.has(digest));
  if (missing) throw new Error(`the blob ${missing} is missing`);
  return { entry, blobs };
}

/** Another tab keeps the progress from now on. */
function lost(): void {
  post({ type: 'notice', notice: 'taken-over' });
  sandbox?.keepIn(new MemoryStore(keepInPage));
}

async function takeOver(): Promise<void> {
  const { store } = await DatabaseStore.open(task.lesson);
  if (await lockLesson(task.lesson, lost, true)) sandbox?.keepIn(store);
}

async function setAside(store: Store, reason: unknown): Promise<void> {
  if (store instanceof DatabaseStore) await store.setAside(String(reason));
  post({ type: 'notice', notice: 'set-aside' });
}

async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(new URL(path, self.origin));
  if (!response.ok) throw new Error(`${path} could not be fetched (${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}
