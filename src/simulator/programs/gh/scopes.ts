/** The scopes of a header that lists them, `X-OAuth-Scopes` or `X-Accepted-OAuth-Scopes`. */
export const scopesIn = (header: string): string[] =>
  header
    .split(',')
    .map((scope) => scope.trim())
    .filter(Boolean);

/** Which of the scopes that gh needs a token lacks; a token that tells of none may have all. */
export function missingScopes(header: string): string[] {
  if (header === '') return [];
  const own = scopesIn(header);
  const missing = own.includes('repo') ? [] : ['repo'];
  if (!['read:org', 'write:org', 'admin:org'].some((scope) => own.includes(scope))) missing.push('read:org');
  return missing;
}

/** `'repo', 'read:org'` */
export const quoted = (scopes: readonly string[]): string => scopes.map((scope) => `'${scope}'`).join(', ');
