/** Where the world of a lesson runs, so that a busy shell never holds the page up. */
import { unpackBlobs, unpackWorld } from '../simulator/world/archive.ts';
import { World } from '../simulator/world/index.ts';
import { lockLesson } from './lock.ts';
import type { FromWorker, Kept, ToWorker } from './protocol.ts';
import { Sandbox } from './sandbox.ts';
import { type Blobs, DatabaseStore, type Entry, isEntry, MemoryStore, type Store } from './store.ts';

type Load = Extract<ToWorker, { type: 'load' }>;

const post = (message: FromWorker): void => self.postMessage(message);
const keepInPage = (entry: Entry, blobs: Blobs): void => post({ type: 'keep', entry, blobs });
let sandbox: Sandbox | undefined;
let request: Load;

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  switch (data.type) {
    case 'load':
      request = data;
      load().catch((error: unknown) => {
        post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
      });
      break;
    case 'open':
      sandbox?.open(data.machine, data.columns, data.rows);
      break;
    case 'input':
      sandbox?.input(data.machine, data.data);
      break;
    case 'resize':
      sandbox?.resize(data.machine, data.columns, data.rows);
      break;
    case 'undo':
      sandbox?.undo();
      break;
    case 'reset':
      sandbox?.reset();
      break;
    case 'take-over':
      takeOver();
      break;
    case 'ping':
      post({ type: 'pong' });
      break;
  }
};

async function load(): Promise<void> {
  const { lesson } = request;
  const [start, { store, saved }] = await Promise.all([
    fetchBytes(`/worlds/${lesson.world}.world`).then(unpackWorld),
    openStore(),
  ]);
  const blobs: Blobs = new Map(saved?.blobs);
  const blobsLoaded = fetchBytes(`/worlds/${lesson.world}.blobs`)
    .then(unpackBlobs)
    .then((shelf) => {
      for (const [digest, bytes] of shelf) blobs.set(digest, bytes);
    });
  const open = (entry: Entry | undefined): Sandbox => {
    const world = new World(entry?.world ?? start, { wall: () => Date.now(), blobs, blobsLoaded });
    return new Sandbox({ lesson, world, start, store, entry, post });
  };
  try {
    sandbox = open(saved?.entry);
  } catch (error) {
    if (!saved) throw error;
    await setAside(store, error);
    sandbox = open(undefined);
  }
  post({ type: 'loaded', machine: sandbox.front });
}

/** Finds a place to keep progress in, and what was kept there of this lesson. */
async function openStore(): Promise<{ store: Store; saved: Kept | undefined }> {
  const { lesson, storage, kept } = request;
  const memory = new MemoryStore(keepInPage, kept?.entry);
  if (kept) return { store: memory, saved: kept };
  const database = storage ? await DatabaseStore.open(lesson.id).catch(() => undefined) : undefined;
  if (!database) {
    post({ type: 'notice', notice: 'not-kept' });
    return { store: memory, saved: undefined };
  }
  const { store, foreign } = database;
  if (foreign) post({ type: 'notice', notice: 'set-aside' });
  const mine = await lockLesson(lesson.id, lost);
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
  if (!isEntry(entry, request.lesson.id)) throw new Error('not a save of this lesson');
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
  const { store } = await DatabaseStore.open(request.lesson.id);
  if (await lockLesson(request.lesson.id, lost, true)) sandbox?.keepIn(store);
}

async function setAside(store: Store, reason: unknown): Promise<void> {
  if (store instanceof DatabaseStore) await store.setAside(String(reason));
  post({ type: 'notice', notice: 'set-aside' });
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be fetched (${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}
