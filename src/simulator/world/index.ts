export { blobsOf, type CommandRecord, type WorldSnapshot } from './snapshot.ts';
export { World } from './world.ts';
