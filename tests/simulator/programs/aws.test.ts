import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../../src/simulator/world/index.ts';
import { openWorlds, run } from './cloud-world.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const HOST = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

let open: () => World;
let world: World;
beforeAll(async () => {
  open = await openWorlds(
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
});
beforeEach(() => {
  world = open();
});
const $ = (line: string) => run(world, line);

describe('who one is', () => {
  test('get-caller-identity', async () => {
    const identity = JSON.parse(await $('aws sts get-caller-identity'));
    expect(Object.keys(identity)).toEqual(['UserId', 'Account', 'Arn']);
    expect(identity.Arn).toBe('arn:aws:iam::123456789012:user/ada');
    expect(await $('aws sts get-caller-identity --query Account --output text')).toBe('123456789012\n');
    expect(await $('AWS_PROFILE=guest aws sts get-caller-identity --query Arn')).toBe(
      '"arn:aws:iam::123456789012:user/guest"\n',
    );
  });

  test('without credentials, region or profile', async () => {
    await $('rm -r ~/.aws');
    expect(await $('aws ecr describe-repositories')).toBe(
      '\nYou must specify a region. You can also configure your region by running "aws configure".\n[253]',
    );
    expect(await $('aws ecr describe-repositories --region us-east-1')).toBe(
      '\nUnable to locate credentials. You can configure credentials by running "aws configure".\n[253]',
    );
    expect(await $('aws ecr describe-repositories --profile work')).toBe(
      '\nThe config profile (work) could not be found\n[253]',
    );
  });

  test('wrong keys, wrong region', async () => {
    expect(
      await $('AWS_ACCESS_KEY_ID=AKIAI00000000000000 AWS_SECRET_ACCESS_KEY=x aws ecr get-login-password'),
    ).toBe(
      '\nAn error occurred (UnrecognizedClientException) when calling the GetAuthorizationToken operation: The security token included in the request is invalid.\n[254]',
    );
    expect(await $(`AWS_ACCESS_KEY_ID=${KEY} AWS_SECRET_ACCESS_KEY=x aws sts get-caller-identity`)).toMatch(
      /^\nAn error occurred \(SignatureDoesNotMatch\) when calling the GetCallerIdentity operation: The request signature we calculated/,
    );
    expect(await $('aws ecr describe-repositories --region us-nowhere-1')).toBe(
      '\nCould not connect to the endpoint URL: "https://api.ecr.us-nowhere-1.amazonaws.com/"\n[255]',
    );
  });
});

describe('configure', () => {
  test('asks, and keeps keys and settings in two files', async () => {
    await $('rm -r ~/.aws');
    expect(await $(`printf '${KEY}\\n${SECRET}\\neu-west-1\\n\\n' | aws configure`)).toBe(
      'AWS Access Key ID [None]: AWS Secret Access Key [None]: Default region name [None]: Default output format [None]: ',
    );
    expect(await $('cat ~/.aws/credentials ~/.aws/config')).toBe(
      `[default]\naws_access_key_id = ${KEY}\naws_secret_access_key = ${SECRET}\n[default]\nregion = eu-west-1\n`,
    );
    expect(await $("stat -c '%a' ~/.aws/credentials")).toBe('600\n');
    expect(await $("printf '\\n\\nus-east-1\\njson\\n' | aws configure")).toContain(
      'AWS Access Key ID [****************MPLE]: AWS Secret Access Key [****************EKEY]: Default region name [eu-west-1]: ',
    );
    expect(await $('cat ~/.aws/config')).toBe('[default]\nregion = us-east-1\noutput = json\n');
    await $('aws configure set region eu-north-1 --profile work');
    expect(await $('aws configure get region --profile work')).toBe('eu-north-1\n');
  });
});

describe('passwords for docker', () => {
  const login = `aws ecr get-login-password | docker login -u AWS --password-stdin ${HOST}`;
  test('last twelve hours', async () => {
    expect(await $(login)).toContain('Login Succeeded');
    expect(await $(`docker pull -q ${HOST}/app:1.0`)).toBe(`${HOST}/app:1.0\n`);
    await $('sleep 12h');
    expect(await $(`docker push -q ${HOST}/app:1.0`)).toContain(
      'denied: Your authorization token has expired. Reauthenticate and try again.',
    );
    expect(await $(login)).toContain('Login Succeeded');
    expect(await $(`docker push -q ${HOST}/app:1.0`)).toBe(`${HOST}/app:1.0\n`);
  });
});

describe('repositories', () => {
  test('create, describe, delete', async () => {
    const created = JSON.parse(
      await $('aws ecr create-repository --repository-name team/api --image-tag-mutability IMMUTABLE'),
    );
    expect(created.repository).toEqual({
      repositoryArn: 'arn:aws:ecr:us-east-1:123456789012:repository/team/api',
      registryId: '123456789012',
      repositoryName: 'team/api',
      repositoryUri: `${HOST}/team/api`,
      createdAt: '2026-11-28T09:00:00+00:00',
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
    expect(
      await $('aws ecr describe-repositories --query "repositories[].repositoryName" --output text'),
    ).toBe('app\tscanned\tteam/api\n');
    expect(await $('aws ecr delete-repository --repository-name team/api')).toContain(
      '"repositoryName": "team/api"',
    );
    expect(await $('aws ecr delete-repository --repository-name team/api')).toBe(
      "\nAn error occurred (RepositoryNotFoundException) when calling the DeleteRepository operation: The repository with name 'team/api' does not exist in the registry with id '123456789012'\n[254]",
    );
    expect(await $('aws ecr delete-repository --repository-name app --force')).toContain('app');
    expect(await $('aws ecr describe-images --repository-name app')).toContain('RepositoryNotFoundException');
  });

  test('a name that ECR does not take', async () => {
    expect(await $('aws ecr create-repository --repository-name MyApp')).toContain(
      "An error occurred (InvalidParameterException) when calling the CreateRepository operation: Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression",
    );
  });

  test('what policies do not allow', async () => {
    expect(await $('aws ecr create-repository --repository-name x2 --profile guest')).toBe(
      '\nAn error occurred (AccessDeniedException) when calling the CreateRepository operation: User: arn:aws:iam::123456789012:user/guest is not authorized to perform: ecr:CreateRepository on resource: arn:aws:ecr:us-east-1:123456789012:repository/x2 because no identity-based policy allows the ecr:CreateRepository action\n[254]',
    );
    expect(
      await $('aws ecr describe-repositories --profile guest --output text --query "length(repositories)"'),
    ).toBe('2\n');
  });
});

describe('images', () => {
  test('describe, delete a tag, delete an image', async () => {
    const { imageDetails } = JSON.parse(await $('aws ecr describe-images --repository-name app'));
    expect(imageDetails.map((one: { imageTags: string[] }) => one.imageTags)).toEqual([['1.0'], ['alpine']]);
    expect(
      await $('aws ecr batch-delete-image --repository-name app --image-ids imageTag=1.0 imageTag=9'),
    ).toBe(
      `${JSON.stringify(
        {
          imageIds: [{ imageDigest: imageDetails[0].imageDigest, imageTag: '1.0' }],
          failures: [
            {
              imageId: { imageTag: '9' },
              failureCode: 'ImageNotFound',
              failureReason: 'Requested image not found',
            },
          ],
        },
        null,
        4,
      )}\n`,
    );
    expect(
      await $('aws ecr list-images --repository-name app --query "imageIds[].imageTag" --output text'),
    ).toBe('alpine\n');
    expect(await $('aws ecr describe-images --repository-name app --image-ids imageTag=1.0')).toBe(
      "\nAn error occurred (ImageNotFoundException) when calling the DescribeImages operation: The image with imageId {imageDigest:'null', imageTag:'1.0'} does not exist within the repository with name 'app' in the registry with id '123456789012'\n[254]",
    );
  });

  test('scans find what package databases list, once a day', async () => {
    const findings = 'aws ecr describe-image-scan-findings --repository-name app --image-id imageTag=alpine';
    expect(await $(findings)).toContain('ScanNotFoundException');
    const start = 'aws ecr start-image-scan --repository-name app --image-id imageTag=alpine';
    expect(await $(start)).toContain('"status": "IN_PROGRESS"');
    const found = JSON.parse(await $(findings));
    expect(found.imageScanFindings.findings.map((one: { name: string }) => one.name)).toEqual([
      'CVE-2025-1000',
    ]);
    expect(found.imageScanFindings.findingSeverityCounts).toEqual({ HIGH: 1 });
    expect(await $(start)).toBe(
      '\nAn error occurred (LimitExceededException) when calling the StartImageScan operation: The scan quota per image has been exceeded. Wait and try again.\n[254]',
    );
    await $('sleep 24h');
    expect(await $(start)).toContain('IN_PROGRESS');
    await $('aws ecr start-image-scan --repository-name app --image-id imageTag=1.0');
    expect(
      await $(
        'aws ecr describe-image-scan-findings --repository-name app --image-id imageTag=1.0 --query imageScanStatus',
      ),
    ).toContain('UnsupportedImageError: The operating system and/or package manager are not supported.');
  });

  test('a lifecycle policy is carried out within a day', async () => {
    const policy = JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
          action: { type: 'expire' },
        },
      ],
    });
    await $(`cat > policy.json <<'E'\n${policy}\nE`);
    const put = 'aws ecr put-lifecycle-policy --repository-name app --lifecycle-policy-text';
    expect(JSON.parse(await $(`${put} file://policy.json`)).lifecyclePolicyText).toBe(`${policy}\n`);
    const count = 'aws ecr describe-images --repository-name app --query "length(imageDetails)"';
    expect(await $(count)).toBe('2\n');
    await $('sleep 24h');
    expect(await $(count)).toBe('1\n');
    expect(await $(`${put} file://nope.json`)).toBe(
      "\nError parsing parameter '--lifecycle-policy-text': Unable to load paramfile file://nope.json: [Errno 2] No such file or directory: 'nope.json'\n[252]",
    );
    expect(await $(`${put} '{}'`)).toContain(
      "(InvalidParameterException) when calling the PutLifecyclePolicy operation: Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure",
    );
  });
});

