import { z } from 'zod';
import { RegistryError } from '../../registry/index.ts';
import { asObject } from '../request.ts';
import { ECR_FACTS } from './definition.ts';
import { EcrError } from './errors.ts';
import { authenticate, type Caller, refusal, SIGNATURE_MESSAGES, type SignatureFailure } from './iam.ts';
import * as images from './images.ts';
import * as repositories from './repositories.ts';
import { describeImageScanFindings, startImageScan } from './scan.ts';
import type { Ecr } from './state.ts';

/** The ECR API: AWS JSON 1.1, one address, the operation in a header. */

const TARGET = 'AmazonEC2ContainerRegistry_V20150921.';
const FAILURES: Record<SignatureFailure, string> = {
  missing: 'MissingAuthenticationTokenException',
  'unknown-key': 'UnrecognizedClientException',
  'wrong-secret': 'InvalidSignatureException',
};

type Operation = (ecr: Ecr, input: unknown, caller: Caller) => unknown;

const OPERATIONS: Record<string, Operation> = {
  GetAuthorizationToken: ({ password, host, now }, _, caller) => ({
    authorizationData: [
      {
        authorizationToken: btoa(`AWS:${password(caller)}`),
        expiresAt: now() / 1000 + ECR_FACTS.passwordLifetime,
        proxyEndpoint: `https://${host.replace(/^\d+/, caller.account)}`,
      },
    ],
  }),
  CreateRepository: repositories.createRepository,
  DescribeRepositories: repositories.describeRepositories,
  DeleteRepository: repositories.deleteRepository,
  PutImageTagMutability: repositories.putImageTagMutability,
  PutImageScanningConfiguration: repositories.putImageScanningConfiguration,
  PutLifecyclePolicy: repositories.putLifecyclePolicy,
  GetLifecyclePolicy: repositories.getLifecyclePolicy,
  DescribeImages: images.describeImages,
  ListImages: images.listImages,
  BatchGetImage: images.batchGetImage,
  BatchDeleteImage: images.batchDeleteImage,
  PutImage: images.putImage,
  StartImageScan: startImageScan,
  DescribeImageScanFindings: describeImageScanFindings,
};

function reply(status: number, value: unknown): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'Content-Type': 'application/x-amz-json-1.1' },
  });
}

const refuse = (type: string, message: string): Response => reply(400, { __type: type, message });

/** Which repository a call is about: its permission may be given for that one alone. */
function subject({ repositoryName, repositoryNames }: Record<string, unknown>): string | undefined {
  const name = repositoryName ?? (Array.isArray(repositoryNames) ? repositoryNames[0] : undefined);
  return typeof name === 'string' ? name : undefined;
}

/** Answers a request to `api.ecr.REGION.amazonaws.com`. */
export async function answerApi(ecr: Ecr, request: Request): Promise<Response> {
  const target = request.headers.get('x-amz-target') ?? '';
  const call = target.startsWith(TARGET) ? target.slice(TARGET.length) : '';
  const operation = OPERATIONS[call];
  const body = await request.text();
  if (request.method !== 'POST' || !operation) return reply(400, { __type: 'UnknownOperationException' });
  const caller = authenticate(ecr.definition, request, body);
  if ('failure' in caller) return refuse(FAILURES[caller.failure], SIGNATURE_MESSAGES[caller.failure]);
  try {
    const input = asObject(JSON.parse(body || '{}'));
    const name = subject(input);
    const refused = refusal(
      ecr.definition,
      caller,
      call,
      name ?? everything(call),
      ecr.state.repositories.get(name ?? ''),
    );
    if (refused !== undefined) return refuse('AccessDeniedException', refused);
    return reply(200, await operation(ecr, input, caller));
  } catch (error) {
    if (error instanceof EcrError) return refuse(error.type, error.message);
    if (error instanceof RegistryError) return refuse('InvalidParameterException', error.message);
    if (error instanceof SyntaxError) return refuse('SerializationException', '');
    if (error instanceof z.ZodError) return refuse('InvalidParameterException', constraint(error.issues[0]!));
    throw error;
  }
}

/** A call about no repository in particular is about all of them, except the one for a password. */
const everything = (call: string): string | undefined => (call === 'GetAuthorizationToken' ? undefined : '*');

/** How the API says which member of a request is wrong. */
function constraint(issue: z.core.$ZodIssue): string {
  const reason =
    issue.code === 'invalid_value'
      ? `Member must satisfy enum value set: [${issue.values.join(', ')}]`
      : issue.code === 'invalid_format' && 'pattern' in issue
        ? `Member must satisfy regular expression pattern: ${issue.pattern}`
        : 'Member must not be null';
  return `Invalid parameter at '${issue.path.join('.')}' failed to satisfy constraint: '${reason}'`;
}
