import { NetworkError } from '../common/network.ts';
import type { Process } from '../common/process.ts';
import { type CurlOptions, CurlUsage, parseCurl } from './support/curl-options.ts';
import { type Answer, headText, printVerbose, progress, writeOut } from './support/curl-report.ts';
import { readAll } from './support/input.ts';
import { absolute, complain } from './support/program.ts';

const MANUAL = "curl: try 'curl --help' or 'curl --manual' for more information\n";
const AGENT = 'curl/7.88.1';
const decoder = new TextDecoder();

/** A failure of curl's, with its exit code. */
class CurlError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** curl(1), over the machine's network. */
export const curl = async (process: Process): Promise<number> => {
  let options: CurlOptions;
  try {
    options = parseCurl(process.argv.slice(1));
  } catch (error) {
    if (!(error instanceof CurlUsage)) throw error;
    await complain(process, error.message);
    if (error.code === 2) await process.stderr.write(MANUAL);
    return error.code;
  }
  if (options.version) {
    await process.stdout.write(
      'curl 7.88.1 (simulated) libcurl/7.88.1\nProtocols: http https\nFeatures: SSL\n',
    );
    return 0;
  }
  if (options.help) {
    await process.stdout.write(
      'Usage: curl [options...] <url>\n -d, --data <data>  -f, --fail  -H, --header <header>  -i, --include  -I, --head\n -k, --insecure  -L, --location  -o, --output <file>  -O, --remote-name\n -s, --silent  -S, --show-error  -u, --user <user:password>  -v, --verbose\n -w, --write-out <format>  -X, --request <method>\n',
    );
    return 0;
  }
  if (options.urls.length === 0) {
    await process.stderr.write(MANUAL);
    return 2;
  }
  let status = 0;
  for (const [i, url] of options.urls.entries()) {
    const code = await transfer(process, options, url, i);
    if (code !== 0) status = code;
  }
  return status;
};

async function transfer(process: Process, options: CurlOptions, url: string, index: number): Promise<number> {
  try {
    return await fetchAndPrint(process, options, url, index);
  } catch (error) {
    if (!(error instanceof CurlError)) throw error;
    if (!options.silent || options.showError)
      await process.stderr.write(`curl: (${error.code}) ${error.message}\n`);
    const written =
      options.writeOut === undefined
        ? ''
        : writeOut(options.writeOut, { http_code: '000', url_effective: url, size_download: '0' });
    await process.stdout.write(written);
    return error.code;
  }
}

function parseUrl(text: string): URL {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  if (scheme && !/^https?$/i.test(scheme[1]!))
    throw new CurlError(1, `Protocol "${scheme[1]}" not supported or disabled in libcurl`);
  try {
    return new URL(scheme ? text : `http://${text}`);
  } catch {
    throw new CurlError(3, 'URL using bad/illegal format or missing URL');
  }
}

async function requestBody(process: Process, options: CurlOptions): Promise<Uint8Array | undefined> {
  if (options.upload !== undefined) {
    if (options.upload === '-') return readAll(process.stdin, process.signal);
    const path = absolute(process, options.upload);
    if (!process.files.isFile(path))
      throw new CurlError(26, `Failed to open/read local data from file/application`);
    return process.files.read(path);
  }
  if (options.data.length === 0) return undefined;
  const parts: string[] = [];
  for (const { text, kind } of options.data) {
    if (kind !== 'raw' && text.startsWith('@')) {
      const name = text.slice(1);
      const path = absolute(process, name);
      if (name !== '-' && !process.files.isFile(path)) {
        throw new CurlError(26, `Failed to open/read local data from file/application`);
      }
      const bytes = name === '-' ? await readAll(process.stdin, process.signal) : process.files.read(path);
      if (kind === 'binary' && options.data.length === 1) return bytes;
      const read = decoder.decode(bytes);
      parts.push(kind === 'binary' ? read : read.replace(/[\r\n]/g, ''));
    } else if (kind === 'urlencode')
      parts.push(
        text.replace(
          /^([^=]*=)?([\s\S]*)$/,
          (_, name = '', value) => name.replace(/^=/, '') + encodeURIComponent(value),
        ),
      );
    else parts.push(text);
  }
  return new TextEncoder().encode(parts.join('&'));
}