describe('the command line', () => {
  const usage =
    '\nusage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\nTo see help text, you can run:\n\n  aws help\n  aws <command> help\n  aws <command> <subcommand> help\n\n';
  test.each([
    ['aws', 'aws: error: the following arguments are required: command'],
    ['aws ecr', 'aws: error: the following arguments are required: operation'],
    ['aws ecr create-repository', 'aws: error: the following arguments are required: --repository-name'],
    ['aws ecr describe-repositories --region', 'aws: error: argument --region: expected one argument'],
    ['aws ecr describe-repositories --foo bar', 'Unknown options: --foo, bar'],
    [
      'aws ecr creat-repository',
      "aws: error: argument operation: Found invalid choice 'creat-repository'\n\nInvalid choice: 'creat-repository', maybe you meant:\n\n  * create-repository",
    ],
  ])('%s', async (line, message) => {
    expect(await $(line)).toBe(`${usage}${message}\n\n[252]`);
  });

  test('text and tables as the real CLI lays them out', async () => {
    expect(await $('aws ecr describe-repositories --output text')).toBe(
      `REPOSITORIES\t2026-11-28T09:00:00+00:00\tMUTABLE\t123456789012\tarn:aws:ecr:us-east-1:123456789012:repository/app\tapp\t${HOST}/app
ENCRYPTIONCONFIGURATION\tAES256
IMAGESCANNINGCONFIGURATION\tFalse
REPOSITORIES\t2026-11-28T09:00:00+00:00\tMUTABLE\t123456789012\tarn:aws:ecr:us-east-1:123456789012:repository/scanned\tscanned\t${HOST}/scanned
ENCRYPTIONCONFIGURATION\tAES256
IMAGESCANNINGCONFIGURATION\tTrue
`,
    );
    expect(
      await $(
        'aws ecr describe-repositories --repository-names app --output table --query "repositories[].[repositoryName,imageTagMutability]"',
      ),
    ).toBe(`----------------------
|DescribeRepositories|
+-------+------------+
|  app  |  MUTABLE   |
+-------+------------+
`);
    expect(await $('aws ecr describe-repositories --query "["')).toBe(
      '\nBad value for --query [: Invalid jmespath expression: Incomplete expression:\n"["\n  ^\n[252]',
    );
  });
});

