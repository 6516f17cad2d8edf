import { describe, expect, test } from 'vitest';
import { HOST, openAwsWorlds } from './aws-world.ts';
import { freshWorlds } from './cloud-world.ts';

const { $, world } = freshWorlds(openAwsWorlds);

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

  test('switches are turned in all regions, seen or not', async () => {
    await $('aws ecr create-repository --repository-name here --region eu-west-1');
    world().registry(HOST)!.turn({ 'max-repositories': 0 });
    for (const region of ['us-east-1', 'eu-west-1', 'eu-west-2']) {
      expect(await $(`aws ecr create-repository --repository-name more --region ${region}`)).toContain(
        'An error occurred (LimitExceededException) when calling the CreateRepository operation: ',
      );
    }
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
    expect(await $(`${put} '{}'`)).toBe(
      '\nParameter validation failed:\nInvalid length for parameter lifecyclePolicyText, value: 2, valid min length: 100\n[252]',
    );
    expect(await $(`${put} '{${' '.repeat(100)}}'`)).toContain(
      "(InvalidParameterException) when calling the PutLifecyclePolicy operation: Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure",
    );
  });
});
