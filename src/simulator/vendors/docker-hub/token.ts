import { readTokenRequest, type Scope, type TokenAuthority } from '../../registry/token.ts';
import { json } from '../respond.ts';
import type { HubAccounts, Identity } from './accounts.ts';

const refuse = (details: string): Response => json(401, { details });

/** `auth.docker.io/token`: a token for what the account may do of what is asked. Nobody gets a refresh token. */
export async function issueToken(
  request: Request,
  accounts: HubAccounts,
  authority: TokenAuthority,
): Promise<Response> {
  const asked = await readTokenRequest(request);
  if (!asked) return json(400, { details: 'invalid token request' });
  if (asked.refreshToken !== undefined) return refuse('invalid refresh token');
  let identity: Identity | undefined;
  if (asked.credentials) {
    const result = accounts.identify(asked.credentials);
    if ('refused' in result) return refuse(result.refused);
    identity = result;
  }
  const access: Scope[] = [];
  for (const scope of asked.scopes) {
    const granted = accounts.grant(identity, scope);
    if ('refused' in granted) return refuse(granted.refused);
    if (granted.actions.length > 0) access.push(granted);
  }
  const issued = authority.issue(identity?.account.name ?? '', access);
  return json(200, { ...issued, access_token: issued.token });
}
