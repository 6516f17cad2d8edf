import { resolvePath } from '../../common/files.ts';
import type { Process, Program } from '../../common/process.ts';
import { type Location, readConfiguration, type Site } from './nginx-configuration.ts';
import { listen, sayUnmodelled, waitForSignal } from './serve.ts';
import { siteAnswer } from './static-site.ts';

const DEFAULT_VERSION = '1.29.2';
const CONFIGURATION = '/etc/nginx/nginx.conf';
const REASONS: Record<number, string> = {
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  502: 'Bad Gateway',
};

/** `nginx`: serves files of the container by its own configuration. */
export const nginx: Program = async (process) => {
  const version = process.env.NGINX_VERSION ?? DEFAULT_VERSION;
  const args = process.argv.slice(1);
  if (args.includes('-v') || args.includes('-V')) {
    await process.stderr.write(`nginx version: nginx/${version}\n`);
    return 0;
  }
  const path =
    args[args.indexOf('-c') + 1] && args.includes('-c') ? args[args.indexOf('-c') + 1]! : CONFIGURATION;
  const { sites, fault } = readConfiguration(process.files, path);
  if (fault) {
    await process.stderr.write(`${nginxTime(process)} [emerg] ${process.pid}#${process.pid}: ${fault}\n`);
    if (args.includes('-t')) await process.stderr.write(`nginx: configuration file ${path} test failed\n`);
    return 1;
  }
  if (args.includes('-t')) {
    await process.stderr.write(
      `nginx: the configuration file ${path} syntax is ok\nnginx: configuration file ${path} test is successful\n`,
    );
    return 0;
  }
  if (args.includes('-s')) {
    await sayUnmodelled(process, 'signals to a running nginx by -s are left out');
    return 1;
  }
  return serve(process, sites, version);
};

async function serve(process: Process, sites: Site[], version: string): Promise<number> {
  for (const port of new Set(sites.map((site) => site.port))) {
    const here = sites.filter((site) => site.port === port);
    const isOpen = listen(process, port, async (request) => {
      const response = await answer(process, chooseSite(here, request), request, version);
      await process.stdout.write(accessLine(process, request, response));
      return response;
    });
    if (isOpen) continue;
    await process.stderr.write(
      `${nginxTime(process)} [emerg] ${process.pid}#${process.pid}: bind() to 0.0.0.0:${port} failed (98: Address already in use)\n`,
    );
    return 1;
  }
  const notice = (text: string) =>
    process.stderr.write(`${nginxTime(process)} [notice] ${process.pid}#${process.pid}: ${text}\n`);
  await notice('using the "epoll" event method');
  await notice(`nginx/${version}`);
  await notice('start worker processes');
  const signal = await waitForSignal(process, ['SIGQUIT', 'SIGTERM', 'SIGINT']);
  await notice(
    `signal ${signal === 'SIGQUIT' ? 3 : signal === 'SIGINT' ? 2 : 15} (${signal}) received, ${signal === 'SIGQUIT' ? 'shutting down' : 'exiting'}`,
  );
  await notice('exit');
  return 0;
}

function chooseSite(sites: Site[], request: Request): Site {
  const host = new URL(request.url).hostname;
  return sites.find(({ names }) => names.includes(host)) ?? sites.find((site) => site.isDefault) ?? sites[0]!;
}

