/** The operations that the model of the AWS CLI knows, with their parameters by option. */

type Kind =
  | 'string'
  | 'strings'
  /** `imageTag=1.0` or `imageDigest=…`, as shorthand or JSON. */
  | 'structure'
  | 'structures'
  | 'switch';

export interface Parameter {
  /** Its name in the API. */
  member: string;
  kind: Kind;
  required?: boolean;
  /** The least length that the CLI checks before it asks anybody. */
  least?: number;
}

export interface Operation {
  /** Its name in the API. */
  name: string;
  parameters: Record<string, Parameter>;
}

const repository: Record<string, Parameter> = {
  'registry-id': { member: 'registryId', kind: 'string' },
  'repository-name': { member: 'repositoryName', kind: 'string', required: true, least: 2 },
};
const imageIds: Parameter = { member: 'imageIds', kind: 'structures' };
const imageId: Parameter = { member: 'imageId', kind: 'structure', required: true };
const filter: Parameter = { member: 'filter', kind: 'structure' };
const scanning: Parameter = { member: 'imageScanningConfiguration', kind: 'structure' };
const mutability: Parameter = { member: 'imageTagMutability', kind: 'string' };

const ECR: Record<string, Operation> = {
  'batch-delete-image': {
    name: 'BatchDeleteImage',
    parameters: { ...repository, 'image-ids': { ...imageIds, required: true } },
  },
  'batch-get-image': {
    name: 'BatchGetImage',
    parameters: { ...repository, 'image-ids': { ...imageIds, required: true } },
  },
  'create-repository': {
    name: 'CreateRepository',
    parameters: {
      ...repository,
      'image-tag-mutability': mutability,
      'image-scanning-configuration': scanning,
    },
  },
  'delete-repository': {
    name: 'DeleteRepository',
    parameters: { ...repository, force: { member: 'force', kind: 'switch' } },
  },
  'describe-image-scan-findings': {
    name: 'DescribeImageScanFindings',
    parameters: { ...repository, 'image-id': imageId },
  },
  'describe-images': {
    name: 'DescribeImages',
    parameters: { ...repository, 'image-ids': imageIds, filter },
  },
  'describe-repositories': {
    name: 'DescribeRepositories',
    parameters: {
      'registry-id': { member: 'registryId', kind: 'string' },
      'repository-names': { member: 'repositoryNames', kind: 'strings' },
    },
  },
  'get-authorization-token': { name: 'GetAuthorizationToken', parameters: {} },
  'get-lifecycle-policy': { name: 'GetLifecyclePolicy', parameters: repository },
  'list-images': { name: 'ListImages', parameters: { ...repository, filter } },
  'put-image': {
    name: 'PutImage',
    parameters: {
      ...repository,
      'image-manifest': { member: 'imageManifest', kind: 'string', required: true },
      'image-manifest-media-type': { member: 'imageManifestMediaType', kind: 'string' },
      'image-tag': { member: 'imageTag', kind: 'string' },
    },
  },
  'put-image-scanning-configuration': {
    name: 'PutImageScanningConfiguration',
    parameters: { ...repository, 'image-scanning-configuration': { ...scanning, required: true } },
  },
  'put-image-tag-mutability': {
    name: 'PutImageTagMutability',
    parameters: { ...repository, 'image-tag-mutability': { ...mutability, required: true } },
  },
  'put-lifecycle-policy': {
    name: 'PutLifecyclePolicy',
    parameters: {
      ...repository,
      'lifecycle-policy-text': { member: 'lifecyclePolicyText', kind: 'string', required: true },
    },
  },
  'start-image-scan': { name: 'StartImageScan', parameters: { ...repository, 'image-id': imageId } },
};

/** Services by the name of their command. */
export const SERVICES: Record<string, Record<string, Operation>> = {
  ecr: ECR,
  sts: { 'get-caller-identity': { name: 'GetCallerIdentity', parameters: {} } },
};
