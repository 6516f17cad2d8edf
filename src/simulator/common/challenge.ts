/** One authentication scheme that a 401 response asks for (RFC 9110, 11.6.1). */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  scheme: string;
  parameters: Record<string, string>;
}

/** Reads a `WWW-Authenticate` header. Several header lines arrive joined by commas. */
export function parseChallenges(header: string | null): Challenge[] {
  if (!header) return [];
  const challenges: Challenge[] = [];
  const token = String.raw`[!#$%&'*+\-.^_\`|~0-9A-Za-z]+`;
  const part = new RegExp(
    String.raw`\s*(?:,\s*)*(${token})(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(${token})))?`,
    'gy',
  );
  for (let match = part.exec(header); match; match = part.exec(header)) {
    const [, name = '', quoted, plain] = match;
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (value === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: {} });
    else if (challenges.length > 0) challenges.at(-1)!.parameters[name.toLowerCase()] = value;
  }
  return challenges;
}