describe('as the real program', () => {
  test('yaml, and what of a query only shows when it is carried out', async () => {
    expect(
      await $('aws ecr list-images --repository-name app --output yaml --query "imageIds[].imageTag"'),
    ).toBe("- '1.0'\n- alpine\n");
    expect(await $('aws sts get-caller-identity --output yaml-stream --query "{n: Account, y: Arn}"')).toBe(
      "- n: '123456789012'\n  y: arn:aws:iam::123456789012:user/ada\n",
    );
    const query = 'repositories[?repositoryName==`app`].repositoryName';
    expect(await $(`aws ecr describe-repositories --query '${query}' --output text`)).toBe('app\n');
    expect(await $("aws ecr describe-repositories --query 'foo(@)'")).toBe(
      '\nUnknown function: foo()\n[255]',
    );
    expect(await $("aws ecr describe-repositories --query ''")).toBe(
      '\nBad value for --query : Invalid JMESPath expression: cannot be empty.\n[252]',
    );
  });

  test('pages, by the words of the real one', async () => {
    const first = JSON.parse(await $('aws ecr list-images --repository-name app --max-items 1'));
    expect(first.imageIds).toHaveLength(1);
    expect(first.NextToken).toBe('eyJuZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==');
    const rest = `aws ecr list-images --repository-name app --starting-token ${first.NextToken}`;
    expect(await $(`${rest} --query 'imageIds[].imageTag' --output text`)).toBe('alpine\n');
    expect(await $('aws ecr describe-repositories --max-items x')).toContain(
      "aws: error: argument --max-items: invalid int value: 'x'",
    );
    expect(await $('aws ecr describe-repositories --starting-token x')).toContain('Bad starting token: x');
  });

  test('structures are checked before anybody is asked', async () => {
    const images = 'aws ecr describe-images --repository-name app --image-ids';
    expect(await $(`${images} foo=bar`)).toBe(
      '\nParameter validation failed:\nUnknown parameter in imageIds[0]: "foo", must be one of: imageDigest, imageTag\n[252]',
    );
    expect(await $(`${images} '[{"imageTag":1}]'`)).toBe(
      "\nParameter validation failed:\nInvalid type for parameter imageIds[0].imageTag, value: 1, type: <class 'int'>, valid types: <class 'str'>\n[252]",
    );
    expect(await $(`${images} imageTag=true`)).toContain("imageTag:'true'");
  });

  test('an address or a region that is none, and one who is no AWS', async () => {
    expect(await $('aws ecr describe-repositories --endpoint-url foo')).toBe(
      '\nInvalid endpoint: foo\n[255]',
    );
    expect(await $("aws ecr describe-repositories --region 'a b'")).toBe(
      "\nProvided region_name 'a b' doesn't match a supported format.\n[255]",
    );
    world
      .machine('laptop')
      .host.network.listen(8000, async () => new Response('nothing here', { status: 404 }));
    expect(await $('aws ecr describe-repositories --endpoint-url http://localhost:8000')).toBe(
      '\nAn error occurred (404) when calling the DescribeRepositories operation: nothing here\n[254]',
    );
  });

  test('switches are turned in all regions, seen or not', async () => {
    await $('aws ecr create-repository --repository-name here --region eu-west-1');
    world.registry(HOST)!.turn({ 'max-repositories': 0 });
    for (const region of ['us-east-1', 'eu-west-1', 'eu-west-2']) {
      expect(await $(`aws ecr create-repository --repository-name more --region ${region}`)).toContain(
        'An error occurred (LimitExceededException) when calling the CreateRepository operation: ',
      );
    }
  });

  test('profiles by name', async () => {
    expect(await $('aws configure list-profiles')).toBe('default\nguest\n');
    expect(await $('aws configure get profile.guest.region')).toBe('us-east-1\n');
    expect(await $('aws configure get default.region')).toBe('us-east-1\n');
    expect(await $('aws configure get nobody.region')).toBe('[1]');
  });
});
