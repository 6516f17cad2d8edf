import type { Input, Process } from '../../common/process.ts';
import { parseArguments, UsageError } from '../support/options.ts';
import { fetchGithub } from './client.ts';
import { GhFailure } from './errors.ts';
import { currentLogin, HOST } from './hosts.ts';
import { wrongFlag } from './options.ts';

const USAGE = 'api <endpoint> [flags]';

/** `gh api`: one request to GitHub's API. */
export async function api(process: Process, args: string[]): Promise<number> {
  const { method, url, body, headers, jq, include, silent } = readRequest(args);
  const login = currentLogin(process);
  if (!login) {
    throw new GhFailure(
      'To get started with GitHub CLI, please run:  gh auth login\nAlternatively, populate the GH_TOKEN environment variable with a GitHub API authentication token.',
      4,
    );
  }
  const response = await fetchGithub(process, url, {
    method,
    headers: { accept: '*/*', ...headers, authorization: `token ${login.token}` },
    ...(body === undefined ? {} : { body }),
  });
  if (include) {
    const lines = [...response.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
    await process.stdout.write(`HTTP/2.0 ${response.status} ${response.statusText}\n${lines}\r\n`);
  }
  const text = (await response.text()).replace(/\n$/, '');
  if (!silent && text !== '') {
    const status = await print(process, text, response.ok ? jq : undefined);
    if (status !== 0) return status;
  }
  if (response.ok) return 0;
  const { message } = JSON.parse(text) as { message: string };
  await process.stderr.write(`gh: ${message} (HTTP ${response.status})\n${suggestion(response)}`);
  return 1;
}

function readRequest(args: string[]) {
  try {
    const given = parseArguments(args, {
      short: 'X:f:F:H:q:i',
      long: {
        'method=': 'X',
        'raw-field=': 'f',
        'field=': 'F',
        'header=': 'H',
        'jq=': 'q',
        include: 'i',
        silent: 's',
        paginate: 'P',
      },
    });
    if (given.rest.length !== 1) throw new GhFailure(`accepts 1 arg(s), received ${given.rest.length}`);
    const path = given.rest[0]!.replace(/^https:\/\/api\.github\.com/, '').replace(/^\//, '');
    const fields = [
      ...given.all('f').map((one) => readField(one, false)),
      ...given.all('F').map((one) => readField(one, true)),
    ];
    const method = given.get('X') ?? (fields.length > 0 ? 'POST' : 'GET');
    const url = new URL(`https://api.github.com/${path}`);
    if (method === 'GET') for (const [name, value] of fields) url.searchParams.append(name, String(value));
    const headers = Object.fromEntries(given.all('H').map((one) => one.split(/: */, 2) as [string, string]));
    return {
      method,
      url: url.href,
      headers,
      body: method !== 'GET' && fields.length > 0 ? JSON.stringify(Object.fromEntries(fields)) : undefined,
      jq: given.get('q'),
      include: given.has('i'),
      silent: given.has('s'),
    };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw wrongFlag(error, USAGE);
  }
}

/** `name=value`; with `-F` a value may be a number, a truth value or null. */
function readField(text: string, typed: boolean): [string, string | number | boolean | null] {
  const at = text.indexOf('=');
  if (at === -1) throw new GhFailure(`field "${text}" requires a value separated by an '=' sign`);
  const value = text.slice(at + 1);
  if (typed && /^(?:true|false|null|-?\d+)$/.test(value)) return [text.slice(0, at), JSON.parse(value)];
  return [text.slice(0, at), value];
}

/** Prints an answer as it came, on a terminal indented; `--jq` goes through jq. */
async function print(process: Process, text: string, filter: string | undefined): Promise<number> {
  if (filter !== undefined) {
    let rest: Uint8Array | undefined = new TextEncoder().encode(text);
    const stdin: Input = {
      isTTY: false,
      read: async () => {
        const bytes = rest;
        rest = undefined;
        return bytes;
      },
    };
    return process.spawn(['jq', '-r', '-c', filter], { stdin });
  }
  await process.stdout.write(process.stdout.isTTY ? `${JSON.stringify(JSON.parse(text), null, 2)}\n` : text);
  return 0;
}

/** Which scope was missing, when GitHub says which it takes and the token has none of them. */
function suggestion({ headers }: Response): string {
  const list = (name: string) => (headers.get(name) ?? '').split(/, */).filter(Boolean);
  const [first, ...others] = list('x-accepted-oauth-scopes');
  const own = list('x-oauth-scopes');
  if (first === undefined || own.length === 0 || [first, ...others].some((scope) => own.includes(scope)))
    return '';
  return `gh: This API operation needs the "${first}" scope. To request it, run:  gh auth refresh -h ${HOST} -s ${first}\n`;
}
