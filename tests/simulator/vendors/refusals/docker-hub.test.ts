import { describeRefusals, login, pullDenied, push } from './harness.ts';

const UPGRADE = 'https://www.docker.com/increase-rate-limit';

const SERVICE = {
  service: {
    vendor: 'docker-hub',
    accounts: [
      {
        name: 'ada',
        password: 'secret',
        tokens: [{ token: 'dckr_pat_read', access: 'read-only' }, { token: 'dckr_pat_all' }],
      },
      { name: 'grace', password: 'hopper', 'two-factor': true },
    ],
    repositories: [{ name: 'library/base' }, { name: 'grace/private', visibility: 'private' }],
  },
  holds: {
    'library/base:1': 'tiny',
    'library/base:2': 'other',
    'library/base:arm': 'arm',
    'grace/private:latest': 'tiny',
  },
};

describeRefusals('Docker Hub', { registries: [SERVICE] }, [
  {
    row: '1 not logged in',
    run: push('ada/app:1'),
    says: 'denied: requested access to the resource is denied',
  },
  {
    row: '1, 8 a namespace of somebody else',
    before: [login('ada', 'secret')],
    run: push('ada-lovelace/app:1'),
    says: 'denied: requested access to the resource is denied',
  },
  {
    row: '2 private',
    run: 'docker pull grace/private',
    says: `${pullDenied('grace/private')}requested access to the resource is denied`,
  },
  {
    row: '2 missing',
    before: [login('ada', 'secret')],
    run: 'docker pull ada/nosuch',
    says: `${pullDenied('ada/nosuch')}requested access to the resource is denied`,
  },
  {
    row: '3 wrong password',
    run: login('ada', 'nope'),
    says: 'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
  },
  {
    row: '4 two-factor authentication',
    run: login('grace', 'hopper'),
    says: 'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: please use personal access token to login',
  },
  {
    row: '5 a token that only reads',
    before: [login('ada', 'dckr_pat_read')],
    run: push('ada/app:1'),
    says: 'unauthorized: access token has insufficient scopes',
  },
  {
    row: '6 anonymous pull limit',
    before: [{ host: 'docker.io', knobs: { 'rate-limited': true } }],
    run: 'docker pull base:2',
    says: `Error response from daemon: toomanyrequests: You have reached your unauthenticated pull rate limit. ${UPGRADE}`,
  },
  {
    row: '7 pull limit of an account',
    before: [login('ada', 'secret'), { host: 'docker.io', knobs: { 'rate-limited': true } }],
    run: 'docker pull base:2',
    says: `Error response from daemon: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: ${UPGRADE}`,
  },
  {
    row: '9 no such tag',
    run: 'docker pull base:9',
    says: 'Error response from daemon: manifest for base:9 not found: manifest unknown: manifest unknown',
  },
]);
