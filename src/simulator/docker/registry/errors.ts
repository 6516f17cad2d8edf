import type { NetworkError } from '../../common/network.ts';
import { CommandError } from '../framework/errors.ts';

/** A `WWW-Authenticate` header. */
export interface Challenge {
  scheme: string;
  parameters: Record<string, string>;
}

export function parseChallenge(header: string | null): Challenge | undefined {
  const match = /^\s*(\w+)\s*(.*)$/.exec(header ?? '');
  if (!match) return undefined;
  const parameters: Record<string, string> = {};
  for (const [, name, value] of match[2]!.matchAll(/(\w+)="([^"]*)"/g)) parameters[name!] = value!;
  return { scheme: match[1]!.toLowerCase(), parameters };
}

/** A registry's refusal; `codes` are those of the distribution specification. */
export class RegistryRefusal extends CommandError {
  readonly codes: readonly string[];
  constructor(codes: readonly string[], message: string) {
    super(message);
    this.codes = codes;
  }
}

interface ErrorEntry {
  code: string;
  message: string;
}

/** Messages that go without saying when a challenge names no description. */
const BEARER_ERRORS: Record<string, ErrorEntry> = {
  insufficient_scope: { code: 'DENIED', message: 'requested access to the resource is denied' },
  invalid_token: { code: 'UNAUTHORIZED', message: 'authentication required' },
};

/** What a refusal says, in the words of the distribution project's client. */
export async function registryErrors(response: Response): Promise<RegistryRefusal> {
  const text = await response.text();
  const entries: ErrorEntry[] = [];
  if (response.status === 401) {
    const { error = '' } = parseChallenge(response.headers.get('WWW-Authenticate'))?.parameters ?? {};
    const known = BEARER_ERRORS[error];
    if (known) entries.push(known);
  }
  try {
    const body = JSON.parse(text) as { errors?: ErrorEntry[]; details?: string };
    if (body.errors) entries.push(...body.errors);
    else if (body.details) entries.push({ code: 'UNAUTHORIZED', message: body.details });
  } catch {
    // A body that is no JSON says nothing.
  }
  if (entries.length === 0) {
    const status = `${response.status} ${response.statusText}`.trim();
    return new RegistryRefusal(['UNKNOWN'], `received unexpected HTTP status: ${status}`);
  }
  const lines = entries.map(({ code, message }) => `${code.toLowerCase().replaceAll('_', ' ')}: ${message}`);
  const message = lines.length === 1 ? lines[0]! : `errors:\n${lines.join('\n')}\n`;
  return new RegistryRefusal(
    entries.map(({ code }) => code),
    message,
  );
}

/** Why a request got no answer, as Go's HTTP client words it. */
export function connectionFailure({ failure, host, address, port }: NetworkError): string {
  const reasons: Record<NetworkError['failure'], string> = {
    'no-such-host': `dial tcp: lookup ${host} on 127.0.0.53:53: no such host`,
    refused: `dial tcp ${address}:${port}: connect: connection refused`,
    timeout: `dial tcp ${address}:${port}: i/o timeout`,
    'unknown-authority': 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'plain-http': 'http: server gave HTTP response to HTTPS client',
    reset: 'EOF',
  };
  return reasons[failure];
}
