import type { World } from '../../../../src/simulator/world/index.ts';
import { openWorlds } from '../cloud-world.ts';

/** Opens worlds with `gh`, and GitHub with packages of `ada` and two accounts. */
export const openGhWorlds = (): Promise<() => World> =>
  openWorlds(
    ['gh'],
    [
      {
        service: {
          vendor: 'ghcr',
          accounts: [
            {
              name: 'ada',
              tokens: [
                { token: 'ghp_full', scopes: ['repo', 'read:org', 'read:packages', 'delete:packages'] },
                { token: 'ghp_basic', scopes: ['repo', 'read:org'] },
                { token: 'ghp_packages', scopes: ['write:packages'] },
              ],
            },
            { name: 'bob', tokens: [{ token: 'ghp_bob', scopes: ['repo', 'read:org'] }] },
          ],
          device: { account: 'ada' },
          repositories: [
            { name: 'ada/tool', visibility: 'public' },
            { name: 'ada/popular', visibility: 'public', downloads: 5001 },
          ],
        },
        holds: { 'ada/app:1.0': 'tiny', 'ada/app:2.0': 'other', 'ada/tool:1.0': 'tiny' },
      },
    ],
  );
