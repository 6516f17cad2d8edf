import type { World } from '../../../src/simulator/world/index.ts';
import { openWorlds } from './cloud-world.ts';

export const KEY = 'AKIAIOSFODNN7EXAMPLE';
export const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const HOST = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

/** Opens worlds with `aws`, an account of two users, and a registry of two repositories. */
export const openAwsWorlds = (): Promise<() => World> =>
  openWorlds(
    ['aws'],
    [
      {
        service: {
          vendor: 'ecr',
          account: '123456789012',
          users: [
            { name: 'ada', keys: [{ id: KEY, secret: SECRET }] },
            {
              name: 'guest',
              actions: ['ecr:Describe*'],
              keys: [{ id: 'AKIAGUESTGUESTGUEST0', secret: 's' }],
            },
          ],
          repositories: [{ name: 'app' }, { name: 'scanned', 'scan-on-push': true }],
          vulnerabilities: [
            { name: 'CVE-2025-1000', severity: 'HIGH', package: 'libcrypto3', versions: ['3.3.1-r0'] },
            { name: 'CVE-2025-2000', severity: 'LOW', package: 'musl', versions: ['1.2.4-r0'] },
          ],
        },
        holds: { 'app:1.0': 'tiny', 'app:alpine': 'alpine' },
      },
    ],
    {
      files: {
        '~/.aws/credentials': `[default]\naws_access_key_id = ${KEY}\naws_secret_access_key = ${SECRET}\n\n[guest]\naws_access_key_id = AKIAGUESTGUESTGUEST0\naws_secret_access_key = s\n`,
        '~/.aws/config': '[default]\nregion = us-east-1\n\n[profile guest]\nregion = us-east-1\n',
      },
    },
  );
