import { isSignedWith, readAuthorization } from '../../common/sigv4.ts';
import type { EcrDefinition } from './definition.ts';
import { type EcrRepository, repositoryArn } from './state.ts';

/** A user that showed who it is. */
export interface Caller {
  name: string;
  account: string;
  actions: string[];
}

export const callerArn = ({ account, name }: Caller): string => `arn:aws:iam::${account}:user/${name}`;

/** The user of a name, with what it may do. One that only a token names may do all. */
export function callerOf(definition: EcrDefinition, name: string, actions?: string[]): Caller {
  const user = definition.users.find((candidate) => candidate.name === name);
  return {
    name,
    account: user?.account ?? definition.account,
    actions: actions ?? user?.actions ?? ['ecr:*'],
  };
}

function hasAction(actions: string[], call: string): boolean {
  return actions.some((pattern) =>
    new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(pattern === '*' ? call : `ecr:${call}`),
  );
}

/**
 * Why a call is refused, in IAM's words; `undefined` when it is allowed. A user of another account also needs the
 * repository's own policy.
 */
export function refusal(
  definition: EcrDefinition,
  caller: Caller,
  call: string,
  name?: string,
  repository?: EcrRepository,
): string | undefined {
  const foreign = name !== undefined && caller.account !== definition.account;
  const identity = hasAction(caller.actions, call);
  if (identity && (!foreign || repository?.shared.includes(caller.account))) return undefined;
  const resource = name === undefined ? '*' : repositoryArn(definition, name);
  const policy = identity ? 'resource' : 'identity';
  return (
    `User: ${callerArn(caller)} is not authorized to perform: ecr:${call} on resource: ${resource} ` +
    `because no ${policy}-based policy allows the ecr:${call} action`
  );
}

/** Why a signed request is refused before anything else. */
export type SignatureFailure = 'missing' | 'unknown-key' | 'wrong-secret';

/** Who signed a request (Signature Version 4). */
export function authenticate(
  definition: EcrDefinition,
  request: Request,
  body: string,
): Caller | { failure: SignatureFailure } {
  const given = readAuthorization(request.headers.get('authorization') ?? '');
  if (!given) return { failure: 'missing' };
  for (const { name, keys } of definition.users) {
    const key = keys.find(({ id }) => id === given.keyId);
    if (!key) continue;
    return isSignedWith(request, body, given, key.secret)
      ? callerOf(definition, name)
      : { failure: 'wrong-secret' };
  }
  return { failure: 'unknown-key' };
}

export const SIGNATURE_MESSAGES: Record<SignatureFailure, string> = {
  missing: 'Missing Authentication Token',
  'unknown-key': 'The security token included in the request is invalid.',
  'wrong-secret':
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
};
