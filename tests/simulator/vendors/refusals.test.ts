import { beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../../src/simulator/world/index.ts';
import { openWorlds, run } from '../programs/cloud-world.ts';

/**
 * What products say when they refuse, word for word, each caused by commands in a world. The number is the row of the
 * list of refusals that the project was given, whose sources stand there.
 */

const ACCOUNT = '123456789012';
const ECR = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`;
const GAR = 'us-central1-docker.pkg.dev';
const ACR = 'harbour.azurecr.io';
const UPGRADE = 'https://www.docker.com/increase-rate-limit';
const ADDRESS = '198.51.100.7';

const ecrUser = (name: string, actions: string[], account?: string) => ({
  name,
  actions,
  ...(account ? { account } : {}),
});

const REGISTRIES = [
  {
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
  },
  {
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
      organizations: [{ name: 'acme', members: { ada: 'read' } }],
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
  },
  {
    service: {
      vendor: 'ecr',
      account: ACCOUNT,
      users: [
        { ...ecrUser('ada', ['ecr:*']), keys: [{ id: 'AKIAADAADAADAADAADA0', secret: 'a' }] },
        { ...ecrUser('guest', ['ecr:Batch*']), keys: [{ id: 'AKIAGUESTGUESTGUEST0', secret: 'g' }] },
        ecrUser('stranger', ['ecr:*'], '999999999999'),
      ],
      tokens: [
        { token: 'good', user: 'ada', expires: '2026-11-28T21:00:00Z' },
        { token: 'guest', user: 'guest' },
        { token: 'stranger', user: 'stranger' },
      ],
      repositories: [{ name: 'app' }, { name: 'frozen', immutable: true }],
    },
    holds: { 'frozen:1': 'other', 'app:held': 'alpine' },
  },
  {
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
  },
  {
    service: {
      vendor: 'artifact-registry',
      project: 'proj',
      accounts: [{ name: 'ada@example.com', role: 'writer' }, { name: 'guest@example.com' }],
      tokens: [
        { token: 'ya29.ada', account: 'ada@example.com' },
        { token: 'ya29.guest', account: 'guest@example.com' },
      ],
      repositories: [{ name: 'images' }],
    },
    holds: { 'proj/images/app:1': 'tiny' },
  },
  {
    service: {
      vendor: 'acr',
      name: 'harbour',
      'admin-password': 'admin',
      principals: [{ name: 'nobody@example.com', password: 'n', roles: [] }],
      'repository-tokens': [{ name: 'reader', password: 'r', actions: { 'team/app': ['content/read'] } }],
      locked: ['frozen'],
    },
    holds: { 'app:1': 'tiny', 'frozen:1': 'tiny' },
  },
  {
    service: {
      vendor: 'plain',
      host: 'registry.example.com',
      accounts: [{ name: 'ada', password: 'secret' }],
    },
  },
  { service: { vendor: 'plain', host: 'plain.example.com:5000', tls: false } },
];

let open: () => World;
beforeAll(async () => {
  open = await openWorlds(['aws', 'az', 'docker-credential-pass'], REGISTRIES, {
    setup: ['docker pull -q base:1', 'docker pull -q base:2'],
  });
});

const login = (user: string, password: string, host = ''): string =>
  `echo '${password}' | docker login -u ${user} --password-stdin ${host}`;
const push = (image: string): string => `docker tag base:1 ${image} && docker push ${image}`;
const aws = (key: string, secret: string, rest: string): string =>
  `AWS_ACCESS_KEY_ID=${key} AWS_SECRET_ACCESS_KEY=${secret} AWS_REGION=us-east-1 aws ${rest}`;
const ada = (rest: string): string => aws('AKIAADAADAADAADAADA0', 'a', rest);

interface Case {
  row: string;
  /** Commands before the one that is refused; those that begin with `@` turn a product's switches. */
  before?: (string | { host: string; knobs: Record<string, unknown> })[];
  run: string;
  /** The last line printed, or the last lines. */
  says: string;
}

const pullDenied = (name: string): string =>
  `Error response from daemon: pull access denied for ${name}, repository does not exist or may require 'docker login': denied: `;
const ecrDenied = (user: string, kind: string, account = ACCOUNT): string =>
  `denied: User: arn:aws:iam::${account}:user/${user} is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:us-east-1:${ACCOUNT}:repository/app because no ${kind}-based policy allows the ecr:InitiateLayerUpload action`;

const CASES: Record<string, Case[]> = {
  'Docker Hub': [
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
  ],
  GHCR: [
    {
      row: '10 anonymous',
      // A pull would ask for a name and password, and wait.
      run: 'docker run ghcr.io/acme/tool 2>&1 | grep Head',
      says: 'docker: Error response from daemon: Head "https://ghcr.io/v2/acme/tool/manifests/latest": unauthorized',
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
  ],
  ECR: [
    { row: '20 push without login', run: push(`${ECR}/app:1`), says: 'no basic auth credentials' },
    {
      row: '20 pull without login',
      run: `docker pull ${ECR}/app:1`,
      says: `Error response from daemon: Head "https://${ECR}/v2/app/manifests/1": no basic auth credentials`,
    },
    {
      row: '21 after twelve hours',
      before: [login('AWS', 'good', ECR), 'sleep 12h'],
      run: push(`${ECR}/app:1`),
      says: 'denied: Your authorization token has expired. Reauthenticate and try again.',
    },
    {
      row: '23 no such repository',
      before: [login('AWS', 'good', ECR)],
      run: push(`${ECR}/nosuch:1`),
      says: `name unknown: The repository with name 'nosuch' does not exist in the registry with id '${ACCOUNT}'`,
    },
    {
      row: '24 pull from no such repository',
      before: [login('AWS', 'good', ECR)],
      run: `docker pull ${ECR}/nosuch:1`,
      says: `Error response from daemon: repository ${ECR}/nosuch not found: name unknown: The repository with name 'nosuch' does not exist in the registry with id '${ACCOUNT}'`,
    },
    {
      row: '25 the address twice',
      before: [login('AWS', 'good', ECR)],
      run: push(`${ECR}/${ECR}/app:1`),
      says: `name unknown: The repository with name '${ECR}/app' does not exist in the registry with id '${ACCOUNT}'`,
    },
    {
      row: '26 no policy',
      before: [login('AWS', 'guest', ECR)],
      run: push(`${ECR}/app:1`),
      says: ecrDenied('guest', 'identity'),
    },
    {
      row: '27 another account',
      before: [login('AWS', 'stranger', ECR)],
      run: push(`${ECR}/app:1`),
      says: ecrDenied('stranger', 'resource', '999999999999'),
    },
    {
      row: '28 immutable',
      before: [login('AWS', 'good', ECR)],
      run: push(`${ECR}/frozen:1`),
      says: "tag invalid: The image tag '1' already exists in the 'frozen' repository and cannot be overwritten because the repository is immutable.",
    },
    {
      row: '29 a password that is none',
      run: login('AWS', 'nonsense', ECR),
      says: `Error response from daemon: login attempt to https://${ECR}/v2/ failed with status: 400 Bad Request`,
    },
    {
      row: '30 a refusal without a body',
      before: [login('AWS', 'guest', ECR), { host: ECR, knobs: { 'empty-refusals': true } }],
      run: push(`${ECR}/app:1`),
      says: 'error parsing HTTP 403 response body: unexpected end of JSON input: ""',
    },
    {
      row: '31 no GetAuthorizationToken',
      run: aws('AKIAGUESTGUESTGUEST0', 'g', 'ecr get-login-password'),
      says: `An error occurred (AccessDeniedException) when calling the GetAuthorizationToken operation: User: arn:aws:iam::${ACCOUNT}:user/guest is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action`,
    },
    {
      row: '32 the repository is there',
      run: ada('ecr create-repository --repository-name app'),
      says: `An error occurred (RepositoryAlreadyExistsException) when calling the CreateRepository operation: The repository with name 'app' already exists in the registry with id '${ACCOUNT}'`,
    },
    {
      row: '33 images are in it',
      run: ada('ecr delete-repository --repository-name app'),
      says: `An error occurred (RepositoryNotEmptyException) when calling the DeleteRepository operation: The repository with name 'app' in registry with id '${ACCOUNT}' cannot be deleted because it still contains images`,
    },
    {
      row: '34 the same image and tag',
      before: [
        `${ada("ecr batch-get-image --repository-name app --image-ids imageTag=held --query 'images[0].imageManifest' --output text")} > manifest.json`,
      ],
      run: `${ada('ecr put-image --repository-name app --image-tag held --image-manifest')} "$(cat manifest.json)" 2>&1 | sed 's/sha256:[0-9a-f]*/D/'`,
      says: `An error occurred (ImageAlreadyExistsException) when calling the PutImage operation: Image with digest 'D' and tag 'held' already exists in the repository with name 'app' in registry with id '${ACCOUNT}'`,
    },
  ],
  'Artifact Registry': [
    {
      row: '35 no permission to push',
      before: [login('oauth2accesstoken', 'ya29.guest', GAR)],
      run: push(`${GAR}/proj/images/app:2`),
      says: 'denied: Permission "artifactregistry.repositories.uploadArtifacts" denied on resource "projects/proj/locations/us-central1/repositories/images" (or it may not exist)',
    },
    {
      row: '35 no permission to pull',
      before: [login('oauth2accesstoken', 'ya29.guest', GAR)],
      run: `docker pull ${GAR}/proj/images/app:1`,
      says: `Error response from daemon: Head "https://${GAR}/v2/proj/images/app/manifests/1": denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/proj/locations/us-central1/repositories/images" (or it may not exist)`,
    },
    {
      row: '36 docker is not configured',
      run: push(`${GAR}/proj/images/app:2`),
      says: 'denied: Unauthenticated request. Unauthenticated requests do not have permission "artifactregistry.repositories.uploadArtifacts" on resource "projects/proj/locations/us-central1/repositories/images" (or it may not exist)',
    },
    {
      row: '37 two parts',
      before: [login('oauth2accesstoken', 'ya29.ada', GAR)],
      run: push(`${GAR}/proj/app:1`),
      says: 'name invalid: Missing image name. Pushes should be of the form docker push HOST-NAME/PROJECT-ID/REPOSITORY/IMAGE',
    },
    {
      row: '38 no such repository',
      before: [login('oauth2accesstoken', 'ya29.ada', GAR)],
      run: push(`${GAR}/proj/app/web:1`),
      says: 'name unknown: Repository "app" not found',
    },
  ],
  ACR: [
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
      before: ['az login -u nobody@example.com -p n'],
      run: 'az acr login -n harbour 2>&1 | head -n 3',
      says: `WARNING: Unable to get AAD authorization tokens with message: An error occurred: CONNECTIVITY_REFRESH_TOKEN_ERROR\nAccess to registry '${ACR}' was denied. Response code: 401. Please try running 'az login' again to refresh permissions.\nWARNING: Unable to get admin user credentials with message: Admin user is disabled.`,
    },
    {
      row: '46 locked',
      before: [login('harbour', 'admin', ACR)],
      run: `docker pull ${ACR}/frozen:1`,
      says: 'Error response from daemon: unknown: The operation is disallowed.',
    },
  ],
  GitLab: [
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
  ],
  "registries of one's own": [
    {
      row: '52 plain HTTP',
      run: push('plain.example.com:5000/app:1'),
      says: 'Get "https://plain.example.com:5000/v2/": http: server gave HTTP response to HTTPS client',
    },
    {
      row: '53 an unknown authority',
      run: 'docker pull selfsigned.example.com/app:1',
      says: 'Error response from daemon: Get "https://selfsigned.example.com/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    },
    {
      row: '54 nothing listens',
      run: push('127.0.0.1:5999/app:1'),
      says: 'Get "http://127.0.0.1:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    },
    {
      row: '55 a wrong password',
      run: login('ada', 'nope', 'registry.example.com'),
      says: 'Error response from daemon: login attempt to https://registry.example.com/v2/ failed with status: 401 Unauthorized',
    },
  ],
  'the client': [
    {
      row: '63 no such image',
      run: 'docker push nosuch/app:1.0',
      says: 'An image does not exist locally with the tag: nosuch/app',
    },
    {
      row: '64 a tag and all tags',
      run: 'docker push -a base:1',
      says: "tag can't be used with --all-tags/-a",
    },
    {
      row: '65 tag no image',
      run: 'docker tag nosuch:1 a:1',
      says: 'Error response from daemon: No such image: nosuch:1',
    },
    {
      row: '67 upper case',
      run: 'docker push MyOrg/App:1',
      says: 'invalid reference format: repository name (App) must be lowercase',
    },
    {
      row: '68 no reference',
      run: "docker tag base:1 'app:bad tag'",
      says: 'Error parsing reference: "app:bad tag" is not a valid repository/tag: invalid reference format',
    },
    { row: '69 a URL', run: 'docker pull http://registry.example.com/x', says: 'invalid reference format' },
    {
      row: '70 an ID',
      run: `docker pull ${'a'.repeat(64)}`,
      says: `invalid repository name (${'a'.repeat(64)}), cannot specify 64-byte hexadecimal strings`,
    },
    {
      row: '72 a digest as tag',
      run: `docker tag base:1 app@sha256:${'a'.repeat(64)}`,
      says: 'refusing to create a tag with a digest reference',
    },
    {
      row: '73 nothing to push',
      run: 'docker push',
      says: "docker: 'docker push' requires 1 argument\n\nUsage:  docker push [OPTIONS] NAME[:TAG]\n\nRun 'docker push --help' for more information",
    },
    {
      row: '74 two registries',
      run: 'docker login a b',
      says: "SRun 'docker login --help' for more information",
    },
    {
      row: '75 no such command',
      run: 'docker pusj x',
      says: "docker: unknown command: docker pusj\n\nRun 'docker --help' for more information",
    },
    {
      row: '76 nobody to ask',
      run: 'docker login registry.example.com',
      says: 'Error: Cannot perform an interactive login from a non TTY device',
    },
    {
      row: '77 no user name',
      run: 'echo x | docker login --password-stdin registry.example.com',
      says: 'the --password-stdin option requires --username to be set',
    },
    {
      row: '82 no such helper',
      before: [`mkdir -p ~/.docker && echo '{"credsStore":"desktop"}' > ~/.docker/config.json`],
      run: login('ada', 'secret', 'registry.example.com'),
      says: 'Error saving credentials: error storing credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ``',
    },
    {
      row: '83 the same, at a pull',
      before: [`mkdir -p ~/.docker && echo '{"credsStore":"desktop"}' > ~/.docker/config.json`],
      run: 'docker pull -q base:2',
      says: 'docker.io/library/base:2',
    },
    {
      row: '84 no pass',
      before: [`mkdir -p ~/.docker && echo '{"credsStore":"pass"}' > ~/.docker/config.json`],
      run: login('ada', 'secret', 'registry.example.com'),
      says: 'Error saving credentials: error storing credentials - err: exit status 1, out: `pass not initialized: exec: "pass": executable file not found in $PATH:`',
    },
    {
      row: '86 a file cut off',
      before: [`mkdir -p ~/.docker && echo '{"auths":' > ~/.docker/config.json`],
      run: 'docker logout registry.example.com 2>&1 | head -n 1',
      says: 'WARNING: Error parsing config file (/home/ada/.docker/config.json): unexpected EOF',
    },
    {
      row: '89 nothing to remove',
      run: 'docker logout registry.example.com',
      says: 'Removing login credentials for registry.example.com',
    },
  ],
};

/** Runs a line while the world's clock goes on to whatever the daemon waits for. */
async function runToTheEnd(world: World, line: string): Promise<string> {
  let printed: string | undefined;
  const running = run(world, line).then((text) => {
    printed = text;
  });
  while (printed === undefined) {
    await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 20))]);
    const { next } = world.clock;
    if (printed === undefined && next !== undefined) await world.clock.advance(next - world.clock.now());
  }
  return printed;
}

for (const [product, cases] of Object.entries(CASES)) {
  describe(product, () => {
    test.each(cases)('row $row', async ({ before = [], run: line, says }) => {
      const world = open();
      world.network.fail('selfsigned.example.com', 'unknown-authority');
      for (const step of before) {
        if (typeof step === 'string') expect((await world.run('laptop', step)).status, step).toBe(0);
        else await world.registry(step.host).turn(step.knobs);
      }
      const printed = (await runToTheEnd(world, line)).replace(/\n?\[\d+\]$/, '').trimEnd();
      expect(printed.split('\n').slice(-says.split('\n').length).join('\n')).toBe(says);
    });
  });
}
