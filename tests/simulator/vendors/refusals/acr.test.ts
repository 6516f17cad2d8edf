import { describeRefusals, HUB, login, pullDenied, push } from './harness.ts';

const ACR = 'harbour.azurecr.io';
const ADDRESS = '198.51.100.7';

const SERVICE = {
  service: {
    vendor: 'acr',
    name: 'harbour',
    'admin-password': 'admin',
    principals: [
      { name: 'owner@example.com', password: 'o', roles: ['Owner'] },
      { name: 'nobody@example.com', password: 'n', roles: [] },
    ],
    'repository-tokens': [{ name: 'reader', password: 'r', actions: { 'team/app': ['content/read'] } }],
    locked: ['frozen'],
  },
  holds: { 'app:1': 'tiny', 'frozen:1': 'tiny' },
};

describeRefusals('ACR', { registries: [HUB, SERVICE], programs: ['az'] }, [
  {
    row: '40 not logged in',
    run: push(`${ACR}/app:2`),
    says: 'unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.',
  },
  {
    row: '42 the firewall',
    before: [login('harbour', 'admin', ACR), { host: ACR, knobs: { 'blocked-address': ADDRESS } }],
    run: push(`${ACR}/app:2`),
    says: `denied: client with IP '${ADDRESS}' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`,
  },
  {
    row: '42 the firewall, at a pull',
    before: [login('harbour', 'admin', ACR), { host: ACR, knobs: { 'blocked-address': ADDRESS } }],
    run: `docker pull ${ACR}/app:1`,
    says: `Error response from daemon: Head "https://${ACR}/v2/app/manifests/1": denied: client with IP '${ADDRESS}' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`,
  },
  {
    row: '43 the firewall, at login',
    before: [{ host: ACR, knobs: { 'blocked-address': ADDRESS } }],
    run: login('harbour', 'admin', ACR),
    says: `Error response from daemon: Get "https://${ACR}/v2/": denied: {"errors":[{"code":"DENIED","message":"client with IP \\u0027${ADDRESS}\\u0027 is not allowed access. Refer https://aka.ms/acr/firewall to grant access."}]}`,
  },
  {
    row: '44 a token for other repositories',
    before: [login('reader', 'r', ACR)],
    run: `docker pull ${ACR}/app:1`,
    says: `${pullDenied(`${ACR}/app`)}Insufficient scopes to perform the operation`,
  },
  {
    row: '45 az acr login without a role',
    before: [
      'az login -u owner@example.com -p o',
      'az acr update -n harbour --admin-enabled false',
      'az login -u nobody@example.com -p n',
    ],
    run: 'az acr login -n harbour 2>&1 | head -n 3',
    says: `WARNING: Unable to get AAD authorization tokens with message: 2026-11-28 09:00:00.000000 An error occurred: CONNECTIVITY_REFRESH_TOKEN_ERROR\nAccess to registry '${ACR}' was denied. Response code: 401. Please try running 'az login' again to refresh permissions.\nWARNING: Unable to get admin user credentials with message: Admin user is disabled.`,
  },
  {
    row: '46 locked',
    before: [login('harbour', 'admin', ACR)],
    run: `docker pull ${ACR}/frozen:1`,
    says: 'Error response from daemon: unknown: The operation is disallowed.',
  },
]);
