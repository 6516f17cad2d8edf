import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveEngine } from '../../src/node/engine-server.ts';
import { MACHINE } from '../parity/machine.ts';
import { hasTool, scratch } from '../strangers/tools.ts';
import { differences, play, readScript } from './script.ts';
import { fillFolder, openWorld, ourCli, realCli } from './sides.ts';

/** The real CLI and ours in front of our engine: the first over a port, the second without one. */
describe.skipIf(!hasTool('docker'))('the real CLI at our engine', () => {
  const folder = scratch();
  beforeAll(() => fillFolder(folder.path));
  afterAll(() => folder.remove());

  test.each(['refusals', 'registries', 'images', 'containers'])(
    'says what ours says: %s',
    async (name) => {
      const script = readScript(name);
      const world = await openWorld(folder.path);
      const ours = await play(script, ourCli(world, folder.path));
      const served = await openWorld(folder.path);
      const { port, stop } = await serveEngine(served.machine(MACHINE).engine.fetch, {
        port: 0,
        host: '127.0.0.1',
      });
      const real = await play(script, realCli(folder.path, `tcp://127.0.0.1:${port}`));
      await stop();
      expect(differences(script, real, ours)).toEqual([]);
    },
    300_000,
  );
});
