import type { Clock } from '../../common/clock.ts';
import type { Random } from '../../common/random.ts';
import { bearerToken } from '../../registry/token.ts';
import { json } from '../respond.ts';
import type { DockerHubDefinition } from './definition.ts';
import type { HubState } from './state.ts';

const CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const CODE_LIFETIME = 900;
const ACCESS_LIFETIME = 3600;

interface Dependencies {
  definition: DockerHubDefinition;
  state: HubState;
  clock: Clock;
  random: Random;
}

/** `login.docker.com`: the OAuth 2.0 device flow (RFC 8628) of `docker login` without a user name. */
export async function deviceLogin(request: Request, url: URL, dependencies: Dependencies): Promise<Response> {
  const form = new URLSearchParams(request.method === 'POST' ? await request.text() : '');
  switch (url.pathname) {
    case '/oauth/device/code':
      return deviceCode(dependencies);
    case '/oauth/token':
      return accessToken(form, dependencies);
    case '/oauth/revoke':
      return json(200, {});
    default:
      return json(404, { error: 'not_found' });
  }
}

function deviceCode({ definition: { device }, state, random }: Dependencies): Response {
  const letters = (): string => Array.from({ length: 4 }, () => random.pick([...CODE_LETTERS])).join('');
  const code = device?.['device-code'] ?? random.hex(40);
  const userCode = device?.['user-code'] ?? `${letters()}-${letters()}`;
  state.devices.set(code, 0);
  const page = 'https://login.docker.com/activate';
  return json(200, {
    device_code: code,
    user_code: userCode,
    verification_uri: page,
    verification_uri_complete: `${page}?user_code=${userCode}`,
    expires_in: CODE_LIFETIME,
    interval: device?.interval ?? 5,
  });
}

function accessToken(form: URLSearchParams, { definition, state, clock, random }: Dependencies): Response {
  const code = form.get('device_code') ?? '';
  const asked = state.devices.get(code);
  if (asked === undefined) {
    return json(403, {
      error: 'expired_token',
      error_description: 'The device code has expired or is not known.',
    });
  }
  const { device } = definition;
  const account = definition.accounts.find(({ name }) => name === device?.account);
  if (!device || !account || asked < device.pending) {
    state.devices.set(code, asked + 1);
    return json(403, {
      error: 'authorization_pending',
      error_description: 'User has yet to authorize device code.',
    });
  }
  state.devices.delete(code);
  const claims = {
    'https://hub.docker.com': {
      email: account.email,
      session_id: random.uuid(),
      source: 'docker',
      username: account.name,
      uuid: random.uuid(),
    },
    sub: `auth0|${account.name}`,
    exp: Math.floor(clock.now() / 1000) + ACCESS_LIFETIME,
    scope: 'openid offline_access',
  };
  const session = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(claims)}.${base64url(random.hex(64))}`;
  state.sessions.set(session, account.name);
  return json(200, {
    access_token: session,
    id_token: '',
    refresh_token: device['refresh-token'] ?? random.hex(48),
    scope: claims.scope,
    expires_in: ACCESS_LIFETIME,
    token_type: 'Bearer',
  });
}

/** `hub.docker.com/v2/access-tokens/desktop-generate`: the access token that the CLI then stores. */
export function generateToken(request: Request, dependencies: Dependencies): Response {
  const { definition, state, random } = dependencies;
  const name = state.sessions.get(bearerToken(request) ?? '');
  const account = definition.accounts.find((candidate) => candidate.name === name);
  if (!account) return json(401, { message: 'unauthorized' });
  const token = definition.device?.token ?? `dckr_pat_${base64url(random.hex(20)).slice(0, 27)}`;
  if (!account.tokens.some((known) => known.token === token)) {
    const issued = state.issued.get(account.name) ?? [];
    state.issued.set(account.name, [...issued, { token, access: 'read-write-delete' }]);
  }
  return json(201, { data: { token } });
}

function base64url(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
