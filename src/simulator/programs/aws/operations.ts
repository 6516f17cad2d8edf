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
  /** What a structure is made of, with the Python type of each. */
  members?: Record<string, 'str' | 'bool'>;
}

export interface Operation {
  /** Its name in the API. */
  name: string;
  parameters: Record<string, Parameter>;
  /** The member of the result that comes in pages, where `--max-items` takes a part of it. */
  pages?: string;
}

const repository: Record<string, Parameter> = {
  'registry-id': { member: 'registryId', kind: 'string' },
  'repository-name': { member: 'repositoryName', kind: 'string', required: true },
};
const imageMembers: Parameter['members'] = { imageDigest: 'str', imageTag: 'str' };
const imageIds: Parameter = { member: 'imageIds', kind: 'structures', members: imageMembers };
const imageId: Parameter = { member: 'imageId', kind: 'structure', required: true, members: imageMembers };
const filter: Parameter = { member: 'filter', kind: 'structure', members: { tagStatus: 'str' } };
const scanning: Parameter = {
  member: 'imageScanningConfiguration',
  kind: 'structure',
  members: { scanOnPush: 'bool' },
};
/** What pages the CLI asks for and how much of them it shows; the service is asked for all at once. */
const paging: Record<string, Parameter> = {
  'max-items': { member: 'MaxItems', kind: 'string' },
  'page-size': { member: 'PageSize', kind: 'string' },
  'starting-token': { member: 'StartingToken', kind: 'string' },
};
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
    parameters: { ...repository, 'image-ids': imageIds, filter, ...paging },
    pages: 'imageDetails',
  },
  'describe-repositories': {
    name: 'DescribeRepositories',
    parameters: {
      'registry-id': { member: 'registryId', kind: 'string' },
      'repository-names': { member: 'repositoryNames', kind: 'strings' },
      ...paging,
    },
    pages: 'repositories',
  },
  'get-authorization-token': { name: 'GetAuthorizationToken', parameters: {} },
  'get-lifecycle-policy': { name: 'GetLifecyclePolicy', parameters: repository },
  'list-images': {
    name: 'ListImages',
    parameters: { ...repository, filter, ...paging },
    pages: 'imageIds',
  },
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

/** What else `aws ecr` has: known, so that a misspelled word is told from them, but not simulated. */
export const OTHER_OPERATIONS: Record<string, readonly string[]> = {
  ecr: 'batch-check-layer-availability batch-get-repository-scanning-configuration complete-layer-upload create-pull-through-cache-rule create-repository-creation-template delete-lifecycle-policy delete-pull-through-cache-rule delete-registry-policy delete-repository-creation-template delete-repository-policy describe-image-replication-status describe-pull-through-cache-rules describe-registry describe-repository-creation-templates get-account-setting get-download-url-for-layer get-lifecycle-policy-preview get-registry-policy get-registry-scanning-configuration get-repository-policy initiate-layer-upload list-tags-for-resource put-account-setting put-registry-policy put-registry-scanning-configuration put-replication-configuration set-repository-policy start-lifecycle-policy-preview tag-resource untag-resource update-pull-through-cache-rule update-repository-creation-template upload-layer-part validate-pull-through-cache-rule wait'.split(
    ' ',
  ),
  sts: 'assume-role assume-role-with-saml assume-role-with-web-identity assume-root decode-authorization-message get-access-key-info get-federation-token get-session-token'.split(
    ' ',
  ),
};

/** Services by the name of their command. */
export const SERVICES: Record<string, Record<string, Operation>> = {
  ecr: ECR,
  sts: { 'get-caller-identity': { name: 'GetCallerIdentity', parameters: {} } },
};
