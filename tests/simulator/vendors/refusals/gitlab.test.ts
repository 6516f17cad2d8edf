import { describeRefusals, HUB, login, push } from './harness.ts';

const SERVICE = {
  service: {
    vendor: 'gitlab',
    accounts: [{ name: 'ada', password: 'secret' }],
    projects: [
      {
        path: 'ada/app',
        'deploy-tokens': [{ user: 'gitlab+deploy-token-1', token: 'gldt', scopes: ['read_registry'] }],
      },
      { path: 'acme/secret' },
    ],
  },
  holds: { 'acme/secret:1': 'tiny' },
};

describeRefusals('GitLab', { registries: [HUB, SERVICE] }, [
  {
    row: '47 a wrong token',
    run: login('ada', 'glpat-wrong', 'registry.gitlab.com'),
    says: 'Error response from daemon: Get "https://registry.gitlab.com/v2/": unauthorized: HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you\'re required to use a token instead of a password. If a token was provided, it was either incorrect, expired, or improperly scoped. See https://gitlab.com/help/user/profile/account/two_factor_authentication_troubleshooting.md#error-http-basic-access-denied-if-a-password-was-provided-for-git-authentication-',
  },
  {
    row: '48 anonymous',
    run: 'docker pull registry.gitlab.com/acme/secret:1',
    says: 'Error response from daemon: Head "https://registry.gitlab.com/v2/acme/secret/manifests/1": denied: access forbidden',
  },
  {
    row: '49 a project of others',
    before: [login('ada', 'secret', 'registry.gitlab.com')],
    run: push('registry.gitlab.com/acme/secret:2'),
    says: 'denied: requested access to the resource is denied',
  },
]);
