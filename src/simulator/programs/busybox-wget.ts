import { FileError } from '../common/files.ts';
import { NetworkError } from '../common/network.ts';
import type { Process } from '../common/process.ts';
import { absolute, command, Failure } from './support/program.ts';

const BAR = 32;
const NAME = 20;
const REDIRECTS = 5;

/** BusyBox's wget. */
export const busyboxWget = command(
  {
    short: 'cqSO:P:T:U:Y:',
    long: {
      quiet: 'q',
      spider: 'spider',
      'output-document=': 'O',
      'directory-prefix=': 'P',
      'header=': 'header',
      'post-data=': 'post',
      'timeout=': 'T',
      'user-agent=': 'U',
      'no-check-certificate': 'insecure',
      'server-response': 'S',
    },
  },
  async (process, options) => {
    if (options.rest.length === 0) throw new Failure('missing URL');
    for (const address of options.rest) {
      const request: RequestInit = {
        headers: [['User-Agent', options.get('U') ?? 'Wget'], ...headers(options.all('header'))],
        redirect: 'manual',
        signal: process.signal,
      };
      const data = options.get('post');
      if (data !== undefined) Object.assign(request, { method: 'POST', body: data });
      const say = async (text: string): Promise<void> => {
        if (!options.has('q')) await process.stderr.write(`${text}\n`);
      };
      const { response, url } = await follow(process, addressOf(address), request, say);
      if (options.has('S')) await showHeaders(process, response);
      if (options.has('spider')) {
        await response.body?.cancel();
        await say('remote file exists');
        continue;
      }
      const bytes = new Uint8Array(await response.arrayBuffer());
      await save(process, bytes, options.get('O') ?? nameOf(url, options.get('P')), say);
    }
    return 0;
  },
);

function headers(given: readonly string[]): [string, string][] {
  return given.map((header) => {
    const at = header.indexOf(':');
    return [header.slice(0, at).trim(), header.slice(at + 1).trim()];
  });
}

function addressOf(text: string): URL {
  try {
    return new URL(/^[a-z]+:\/\//.test(text) ? text : `http://${text}`);
  } catch {
    throw new Failure(`bad address '${text}'`);
  }
}

/** Asks, and goes where redirects lead. @throws Failure in BusyBox's words */
async function follow(
  process: Process,
  first: URL,
  request: RequestInit,
  say: (text: string) => Promise<void>,
): Promise<{ response: Response; url: URL }> {
  let url = first;
  for (let hops = 0; hops < REDIRECTS; hops++) {
    const { hostname, protocol } = url;
    const port = url.port || (protocol === 'https:' ? '443' : '80');
    let address = '';
    let response: Response;
    try {
      address = process.host.network.resolve(hostname);
      await say(`Connecting to ${url.host} (${address}:${port})`);
      response = await process.host.network.fetch(new Request(url, request));
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      throw new Failure(refusal(error, hostname, address));
    }
    const to = response.headers.get('Location');
    if (response.status < 300 || (response.status < 400 && to === null)) return { response, url };
    await response.body?.cancel();
    if (response.status >= 400 || to === null) {
      throw new Failure(`server returned error: HTTP/1.1 ${response.status} ${reason(response)}`);
    }
    url = new URL(to, url);
  }
  throw new Failure('too many redirections');
}

function refusal(error: NetworkError, host: string, address: string): string {
  switch (error.failure) {
    case 'no-such-host':
      return `bad address '${host}'`;
    case 'refused':
      return `can't connect to remote host (${address}): Connection refused`;
    case 'timeout':
      return 'download timed out';
    default:
      return `error getting response: ${error.message}`;
  }
}

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};
const reason = ({ status, statusText }: Response): string => statusText || (REASONS[status] ?? '');

async function showHeaders(process: Process, response: Response): Promise<void> {
  let text = `  HTTP/1.1 ${response.status} ${response.statusText || 'OK'}\n`;
  for (const [name, value] of response.headers) text += `  ${name}: ${value}\n`;
  await process.stderr.write(text);
}

function nameOf(url: URL, folder: string | undefined): string {
  const name = url.pathname.replace(/^.*\//, '') || 'index.html';
  return folder === undefined ? name : `${folder}/${name}`;
}

async function save(
  process: Process,
  bytes: Uint8Array,
  name: string,
  say: (text: string) => Promise<void>,
): Promise<void> {
  const toStdout = name === '-';
  await say(toStdout ? 'writing to stdout' : `saving to '${name}'`);
  if (toStdout) await process.stdout.write(bytes);
  else {
    try {
      process.files.write(absolute(process, name), bytes);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new Failure(`can't open '${name}': ${error.message}`);
    }
  }
  const label = name.replace(/^.*\//, '').slice(0, NAME).padEnd(NAME);
  await say(`${label} 100% |${'*'.repeat(BAR)}| ${size(bytes.length)}  0:00:00 ETA`);
  await say(toStdout ? 'written to stdout' : `'${name}' saved`);
}

/** A size in five characters: bytes below 100,000, then k. */
function size(bytes: number): string {
  return (bytes < 100_000 ? String(bytes) : `${Math.floor(bytes / 1024)}k`).padStart(5);
}
