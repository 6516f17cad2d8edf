import { describeRefusals, HUB, login, push } from './harness.ts';

const ACCOUNT = '123456789012';
const ECR = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`;

const ecrUser = (name: string, actions: string[], account?: string) => ({
  name,
  actions,
  ...(account ? { account } : {}),
});

const SERVICE = {
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
};

const aws = (key: string, secret: string, rest: string): string =>
  `AWS_ACCESS_KEY_ID=${key} AWS_SECRET_ACCESS_KEY=${secret} AWS_REGION=us-east-1 aws ${rest}`;
const ada = (rest: string): string => aws('AKIAADAADAADAADAADA0', 'a', rest);
const ecrDenied = (user: string, kind: string, account = ACCOUNT): string =>
  `denied: User: arn:aws:iam::${account}:user/${user} is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:us-east-1:${ACCOUNT}:repository/app because no ${kind}-based policy allows the ecr:InitiateLayerUpload action`;

describeRefusals('ECR', { registries: [HUB, SERVICE], programs: ['aws'] }, [
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
    row: '29 a password of another region',
    run: `${ada(`ecr get-login-password --region eu-west-1`)} | docker login -u AWS --password-stdin ${ECR}`,
    says: `Error response from daemon: login attempt to https://${ECR}/v2/ failed with status: 400 Bad Request`,
  },
  {
    row: '29 the host of another region',
    run: `${ada('ecr get-login-password')} | docker login -u AWS --password-stdin ${ECR.replace('us-east-1', 'eu-west-1')}`,
    says: `Error response from daemon: login attempt to https://${ECR.replace('us-east-1', 'eu-west-1')}/v2/ failed with status: 400 Bad Request`,
  },
  {
    row: '27 the registry of another account',
    before: [login('AWS', 'good', ECR.replace(ACCOUNT, '111111111111'))],
    run: push(`${ECR.replace(ACCOUNT, '111111111111')}/app:1`),
    says: ecrDenied('ada', 'resource').replace(`us-east-1:${ACCOUNT}`, 'us-east-1:111111111111'),
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
    row: 'no row: no more images',
    before: [login('AWS', 'good', ECR), { host: ECR, knobs: { 'max-images': 1 } }],
    run: push(`${ECR}/app:1`),
    says: `denied: The repository with name 'app' in registry with id '${ACCOUNT}' already has the maximum allowed number of images which is '1'`,
  },
  {
    row: 'no row: no more repositories',
    before: [{ host: ECR, knobs: { 'max-repositories': 2 } }],
    run: ada('ecr create-repository --repository-name third'),
    says: `An error occurred (LimitExceededException) when calling the CreateRepository operation: The registry with id '${ACCOUNT}' already has the maximum allowed number of repositories which is '2'`,
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
]);
