import { digestOf } from '../../common/digest.ts';
import type { EcrDefinition } from './definition.ts';
import { authenticate, type Caller, callerArn, SIGNATURE_MESSAGES, type SignatureFailure } from './iam.ts';

/** AWS Security Token Service: the Query protocol, XML, and of its actions the one that tells who one is. */

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const CODES: Record<SignatureFailure, string> = {
  missing: 'MissingAuthenticationToken',
  'unknown-key': 'InvalidClientTokenId',
  'wrong-secret': 'SignatureDoesNotMatch',
};

/** A user's unique id: `AIDA` and 17 characters. */
export function userId({ account, name }: Caller): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const hash = digestOf(`${account}/${name}`).slice('sha256:'.length);
  return `AIDA${Array.from({ length: 17 }, (_, i) => letters[Number.parseInt(hash.slice(i * 2, i * 2 + 2), 16) % 32]).join('')}`;
}

const xml = (status: number, body: string): Response =>
  new Response(body, { status, headers: { 'Content-Type': 'text/xml' } });

function refuse(status: number, code: string, message: string): Response {
  return xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}">\n  <Error>\n    <Type>Sender</Type>\n    <Code>${code}</Code>\n    <Message>${message}</Message>\n  </Error>\n</ErrorResponse>\n`,
  );
}

/** Answers a request to `sts.REGION.amazonaws.com`. */
export async function answerSts(definition: EcrDefinition, request: Request): Promise<Response> {
  const body = await request.text();
  const caller = authenticate(definition, request, body);
  if ('failure' in caller) return refuse(403, CODES[caller.failure], SIGNATURE_MESSAGES[caller.failure]);
  const action = new URLSearchParams(body).get('Action') ?? '';
  if (action !== 'GetCallerIdentity') {
    return refuse(400, 'InvalidAction', `Could not find operation ${action} for version 2011-06-15`);
  }
  const { account } = caller;
  return xml(
    200,
    `<GetCallerIdentityResponse xmlns="${NAMESPACE}">\n  <GetCallerIdentityResult>\n    <Arn>${callerArn(caller)}</Arn>\n    <UserId>${userId(caller)}</UserId>\n    <Account>${account}</Account>\n  </GetCallerIdentityResult>\n</GetCallerIdentityResponse>\n`,
  );
}
