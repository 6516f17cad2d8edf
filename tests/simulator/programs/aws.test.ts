import { describe, expect, test } from 'vitest';
import { HOST, KEY, openAwsWorlds, SECRET } from './aws-world.ts';
import { freshWorlds } from './cloud-world.ts';

const { $, world } = freshWorlds(openAwsWorlds);

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
      '\nThe config profile (work) could not be found\n[255]',
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

  test('an address or a region that is none, and one who is no AWS', async () => {
    expect(await $('aws ecr describe-repositories --endpoint-url foo')).toBe(
      '\nBad value for --endpoint-url "foo": scheme is missing.  Must be of the form http://<hostname>/ or https://<hostname>/\n[252]',
    );
    expect(await $("aws ecr describe-repositories --region 'a b'")).toBe(
      "\nProvided region_name 'a b' doesn't match a supported format.\n[255]",
    );
    world()
      .machine('laptop')
      .host.network.listen(8000, async () => new Response('nothing here', { status: 404 }));
    expect(await $('aws ecr describe-repositories --endpoint-url http://localhost:8000')).toBe(
      '\nAn error occurred (404) when calling the DescribeRepositories operation: nothing here\n[254]',
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

  test('profiles by name', async () => {
    expect(await $('aws configure list-profiles')).toBe('default\nguest\n');
    expect(await $('aws configure get profile.guest.region')).toBe('us-east-1\n');
    expect(await $('aws configure get default.region')).toBe('us-east-1\n');
    expect(await $('aws configure get nobody.region')).toBe('[1]');
  });
});

describe('the command line', () => {
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
});

describe('what is printed', () => {
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
      "aws: [ERROR]: argument --max-items: invalid int value: 'x'",
    );
    expect(await $('aws ecr describe-repositories --starting-token x')).toContain('Bad starting token: x');
  });
});
