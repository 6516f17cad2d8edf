import { resolvePath } from '../../../common/files.ts';
import { mediaTypeOf } from '../media-types.ts';
import type { Evaluator } from './evaluate.ts';
import { Server, ServerResponse } from './http.ts';

import { parseJson, stringify } from './json.ts';
import type { EventLoop } from './loop.ts';
import {
  BufferValue,
  Fn,
  native,
  Obj,
  PromiseValue,
  Thrown,
  toNumber,
  toText,
  type Value,
} from './values.ts';

/** The part of Express that small servers use, where the package is installed. */

interface Route {
  method: string | undefined;
  /** Matches the path; groups are the named parameters. */
  pattern: RegExp;
  names: string[];
  /** What a mounted router's own paths begin after. */
  prefix: string;
  handler: Fn;
}

const METHODS = ['get', 'post', 'put', 'delete', 'patch', 'all'];

export function expressModule(loop: EventLoop, evaluator: Evaluator): Value {
  const express = native('express', () => new Application(loop, evaluator).value);
  express.set(
    'Router',
    native('Router', () => new Application(loop, evaluator).value),
  );
  const pass = (name: string) =>
    native(name, () =>
      native(name, async ([, , next]) => (next instanceof Fn ? next.call(undefined, []) : undefined)),
    );
  express.set('json', pass('json'));
  express.set('urlencoded', pass('urlencoded'));
  express.set(
    'static',
    native('static', ([root]) => staticFiles(loop, toText(root))),
  );
  return express;
}

class Application {
  readonly value: Fn;
  private readonly routes: Route[] = [];
  private readonly loop: EventLoop;
  private readonly evaluator: Evaluator;

  constructor(loop: EventLoop, evaluator: Evaluator) {
    this.loop = loop;
    this.evaluator = evaluator;
    this.value = native('app', ([request, response, next]) =>
      this.handle(request as Obj, response as Obj, next),
    );
    for (const method of METHODS) {
      this.value.set(
        method,
        native(method, (args) => this.add(method === 'all' ? undefined : method.toUpperCase(), args)),
      );
    }
    this.value.set(
      'use',
      native('use', (args) => this.use(args)),
    );
    this.value.set(
      'set',
      native('set', () => this.value),
    );
    this.value.set(
      'disable',
      native('disable', () => this.value),
    );
    this.value.set(
      'listen',
      native('listen', (args) => this.listen(args)),
    );
  }

  private add(method: string | undefined, [path, ...handlers]: Value[]): Value {
    const names: string[] = [];
    const source = toText(path)
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replace(/:(\w+)/g, (_, name: string) => {
        names.push(name);
        return '([^/]+)';
      });
    const pattern = new RegExp(`^${source.replace(/\/$/, '')}/?$`);
    for (const handler of handlers)
      if (handler instanceof Fn) this.routes.push({ method, pattern, names, prefix: '', handler });
    return this.value;
  }

  private use(args: Value[]): Value {
    const prefix = typeof args[0] === 'string' ? args[0].replace(/\/$/, '') : '';
    const pattern = new RegExp(`^${prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:/|$)`);
    for (const handler of args) {
      if (handler instanceof Fn) this.routes.push({ method: undefined, pattern, names: [], prefix, handler });
    }
    return this.value;
  }

  private async listen(args: Value[]): Promise<Value> {
    const server = new Server(
      this.loop,
      native('app', async ([request, response]) => {
        if (request instanceof Obj && response instanceof ServerResponse) {
          decorate(this.loop, this.evaluator, request, response);
          await this.handle(request, response, undefined);
        }
        return undefined;
      }),
    );
    const listen = await this.evaluator.get(server, 'listen');
    return listen instanceof Fn ? listen.call(server, args) : undefined;
  }

