import { TokenAuthority } from '../../registry/token.ts';
import { json } from '../respond.ts';
import { ACCESS_TOKEN_LIFETIME, type ArtifactRegistryDefinition } from './definition.ts';

const YEARS = 10 * 365 * 24 * 60 * 60;
const PREFIX = 'ya29.';

/** Google's access tokens, for an hour, and the refresh tokens that `gcloud` keeps. Both are signed, not kept. */
export class OAuth {
  private readonly access: TokenAuthority;
  private readonly refresh: TokenAuthority;

  constructor(secret: string, now: () => number, newId: () => string) {
    const common = { issuer: 'https://accounts.google.com', secret, now, newId };
    this.access = new TokenAuthority({ ...common, service: 'access', lifetime: ACCESS_TOKEN_LIFETIME });
    this.refresh = new TokenAuthority({ ...common, service: 'refresh', lifetime: YEARS });
  }

  /** Whose access token this is. */
  account(token: string): string | undefined {
    const verdict = token.startsWith(PREFIX) ? this.access.verify(token.slice(PREFIX.length)) : undefined;
    return verdict && 'claims' in verdict ? verdict.claims.sub : undefined;
  }

  issue(account: string): { access_token: string; expires_in: number } {
    const { token, expires_in } = this.access.issue(account, []);
    return { access_token: `${PREFIX}${token}`, expires_in };
  }

  issueRefresh(account: string): string {
    return `1//${this.refresh.issue(account, []).token}`;
  }

  refreshed(token: string): string | undefined {
    const verdict = this.refresh.verify(token.replace(/^1\/\//, ''));
    return 'claims' in verdict ? verdict.claims.sub : undefined;
  }
}

/** `oauth2.googleapis.com/token`: for what the browser confirmed, or for a refresh token. */
export async function giveToken(
  oauth: OAuth,
  { browser, accounts }: ArtifactRegistryDefinition,
  request: Request,
): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  if (form.get('grant_type') === 'authorization_code' && browser !== undefined) {
    return json(200, { ...oauth.issue(browser), refresh_token: oauth.issueRefresh(browser), email: browser });
  }
  const account = oauth.refreshed(form.get('refresh_token') ?? '');
  if (account !== undefined && (account === browser || accounts.some(({ name }) => name === account))) {
    return json(200, { ...oauth.issue(account), email: account });
  }
  return json(400, { error: 'invalid_grant', error_description: 'Bad Request' });
}