async function fetchAndPrint(
  process: Process,
  options: CurlOptions,
  text: string,
  index: number,
): Promise<number> {
  const started = process.host.clock.now();
  let url = parseUrl(text);
  let body = await requestBody(process, options);
  if (options.get && body) {
    url = new URL(`${url}${url.search ? '&' : '?'}${decoder.decode(body)}`);
    body = undefined;
  }
  let method =
    options.method ?? (options.head ? 'HEAD' : options.upload !== undefined ? 'PUT' : body ? 'POST' : 'GET');
  let redirects = 0;
  let heads = '';
  let answer: Answer;
  for (;;) {
    answer = await ask(process, options, url, method, body);
    const { response } = answer;
    const head = headText(response);
    if (options.verbose) await printVerbose(process, answer);
    heads += head;
    const location = response.headers.get('location');
    if (!options.location || response.status < 300 || response.status >= 400 || !location) break;
    if (++redirects > options.maxRedirects)
      throw new CurlError(47, `Maximum (${options.maxRedirects}) redirects followed`);
    const next = new URL(location, url);
    // Credentials do not follow to another host.
    if (next.host !== url.host)
      options = {
        ...options,
        user: undefined,
        headers: options.headers.filter((header) => !/^authorization:/i.test(header)),
      };
    url = next;
    if (
      response.status === 303 ||
      ((response.status === 301 || response.status === 302) && method === 'POST' && !options.method)
    ) {
      method = 'GET';
      body = undefined;
    }
  }
  const { response } = answer;
  const failed = options.fail && response.status >= 400;
  const target =
    options.outputs[index] ?? (options.remoteName ? url.pathname.replace(/^.*\//, '') : undefined);
  const file =
    target !== undefined && target !== '-' && target !== '/dev/null' ? absolute(process, target) : undefined;
  const showHeads = options.include || options.head;
  let size = 0;
  if (failed && !options.failWithBody) {
    if (showHeads) await process.stdout.write(heads);
    await response.body?.cancel();
  } else
    size = await printBody(process, options, response, {
      heads: showHeads ? heads : '',
      file,
      discard: target === '/dev/null',
    });
  if (options.dumpHeader !== undefined) {
    if (options.dumpHeader === '-') await process.stdout.write(heads);
    else process.files.write(absolute(process, options.dumpHeader), heads);
  }
  if (options.writeOut !== undefined) {
    await process.stdout.write(
      writeOut(
        options.writeOut,
        {
          http_code: String(response.status).padStart(3, '0'),
          response_code: String(response.status),
          content_type: response.headers.get('content-type') ?? '',
          url_effective: String(url),
          redirect_url: options.location ? '' : (response.headers.get('location') ?? ''),
          num_redirects: String(redirects),
          size_download: String(size),
          method,
          http_version: '1.1',
          time_total: ((process.host.clock.now() - started) / 1000).toFixed(6),
          remote_ip: '',
          exitcode: failed ? '22' : '0',
        },
        response.headers,
      ),
    );
  }
  if (failed) throw new FailedResponse(response.status, options);
  return 0;
}

class FailedResponse extends CurlError {
  constructor(status: number, options: CurlOptions) {
    super(22, `The requested URL returned error: ${status}`);
    // What was to be written out is written already.
    options.writeOut = undefined;
  }
}

async function ask(
  process: Process,
  options: CurlOptions,
  url: URL,
  method: string,
  body: Uint8Array | undefined,
): Promise<Answer> {
  const headers = new Headers();
  const sent: [string, string][] = [];
  const put = (name: string, value: string) => {
    sent.push([name, value]);
    try {
      headers.append(name, value);
    } catch {
      throw new CurlError(43, 'A libcurl function was given a bad argument');
    }
  };
  const given = options.headers
    .map((header) => /^([^:;]+)[:;]\s*([\s\S]*)$/.exec(header))
    .filter((match) => match !== null);
  const names = new Set(given.map((match) => match[1]!.toLowerCase()));
  const user =
    options.user ??
    (url.username ? `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` : undefined);
  sent.push(['Host', url.host]);
  if (user !== undefined && !names.has('authorization'))
    put('Authorization', `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(user)))}`);
  if (!names.has('user-agent')) put('User-Agent', options.agent ?? AGENT);
  if (!names.has('accept')) put('Accept', '*/*');
  for (const match of given) if (match[2] !== '') put(match[1]!, match[2]!);
  if (body) {
    sent.push(['Content-Length', String(body.length)]);
    if (!names.has('content-type') && options.upload === undefined)
      put('Content-Type', 'application/x-www-form-urlencoded');
  }
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const takesBody = method !== 'GET' && method !== 'HEAD';
  try {
    const request = new Request(bare, {
      method,
      headers,
      redirect: 'manual',
      signal: process.signal,
      ...(body && takesBody && { body: body as BodyInit }),
    });
    const socket = options.unixSocket === undefined ? undefined : process.host.socket(options.unixSocket);
    if (options.unixSocket !== undefined && !socket) throw new CurlError(7, `Couldn't connect to server`);
    const handler = socket ?? process.host.network.fetch;
    return { response: await handler(request), url: bare, method, sent };
  } catch (error) {
    if (error instanceof NetworkError) throw networkFailure(error, options, port);
    throw error;
  }
}

function networkFailure(error: NetworkError, options: CurlOptions, port: number): CurlError {
  const { failure, host } = error;
  switch (failure) {
    case 'no-such-host':
      return new CurlError(6, `Could not resolve host: ${host}`);
    case 'refused':
      return new CurlError(
        7,
        `Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`,
      );
    case 'timeout': {
      const seconds = options.connectTimeout ?? 135;
      return new CurlError(
        28,
        `Failed to connect to ${host} port ${port} after ${Math.round(seconds * 1000)} ms: Timeout was reached`,
      );
    }
    case 'unknown-authority':
      return new CurlError(
        60,
        `SSL certificate problem: unable to get local issuer certificate\nMore details here: https://curl.se/docs/sslcerts.html\n\ncurl failed to verify the legitimacy of the server and therefore could not\nestablish a secure connection to it. To learn more about this situation and\nhow to fix it, please visit the web page mentioned above.`,
      );
    case 'plain-http':
      return new CurlError(35, 'error:0A00010B:SSL routines::wrong version number');
    case 'reset':
      return new CurlError(56, 'Recv failure: Connection reset by peer');
  }
}

interface Target {
  heads: string;
  file: string | undefined;
  discard: boolean;
}

async function printBody(
  process: Process,
  options: CurlOptions,
  response: Response,
  { heads, file, discard }: Target,
): Promise<number> {
  let size = 0;
  const kept: Uint8Array[] = [];
  const write = async (chunk: Uint8Array | string) => {
    if (discard) return;
    if (file !== undefined) kept.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
    else await process.stdout.write(chunk);
  };
  if (heads) await write(heads);
  if (response.body && !options.head) {
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      if (file === undefined && !discard && process.stdout.isTTY && chunk.includes(0)) {
        await process.stderr.write(
          'Warning: Binary output can mess up your terminal. Use "--output -" to tell \nWarning: curl to output it to your terminal anyway, or consider "--output \nWarning: <FILE>" to save to a file.\n',
        );
        throw new CurlError(23, 'Failure writing output to destination');
      }
      size += chunk.length;
      await write(chunk);
    }
  }
  if (file !== undefined) {
    const bytes = new Uint8Array(kept.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of kept) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    try {
      process.files.write(file, bytes);
    } catch {
      throw new CurlError(23, 'Failure writing output to destination');
    }
  }
  if ((file !== undefined || discard || !process.stdout.isTTY) && !options.silent)
    await progress(process, size);
  return size;
}
