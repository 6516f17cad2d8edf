import { dialFailure, urlErrorOperation } from '../../../common/go-connection.ts';
import { goQuote } from '../../../common/go-quote.ts';
import { urlProblem } from '../../../common/go-url.ts';
import type { Process } from '../../../common/process.ts';
import { fetchGithub, graphqlEndpoint, restPrefix } from '../client.ts';
import { GhFailure } from '../errors.ts';
import { activeToken, normalHost } from '../hosts.ts';
import { type Fields, toJson, withQuery } from './fields.ts';

/** One request of `gh api`. */
export interface ApiRequest {
  host: string;
  method: string;
  /** A path, an address, or `graphql`. */
  path: string;
  fields: Fields;
  /** A body as it is, in place of the fields. */
  body: string | undefined;
  headers: readonly string[];
}

/** Sends it. @throws GhFailure */
export async function send(
  process: Process,
  request: ApiRequest,
): Promise<{ response: Response; url: string }> {
  const { host, path, fields, body } = request;
  const method = request.method.toUpperCase();
  let url = path.includes('://')
    ? path
    : path === 'graphql'
      ? graphqlEndpoint(host)
      : restPrefix(host) + path.replace(/^\//, '');
  if (method === 'GET' && body === undefined) url = withQuery(url, fields);
  checkAddress(url, method);
  const hasFields = body === undefined && fields.size > 0 && method !== 'GET';
  const sent = hasFields ? toJson(path === 'graphql' ? variables(fields) : fields) : body;
  const headers = readHeaders(request.headers);
  if (hasFields && !headers.get('content-type'))
    headers.set('content-type', 'application/json; charset=utf-8');
  if (!headers.get('accept')) headers.set('accept', '*/*');
  const token = activeToken(process, normalHost(new URL(url).host))?.token;
  if (token !== undefined && !headers.get('authorization')) headers.set('authorization', `token ${token}`);
  const carries = sent !== undefined && method !== 'GET' && method !== 'HEAD';
  const response = await fetchGithub(process, url, { method, headers, ...(carries ? { body: sent } : {}) });
  return { response, url };
}

/** Refuses what Go's `net/http` does not send. */
function checkAddress(url: string, method: string): void {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method))
    throw new GhFailure(`net/http: invalid method ${goQuote(method)}`);
  const broken = /%(?![0-9a-f]{2}).{0,2}/i.exec(url)?.[0];
  if (broken !== undefined)
    throw new GhFailure(`parse ${goQuote(url)}: invalid URL escape ${goQuote(broken)}`);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1];
  if (!/^https?$/i.test(scheme ?? ''))
    throw new GhFailure(
      `${urlErrorOperation(method)} ${goQuote(url)}: unsupported protocol scheme ${goQuote(scheme ?? '')}`,
    );
  const unread = urlProblem(url);
  if (unread) throw new GhFailure(unread);
  const undialled = dialFailure(url);
  if (undialled) throw new GhFailure(`${urlErrorOperation(method)} ${goQuote(url)}: ${undialled}`);
}

function readHeaders(lines: readonly string[]): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const at = line.indexOf(':');
    if (at === -1) throw new GhFailure(`header ${goQuote(line)} requires a value separated by ':'`);
    const name = line.slice(0, at);
    try {
      if (name.toLowerCase() !== 'content-length') headers.append(name, line.slice(at + 1).trim());
    } catch {
      throw new GhFailure(`net/http: invalid header field name ${goQuote(name)}`);
    }
  }
  return headers;
}

/** All but the query and the operation's name are variables of GraphQL. */
function variables(fields: Fields): Fields {
  const own = new Map([...fields].filter(([name]) => name === 'query' || name === 'operationName'));
  const others = new Map([...fields].filter(([name]) => !own.has(name)));
  return others.size === 0 ? own : new Map([...own, ['variables', others]]);
}