async function answer(process: Process, site: Site, request: Request, version: string): Promise<Response> {
  const url = new URL(request.url);
  const location = chooseLocation(site, url.pathname);
  const headers = new Headers({
    Server: `nginx/${version}`,
    Date: new Date(process.host.clock.now()).toUTCString(),
  });
  headers.set('Connection', 'keep-alive');
  for (const [name, value] of location.headers) headers.set(name, value);
  if (location.returns) return returned(location.returns, headers, version);
  if (location.proxy) return proxied(process, location, request, headers, version);
  const found = siteAnswer(process, location.root, request, location.index);
  if (found.status === 404 && location.tryFiles.length > 0) {
    const last = location.tryFiles.at(-1)!;
    if (!last.startsWith('=')) {
      const other = new Request(new URL(last.replace('$uri', url.pathname), url), request);
      const second = siteAnswer(process, location.root, other, location.index);
      if (second.status === 200) return send(200, second.body, { ...second.headers }, headers, request);
    }
  }
  if (found.body || found.status === 304)
    return send(found.status, found.body, found.headers, headers, request);
  for (const [name, value] of Object.entries(found.headers)) headers.set(name, value);
  if (found.status === 404) {
    const file = resolvePath(location.root, `.${url.pathname}`);
    await process.stderr.write(
      `${nginxTime(process)} [error] ${process.pid}#${process.pid}: *1 open() "${file}" failed (2: No such file or directory), client: 172.17.0.1, server: ${site.names[0] ?? ''}, request: "${request.method} ${url.pathname} HTTP/1.1", host: "${url.host}"\n`,
    );
  }
  return page(found.status, headers, version);
}

function chooseLocation(site: Site, path: string): Location {
  const exact = site.locations.find(({ kind, path: wanted }) => kind === '=' && wanted === path);
  if (exact) return exact;
  const expression = site.locations.find(
    ({ kind, path: pattern }) => kind === '~' && new RegExp(pattern).test(path),
  );
  if (expression) return expression;
  const prefixes = site.locations.filter(({ kind, path: wanted }) => kind === '' && path.startsWith(wanted));
  return prefixes.sort((a, b) => b.path.length - a.path.length)[0] ?? site.fallback;
}

function send(
  status: number,
  body: Uint8Array | undefined,
  more: Record<string, string>,
  headers: Headers,
  request: Request,
): Response {
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return new Response(request.method === 'HEAD' || !body ? null : (body as BodyInit), { status, headers });
}

function returned(
  { status, text }: { status: number; text: string },
  headers: Headers,
  version: string,
): Response {
  if ([301, 302, 303, 307, 308].includes(status)) {
    headers.set('Location', text);
    return page(status, headers, version);
  }
  if (text === '' && status >= 300) return page(status, headers, version);
  if (!headers.has('Content-Type')) headers.set('Content-Type', 'text/plain');
  headers.set('Content-Length', String(new TextEncoder().encode(text).length));
  return new Response(text, { status, headers });
}

async function proxied(
  process: Process,
  location: Location,
  request: Request,
  headers: Headers,
  version: string,
): Promise<Response> {
  const url = new URL(request.url);
  const target = new URL(location.proxy!);
  if (target.pathname === '/' && !location.proxy!.endsWith('/')) target.pathname = url.pathname;
  else target.pathname += url.pathname.slice(location.path.length);
  target.search = url.search;
  try {
    const response = await process.host.network.fetch(new Request(target, request));
    for (const [name, value] of response.headers)
      if (name !== 'server' && name !== 'date') headers.set(name, value);
    return new Response(response.body, { status: response.status, headers });
  } catch {
    await process.stderr.write(
      `${nginxTime(process)} [error] ${process.pid}#${process.pid}: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 172.17.0.1, upstream: "${target.href}"\n`,
    );
    return page(502, headers, version);
  }
}

function page(status: number, headers: Headers, version: string): Response {
  const title = `${status} ${REASONS[status] ?? ''}`;
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`;
  headers.set('Content-Type', 'text/html');
  headers.set('Content-Length', String(body.length));
  return new Response(body, { status, headers });
}

/** `2026/11/23 07:49:49` */
function nginxTime(process: Process): string {
  return new Date(process.host.clock.now()).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A line of the access log in the `combined` format. */
export function accessLine(process: Process, request: Request, response: Response): string {
  const date = new Date(process.host.clock.now());
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const url = new URL(request.url);
  const length = response.headers.get('Content-Length') ?? '0';
  const agent = request.headers.get('User-Agent') ?? '-';
  return `172.17.0.1 - - [${day}:${time} +0000] "${request.method} ${url.pathname}${url.search} HTTP/1.1" ${response.status} ${length} "${request.headers.get('Referer') ?? '-'}" "${agent}"\n`;
}