  private async handle(request: Obj, response: Obj, after: Value): Promise<Value> {
    const path = toText(request.own('path'));
    const run = async (index: number): Promise<void> => {
      const route = this.routes[index];
      if (!route) {
        if (after instanceof Fn) await after.call(undefined, []);
        else if (response instanceof ServerResponse) await notFound(request, response);
        return;
      }
      const match = route.pattern.exec(path);
      const isMethod = route.method === undefined || route.method === request.own('method');
      if (!match || !isMethod) return run(index + 1);
      const params = new Obj();
      for (const [i, name] of route.names.entries()) params.set(name, decodeURIComponent(match[i + 1] ?? ''));
      request.set('params', params);
      if (route.prefix !== '') request.set('path', path.slice(route.prefix.length) || '/');
      const next = native('next', async ([error]) => {
        request.set('path', path);
        if (error !== undefined) throw new Thrown(error);
        await run(index + 1);
        return undefined;
      });
      const result = await route.handler.call(undefined, [request, response, next]);
      if (result instanceof PromiseValue) await result.promise;
    };
    await run(0);
    return undefined;
  }
}

async function notFound(request: Obj, response: ServerResponse): Promise<void> {
  const text = `Cannot ${toText(request.own('method'))} ${toText(request.own('path'))}`;
  response.set('statusCode', 404);
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  await response.end(
    `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>${text}</pre>\n</body>\n</html>\n`,
  );
}

/** What Express adds to requests and responses. */
function decorate(loop: EventLoop, evaluator: Evaluator, request: Obj, response: ServerResponse): void {
  const url = new URL(toText(request.own('url')), 'http://localhost');
  const query = new Obj();
  for (const [name, value] of url.searchParams) query.set(name, value);
  request.set('path', url.pathname);
  request.set('originalUrl', request.own('url'));
  request.set('query', query);
  request.set('ip', '::ffff:172.17.0.1');
  const { body } = request as unknown as { body: Uint8Array };
  const isJson = (request.own('headers') as Obj).own('content-type') === 'application/json';
  request.set('body', isJson && body.length > 0 ? parseJson(new TextDecoder().decode(body)) : new Obj());
  response.setHeader('X-Powered-By', 'Express');
  const typed = (type: string) => {
    if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', type);
  };
  const send = async (value: Value): Promise<Value> => {
    if (value instanceof Obj && !(value instanceof BufferValue)) return json(value);
    typed(value instanceof BufferValue ? 'application/octet-stream' : 'text/html; charset=utf-8');
    return response.end(
      value === undefined || value === null
        ? undefined
        : value instanceof BufferValue
          ? value
          : toText(value),
    );
  };
  const json = async (value: Value): Promise<Value> => {
    typed('application/json; charset=utf-8');
    return response.end((await stringify(value, undefined, evaluator)) ?? '');
  };
  const methods: Record<string, (args: Value[]) => Promise<Value> | Value> = {
    status: ([code]) => {
      response.set('statusCode', toNumber(code));
      return response;
    },
    set: ([name, value]) => response.setHeader(toText(name), toText(value)),
    header: ([name, value]) => response.setHeader(toText(name), toText(value)),
    type: ([name]) =>
      response.setHeader(
        'Content-Type',
        toText(name).includes('/') ? toText(name) : mediaTypeOf(`.${toText(name)}`),
      ),
    send: ([value]) => send(value),
    json: ([value]) => json(value),
    sendStatus: ([code]) => {
      response.set('statusCode', toNumber(code));
      return send(toNumber(code) === 200 ? 'OK' : toText(code));
    },
    redirect: (args) => {
      const target = toText(args.at(-1));
      response.set('statusCode', args.length > 1 ? toNumber(args[0]) : 302);
      response.setHeader('Location', target);
      return response.end(`Found. Redirecting to ${target}`);
    },
    sendFile: ([path]) => {
      const name = toText(path);
      typed(mediaTypeOf(name));
      return response.end(new BufferValue(loop.process.files.read(name)));
    },
  };
  for (const [name, method] of Object.entries(methods)) response.hide(name, native(name, method));
}

function staticFiles(loop: EventLoop, root: string): Fn {
  const { files, cwd } = loop.process;
  return native('serveStatic', async ([request, response, next]) => {
    const path = request instanceof Obj ? decodeURIComponent(toText(request.own('path'))) : '/';
    const base = resolvePath(resolvePath(cwd, root), `.${resolvePath('/', path)}`);
    const file = files.isDirectory(base) ? `${base}/index.html` : base;
    if (!files.isFile(file) || !(response instanceof ServerResponse))
      return next instanceof Fn ? next.call(undefined, []) : undefined;
    response.setHeader('Content-Type', mediaTypeOf(file));
    return response.end(new BufferValue(files.read(file)));
  });
}
