import { describeRefusals, HUB, login, push } from './harness.ts';

const SERVICE = {
  service: {
    vendor: 'ghcr',
    accounts: [
      {
        name: 'ada',
        tokens: [
          { token: 'ghp_all', scopes: ['write:packages'] },
          { token: 'ghp_read', scopes: ['read:packages'] },
          { token: 'ghp_old', scopes: ['write:packages'], expires: '2026-11-28T09:30:00Z' },
        ],
      },
    ],
    organizations: [{ name: 'acme', formerly: ['acme-inc'], members: { ada: 'read' } }],
    workflows: [
      { token: 'ghs_read', repository: 'acme/site', packages: 'read' },
      { token: 'ghs_write', repository: 'acme/site', packages: 'write' },
    ],
    repositories: [
      { name: 'acme/tool' },
      { name: 'acme/site' },
      { name: 'other/hidden' },
      { name: 'ada/open', visibility: 'public' },
    ],
  },
  holds: { 'acme/tool:1': 'tiny', 'acme/site:1': 'tiny', 'other/hidden:1': 'tiny', 'ada/open:1': 'tiny' },
};

describeRefusals('GHCR', { registries: [HUB, SERVICE] }, [
  {
    row: '10 anonymous',
    // A pull would ask for a name and password, and wait.
    run: 'docker run ghcr.io/acme/tool 2>&1 | grep Head',
    says: 'docker: Error response from daemon: Head "https://ghcr.io/v2/acme/tool/manifests/latest": unauthorized',
  },
  {
    row: '10 anonymous, without the engine',
    run: 'docker manifest inspect ghcr.io/acme/tool:1',
    says: 'Get "https://ghcr.io/v2/acme/tool/manifests/1": unauthorized',
  },
  {
    row: '10 anonymous, by buildx',
    run: 'docker buildx imagetools inspect ghcr.io/acme/tool:1',
    says: 'ERROR: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme%2Ftool%3Apull&service=ghcr.io: 401 Unauthorized',
  },
  {
    row: '11 a token that expired',
    before: [login('ada', 'ghp_old', 'ghcr.io'), 'sleep 1h'],
    run: 'docker pull ghcr.io/ada/open:1',
    says: 'Error response from daemon: Head "https://ghcr.io/v2/ada/open/manifests/1": denied: denied',
  },
  {
    row: '11 a bad token at login',
    run: login('ada', 'ghp_wrong', 'ghcr.io'),
    says: 'Error response from daemon: Get "https://ghcr.io/v2/": denied: denied',
  },
  {
    row: '12 no access',
    before: [login('ada', 'ghp_all', 'ghcr.io')],
    run: 'docker pull ghcr.io/other/hidden:1',
    says: 'Error response from daemon: Head "https://ghcr.io/v2/other/hidden/manifests/1": denied',
  },
  {
    row: '13 no right to write',
    before: [login('ada', 'ghp_all', 'ghcr.io')],
    run: push('ghcr.io/acme/tool:2'),
    says: 'denied: permission_denied: write_package',
  },
  {
    row: '13 not linked to the repository',
    before: [login('x', 'ghs_write', 'ghcr.io')],
    run: push('ghcr.io/acme/tool:2'),
    says: 'denied: permission_denied: write_package',
  },
  {
    row: '14 a workflow without packages: write',
    before: [login('x', 'ghs_read', 'ghcr.io')],
    run: push('ghcr.io/acme/new:1'),
    says: 'denied: installation not allowed to Create organization package',
  },
  {
    row: '15, 99 the same, the package is there',
    before: [login('x', 'ghs_read', 'ghcr.io')],
    run: push('ghcr.io/acme/site:2'),
    says: 'denied: installation not allowed to Write organization package',
  },
  {
    row: '16 a token without write:packages',
    before: [login('ada', 'ghp_read', 'ghcr.io')],
    run: push('ghcr.io/ada/app:1'),
    says: 'denied: permission_denied: The token provided does not match expected scopes.',
  },
  {
    row: '17 no token',
    run: push('ghcr.io/ada/app:1'),
    says: 'unauthorized: unauthenticated: User cannot be authenticated with the token provided.',
  },

  {
    row: '18 an organization that was renamed',
    before: [login('x', 'ghs_write', 'ghcr.io')],
    run: push('ghcr.io/acme-inc/site:2'),
    says: 'denied: permission_denied: The requested installation does not exist.',
  },
  {
    row: '19 an owner in upper case',
    before: [`mkdir ctx && echo 'FROM base:1' > ctx/Dockerfile`],
    run: 'docker buildx build -t ghcr.io/Acme/tool ctx',
    says: 'ERROR: invalid tag "ghcr.io/Acme/tool": repository name must be lowercase',
  },
  {
    row: '97 a build that pushes',
    before: [login('ada', 'ghp_all', 'ghcr.io'), `mkdir ctx && echo 'FROM base:1' > ctx/Dockerfile`],
    run: 'docker build -t ghcr.io/acme/tool --push ctx 2>&1 | grep -o " *ERROR.*"',
    says: ' ERROR: denied: permission_denied: write_package\nERROR: denied: permission_denied: write_package',
  },
]);
