export { blobsOf, type CommandRecord, type WorldSnapshot } from './snapshot.ts';
export { type OpenSessionOptions, World, type WorldOptions } from './world.ts';
