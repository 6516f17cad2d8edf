import { type Access, RegistryError } from '../registry/index.ts';
import {
  bearerChallenge,
  bearerToken,
  type Claims,
  includesAccess,
  type Scope,
  type TokenAuthority,
} from '../registry/token.ts';

const ACTIONS: Record<Access['action'], string[]> = {
  base: [],
  pull: ['pull'],
  push: ['pull', 'push'],
  delete: ['delete'],
  list: ['*'],
};

/** The scopes a request needs; a mount also needs to pull from where it mounts. */
export function wantedScopes({ route, action, query }: Access): Scope[] {
  if (action === 'base') return [];
  if (action === 'list') return [{ type: 'registry', name: 'catalog', actions: ['*'] }];
  const name = 'repository' in route ? route.repository : '';
  const scopes = [{ type: 'repository', name, actions: ACTIONS[action] }];
  const from = query.get('from');
  if (route.kind === 'uploads' && from) scopes.push({ type: 'repository', name: from, actions: ['pull'] });
  return scopes;
}

interface BearerOptions {
  authority: TokenAuthority;
  realm: string;
  service: string;
}

/**
 * Checks a request's token as the Docker registry does. No token, a bad one, or one without the access needed is
 * answered with a challenge that says which; clients turn the last into "requested access to the resource is denied".
 */
export function requireToken(access: Access, { authority, realm, service }: BearerOptions): Claims {
  const scopes = wantedScopes(access);
  const token = bearerToken(access.request);
  const verdict = token === undefined ? undefined : authority.verify(token);
  const [own] = scopes;
  if (verdict && 'claims' in verdict && (!own || includesAccess(verdict.claims.access, own)))
    return verdict.claims;
  const error = !verdict ? undefined : 'claims' in verdict ? 'insufficient_scope' : 'invalid_token';
  throw unauthorized(bearerChallenge({ realm, service, scopes, ...(error ? { error } : {}) }), scopes);
}

/** Whether a request's token lets it pull from a repository. */
export function mayPull(request: Request, repository: string, authority: TokenAuthority): boolean {
  const token = bearerToken(request);
  const verdict = token === undefined ? undefined : authority.verify(token);
  const wanted = { type: 'repository', name: repository, actions: ['pull'] };
  return verdict !== undefined && 'claims' in verdict && includesAccess(verdict.claims.access, wanted);
}

function unauthorized(challenge: string, scopes: Scope[]): RegistryError {
  const detail = scopes.flatMap(({ type, name, actions }) =>
    actions.map((action) => ({ Type: type, Class: '', Name: name, Action: action })),
  );
  return new RegistryError('UNAUTHORIZED', {
    headers: { 'WWW-Authenticate': challenge },
    ...(detail.length > 0 ? { detail } : {}),
  });
}
