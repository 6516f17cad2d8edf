import { NetworkError } from '../../common/network.ts';
import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { CurlError } from './errors.ts';
import { AGENT } from './head.ts';
import { type CurlOptions, warn } from './options.ts';

/** One request: its head in the order that curl sends it, and what the network makes of it. */

export interface Sent {
  url: URL;
  method: string;
  lines: [name: string, value: string][];
  body: Uint8Array | undefined;
  /** Whether the body is sent only once the server says that it wants it. */
  waits: boolean;
  /** How one showed who one is, for `-v`. */
  auth: string | undefined;
}

/** Bodies beyond this wait for the server's word. */
const WAITS = 1024 * 1024;

/** A URL as curl takes it. @throws CurlError */
export function parseUrl(text: string): URL {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  if (scheme && !/^https?$/i.test(scheme[1]!))
    throw new CurlError(1, `Protocol "${scheme[1]}" not supported or disabled in libcurl`);
  const bad = new CurlError(3, 'URL using bad/illegal format or missing URL');
  if (/[\0-\x20\x7f]/.test(text) || text === '') throw bad;
  try {
    return new URL(scheme ? text : `http://${text}`);
  } catch {
    throw bad;
  }
}

/** Headers of `-H`, with those of files. */
async function givenHeaders(process: Process, options: CurlOptions): Promise<string[]> {
  return options.headers.flatMap((header) => {
    if (!header.startsWith('@')) return [header];
    const path = absolute(process, header.slice(1));
    if (process.files.isFile(path)) return process.files.readText(path).split(/\r?\n/).filter(Boolean);
    warn(options, `Failed to open ${header.slice(1)}!`);
    return [];
  });
}

/** The login of a host in `~/.netrc`. @throws CurlError when the file must be there and is not */
function fromNetrc(process: Process, options: CurlOptions, host: string): string | undefined {
  if (options.netrc === undefined) return undefined;
  const path = absolute(process, options.netrcFile ?? `${process.env.HOME ?? '/'}/.netrc`);
  if (!process.files.isFile(path)) {
    if (options.netrc === 'may') return undefined;
    throw new CurlError(26, '.netrc parser error');
  }
  const words = process.files.readText(path).split(/\s+/);
  let here = false;
  let login = '';
  let password: string | undefined;
  for (const [i, word] of words.entries()) {
    if (word === 'machine') here = words[i + 1] === host;
    else if (word === 'default') here = login === '';
    else if (here && word === 'login') login = words[i + 1] ?? '';
    else if (here && word === 'password') password = words[i + 1];
  }
  return password === undefined ? undefined : `${login}:${password}`;
}

const basic = (user: string): string =>
  `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(user)))}`;

/** The part of a URL before the `@`, decoded; what is no percent-encoding stays as it is. */
function userOf({ username, password }: URL): string | undefined {
  if (username === '') return undefined;
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return `${username}:${password}`;
  }
}

/** Makes a request's head. */
export async function makeRequest(
  process: Process,
  options: CurlOptions,
  url: URL,
  method: string,
  body: Uint8Array | undefined,
): Promise<Sent> {
  const lines: Sent['lines'] = [];
  const given = (await givenHeaders(process, options)).flatMap((header) => {
    const [, name, mark, value = ''] = /^([^:;\s]+)([:;])[ \t]*([\s\S]*)$/.exec(header) ?? [];
    if (name === undefined || (mark === ';' && value !== '')) return [];
    return [{ name, value: value.trimEnd(), drop: mark === ':' && value.trim() === '' }];
  });
  const json = options.data.some(({ kind }) => kind === 'json');
  for (const name of json ? ['Content-Type', 'Accept'] : [])
    if (!given.some((one) => one.name.toLowerCase() === name.toLowerCase()))
      given.push({ name, value: 'application/json', drop: false });
  const own = new Set(given.map(({ name }) => name.toLowerCase()));
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined && !own.has(name.toLowerCase())) lines.push([name, value]);
  };
  lines.push(['Host', given.find(({ name }) => name.toLowerCase() === 'host')?.value ?? url.host]);
  const user = userOf(url) ?? options.user ?? fromNetrc(process, options, url.hostname);
  const auth =
    own.has('authorization') || (user === undefined && options.bearer === undefined)
      ? undefined
      : options.bearer === undefined
        ? `Basic with user '${user?.split(':')[0]}'`
        : `Bearer with user '${user?.split(':')[0] ?? ''}'`;
  if (auth !== undefined)
    put('Authorization', options.bearer === undefined ? basic(user!) : `Bearer ${options.bearer}`);
  put('Range', options.range === undefined ? undefined : `bytes=${options.range}`);
  put('User-Agent', options.agent === '' ? undefined : (options.agent ?? AGENT));
  put('Accept', '*/*');
  put('Accept-Encoding', options.compressed ? 'deflate, gzip, br, zstd' : undefined);
  put('Referer', options.referer);
  put('Cookie', options.cookie);
  for (const { name, value, drop } of given)
    if (!drop && name.toLowerCase() !== 'host') lines.push([name, value]);
  let waits = false;
  if (body) {
    const stream = options.upload === '-';
    if (stream) put('Transfer-Encoding', 'chunked');
    else put('Content-Length', String(body.length));
    if (options.upload === undefined) put('Content-Type', 'application/x-www-form-urlencoded');
    waits = (options.upload !== undefined || body.length > WAITS) && !own.has('expect');
    if (waits) lines.push(['Expect', '100-continue']);
  }
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  bare.hash = '';
  return { url: bare, method, lines, body, waits, auth };
}

/** Hop by hop, and none of a server's business in a world without sockets. */
const OF_THE_CONNECTION = new Set(['host', 'content-length', 'transfer-encoding', 'expect', 'connection']);

/** Sends it. @throws CurlError, NetworkError */
export async function send(
  process: Process,
  options: CurlOptions,
  { url, method, lines, body }: Sent,
  signal: AbortSignal,
): Promise<Response> {
  const headers = new Headers();
  for (const [name, value] of lines) {
    if (OF_THE_CONNECTION.has(name.toLowerCase())) continue;
    try {
      headers.append(name, value);
    } catch {
      throw new CurlError(43, 'A libcurl function was given a bad argument');
    }
  }
  const takesBody = method !== 'GET' && method !== 'HEAD';
  let request: Request;
  try {
    request = new Request(url, {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body && takesBody && { body: body as BodyInit }),
    });
  } catch {
    // A method that no server takes (CONNECT, TRACE, or no word at all).
    throw new CurlError(52, 'Empty reply from server');
  }
  if (options.unixSocket === undefined) return process.host.network.fetch(request);
  const socket = process.host.socket(options.unixSocket);
  if (!socket) throw new NetworkError('refused', url.hostname, '', Number(url.port) || 80);
  return socket(request);
}
