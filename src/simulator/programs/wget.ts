import { FileError } from '../common/files.ts';
import { NetworkError } from '../common/network.ts';
import type { Process } from '../common/process.ts';
import { reasonPhrase } from '../common/reason-phrase.ts';
import { absolute, command, complain } from './support/program.ts';
import { formatTime } from './support/strftime.ts';

const REDIRECTS = 20;
/** Exit statuses of wget(1). */
const GENERIC = 1;
const FILE = 3;
const NETWORK = 4;
const TLS = 5;
const SERVER = 8;

/** Why a download ended; what there is to say is said already. */
class Ended extends Error {
  readonly status: number;
  constructor(status: number) {
    super();
    this.status = status;
  }
}

interface Download {
  process: Process;
  request: RequestInit;
  say(text: string): Promise<void>;
}

/** GNU wget(1), over the machine's network. */
export const wget = command(
  {
    short: 'qO:P:SU:T:t:cNdv',
    long: {
      quiet: 'q',
      'no-verbose': 'nv',
      'output-document=': 'O',
      'directory-prefix=': 'P',
      'server-response': 'S',
      'user-agent=': 'U',
      'timeout=': 'T',
      'tries=': 't',
      continue: 'c',
      'header=': 'header',
      'post-data=': 'post',
      'method=': 'method',
      'user=': 'user',
      'password=': 'password',
      'no-check-certificate': 'insecure',
      spider: 'spider',
    },
    usageStatus: 2,
  },
  async (process, options) => {
    if (options.rest.length === 0) {
      await complain(process, 'missing URL');
      await process.stderr.write("Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n");
      return GENERIC;
    }
    const headers = new Headers([['User-Agent', options.get('U') ?? 'Wget/1.21.3']]);
    headers.set('Accept', '*/*');
    for (const header of options.all('header')) {
      const at = header.indexOf(':');
      if (at > 0) headers.set(header.slice(0, at).trim(), header.slice(at + 1).trim());
    }
    if (options.has('user')) {
      headers.set(
        'Authorization',
        `Basic ${btoa(`${options.get('user')}:${options.get('password') ?? ''}`)}`,
      );
    }
    const data = options.get('post');
    const download: Download = {
      process,
      request: {
        headers,
        redirect: 'manual',
        signal: process.signal,
        method:
          options.get('method') ?? (data !== undefined ? 'POST' : options.has('spider') ? 'HEAD' : 'GET'),
        ...(data !== undefined && { body: data }),
      },
      say: async (text) => {
        if (!options.has('q') && !options.has('nv')) await process.stderr.write(text);
      },
    };
    let status = 0;
    for (const address of options.rest) {
      try {
        const { response, url } = await follow(download, address, options.has('S'));
        if (options.has('spider')) {
          await response.body?.cancel();
          await download.say('Remote file exists.\n\n');
        } else await save(download, response, url, options.get('O'), options.get('P'));
      } catch (error) {
        if (!(error instanceof Ended)) throw error;
        status = error.status;
      }
    }
    return status;
  },
);

const stamp = (process: Process): string =>
  formatTime('%Y-%m-%d %H:%M:%S', new Date(process.host.clock.now()));

/** Asks, and goes where redirects lead. @throws Ended */
async function follow(
  download: Download,
  address: string,
  showHeaders: boolean,
): Promise<{ response: Response; url: URL }> {
  const { process, say } = download;
  let url: URL;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(address) ? address : `http://${address}`);
  } catch {
    await process.stderr.write(`${address}: Invalid host name.\n`);
    throw new Ended(GENERIC);
  }
  if (!/^https?:$/.test(url.protocol)) {
    await process.stderr.write(`${address}: Unsupported scheme ‘${url.protocol.slice(0, -1)}’.\n`);
    throw new Ended(GENERIC);
  }
  for (let hops = 0; hops <= REDIRECTS; hops++) {
    await say(`--${stamp(process)}--  ${url}\n`);
    const response = await ask(download, url);
    await say(`${response.status} ${reasonPhrase(response)}\n`);
    if (showHeaders) {
      let text = `  HTTP/1.1 ${response.status} ${reasonPhrase(response)}\n`;
      for (const [name, value] of response.headers) text += `  ${name}: ${value}\n`;
      await say(text);
    }
    const to = response.headers.get('Location');
    if (response.status >= 300 && response.status < 400 && to !== null) {
      await response.body?.cancel();
      await say(`Location: ${to} [following]\n`);
      url = new URL(to, url);
      continue;
    }
    if (response.status < 400) return { response, url };
    await response.body?.cancel();
    if (response.status === 401) await say('\nUsername/Password Authentication Failed.\n');
    else await say(`${stamp(process)} ERROR ${response.status}: ${reasonPhrase(response)}.\n\n`);
    throw new Ended(response.status === 401 ? 6 : SERVER);
  }
  await say(`${REDIRECTS} redirections exceeded.\n`);
  throw new Ended(SERVER);
}

async function ask({ process, request, say }: Download, url: URL): Promise<Response> {
  const { hostname } = url;
  const { network } = process.host;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  let address = hostname;
  const isName = !/^[\d.]+$/.test(hostname);
  if (isName) {
    await say(`Resolving ${hostname} (${hostname})... `);
    try {
      address = network.resolve(hostname);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      await say('failed: Name or service not known.\n');
      await complain(process, `unable to resolve host address ‘${hostname}’`);
      throw new Ended(NETWORK);
    }
    await say(`${address}\n`);
  }
  await say(`Connecting to ${isName ? `${hostname} (${hostname})|${address}|` : hostname}:${port}... `);
  try {
    const response = await network.fetch(new Request(url, request));
    await say('connected.\nHTTP request sent, awaiting response... ');
    return response;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw await refused(error, hostname, say);
  }
}

async function refused(error: NetworkError, host: string, say: Download['say']): Promise<Ended> {
  switch (error.failure) {
    case 'refused':
      await say('failed: Connection refused.\n');
      return new Ended(NETWORK);
    case 'unknown-authority':
      await say(
        `connected.\nERROR: The certificate of ‘${host}’ is not trusted.\nERROR: The certificate of ‘${host}’ doesn't have a known issuer.\n`,
      );
      return new Ended(TLS);
    case 'plain-http':
      await say(
        'connected.\nGnuTLS: An unexpected TLS packet was received.\nUnable to establish SSL connection.\n',
      );
      return new Ended(NETWORK);
    case 'timeout':
      await say('failed: Connection timed out.\nGiving up.\n\n');
      return new Ended(NETWORK);
    default:
      await say(
        'connected.\nHTTP request sent, awaiting response... Read error (Connection reset by peer) in headers.\nGiving up.\n\n',
      );
      return new Ended(NETWORK);
  }
}

async function save(
  { process, say }: Download,
  response: Response,
  url: URL,
  output: string | undefined,
  folder: string | undefined,
): Promise<void> {
  const length = response.headers.get('Content-Length');
  const type = response.headers.get('Content-Type')?.replace(/;.*/, '');
  await say(
    `Length: ${length === null ? 'unspecified' : lengthText(Number(length))}${type ? ` [${type}]` : ''}\n`,
  );
  const name =
    output ??
    freeName(process, `${folder ? `${folder}/` : ''}${url.pathname.replace(/^.*\//, '') || 'index.html'}`);
  await say(`Saving to: ‘${name === '-' ? 'STDOUT' : name}’\n\n`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  try {
    if (name === '-') await process.stdout.write(bytes);
    else {
      if (folder && output === undefined) process.files.mkdir(absolute(process, folder), { parents: true });
      process.files.write(absolute(process, name), bytes);
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await process.stderr.write(
      `${name}: ${error.message}\n\nCannot write to ‘${name}’ (${error.message}).\n`,
    );
    throw new Ended(FILE);
  }
  await say(process.stderr.isTTY ? bar(name, bytes.length) : dots(bytes.length));
  const of = length === null ? '' : `/${length}`;
  const done = name === '-' ? 'written to stdout' : `‘${name}’ saved`;
  await say(`\n${stamp(process)} (100 MB/s) - ${done} [${bytes.length}${of}]\n\n`);
}

/** `612`, or `1536 (1.5K)`. */
function lengthText(size: number): string {
  return size < 1024 ? String(size) : `${size} (${human(size)})`;
}

function human(size: number): string {
  let value = size;
  for (const unit of ['', 'K', 'M', 'G']) {
    if (value < 1000 || unit === 'G') {
      return unit === '' ? String(value) : `${value < 10 ? value.toFixed(1) : Math.round(value)}${unit}`;
    }
    value /= 1024;
  }
  return String(size);
}

/** The first of `name`, `name.1`, `name.2` … that is not taken. */
function freeName(process: Process, name: string): string {
  let candidate = name;
  for (let i = 1; process.files.exists(absolute(process, candidate)); i++) candidate = `${name}.${i}`;
  return candidate;
}

function bar(name: string, size: number): string {
  const label = (name === '-' ? '-' : name.replace(/^.*\//, '')).slice(0, 20).padEnd(20);
  return `${label}100%[===================>] ${human(size).padStart(7)}  --.-KB/s    in 0s      \n`;
}

/** What a file gets instead of the bar: fifty dots a line, each 1 KB. */
function dots(size: number): string {
  const units = Math.ceil(size / 1024);
  let text = '';
  for (let line = 0; line === 0 || line * 50 < units; line++) {
    const here = Math.max(0, Math.min(50, units - line * 50));
    const row = `${'.'.repeat(here)}${' '.repeat(50 - here)}`.replace(/.{10}/g, ' $&');
    const share = units === 0 ? 100 : Math.floor((100 * Math.min(size, (line + 1) * 51_200)) / size);
    text += `${String(line * 50).padStart(6)}K${row} ${String(share).padStart(3)}% 100M=0s\n`;
  }
  return text;
}
