import { Emitter } from './emitter.ts';
import { keysOf } from './iteration.ts';
import type { EventLoop } from './loop.ts';
import {
  BufferValue,
  Fn,
  makeError,
  native,
  Obj,
  object,
  Thrown,
  toNumber,
  toText,
  typeError,
  Unmodelled,
  type Value,
} from './values.ts';

/** node's `http` module: servers that answer, and requests to others. */

const STATUS_TEXTS: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

export function bytesOf(value: Value): Uint8Array {
  if (value instanceof BufferValue) return value.bytes;
  if (typeof value === 'string') return new TextEncoder().encode(value);
  throw typeError(
    `The "chunk" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${
      value === null || value === undefined ? String(value) : `type ${typeof value} (${toText(value)})`
    }`,
  );
}

export function httpModule(loop: EventLoop): Obj {
  const createServer = native(
    'createServer',
    (args) =>
      new Server(
        loop,
        args.find((arg) => arg instanceof Fn),
      ),
  );
  const unmodelled = (name: string) =>
    native(name, () => {
      throw new Unmodelled(`http.${name}`);
    });
  return object({
    createServer,
    Server: createServer,
    STATUS_CODES: object(STATUS_TEXTS as unknown as Record<string, Value>),
    get: unmodelled('get'),
    request: unmodelled('request'),
  });
}

export class Server extends Emitter {
  private readonly events: EventLoop;
  private readonly handler: Value;
  private close: (() => void) | undefined;
  private port = 0;

  constructor(loop: EventLoop, handler: Value) {
    super(loop);
    this.events = loop;
    this.handler = handler;
    this.hide(
      'listen',
      native('listen', (args) => this.listen(args)),
    );
    this.hide(
      'close',
      native('close', ([fn]) => this.stop(fn)),
    );
    this.hide(
      'address',
      native('address', () => object({ address: '::', family: 'IPv6', port: this.port })),
    );
    for (const name of ['unref', 'ref', 'setTimeout'])
      this.hide(
        name,
        native(name, () => this),
      );
  }

  private listen(args: Value[]): Value {
    const [first] = args;
    const given = first instanceof Obj && !(first instanceof Fn) ? first.own('port') : first;
    const port = given === undefined || given instanceof Fn ? 0 : Number(toText(given));
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new Thrown(
        makeError(
          'RangeError',
          `options.port should be >= 0 and < 65536. Received type ${typeof given} (${toText(given)}).`,
          {
            code: 'ERR_SOCKET_BAD_PORT',
          },
        ),
      );
    }
    this.events.hold();
    const fn = args.find((arg) => arg instanceof Fn);
    setTimeout(() => void this.open(port, fn), 0);
    return this;
  }

  private async open(port: number, fn: Value): Promise<void> {
    const { network, random } = this.events.process.host;
    this.port = port === 0 ? 32_768 + random.below(28_000) : port;
    try {
      this.close = network.listen(this.port, (request) => this.answer(request));
    } catch {
      const error = makeError('Error', `listen EADDRINUSE: address already in use :::${this.port}`, {
        code: 'EADDRINUSE',
        errno: -98,
        syscall: 'listen',
        address: '::',
        port: this.port,
      });
      await this.signal('error', [error]);
      this.events.release();
      return;
    }
    this.events.process.signal.addEventListener('abort', () => this.close?.(), { once: true });
    await this.signal('listening');
    await this.events.callback(fn, [], this);
  }

  private stop(fn: Value): Value {
    if (this.close) {
      this.close();
      this.close = undefined;
      setTimeout(() => {
        void this.signal('close').then(async () => {
          await this.events.callback(fn, []);
          this.events.release();
        });
      }, 0);
    }
    return this;
  }

  private async answer(request: Request): Promise<Response> {
    const response = new ServerResponse(this.events, request.method);
    const message = await incomingMessage(this.events, request);
    this.events.hold();
    await this.events.guard(async () => {
      if (this.handler instanceof Fn) await this.handler.call(this, [message, response]);
      await this.emit('request', [message, response]);
    });
    this.events.release();
    void message.deliver();
    return response.finished();
  }
}

/** The request as a program sees it: its body comes by `data` and `end`. */
class IncomingMessage extends Emitter {
  body = new Uint8Array();

  async deliver(): Promise<void> {
    if (this.body.length > 0) await this.signal('data', [new BufferValue(this.body)]);
    await this.signal('end');
  }
}

async function incomingMessage(loop: EventLoop, request: Request): Promise<IncomingMessage> {
  const url = new URL(request.url);
  const message = new IncomingMessage(loop);
  const headers = new Obj();
  headers.set('host', request.headers.get('host') ?? url.host);
  for (const [name, value] of request.headers) headers.set(name, value);
  message.set('method', request.method);
  message.set('url', url.pathname + url.search);
  message.set('headers', headers);
  message.set('httpVersion', '1.1');
  message.set('socket', object({ remoteAddress: '::ffff:172.17.0.1', remotePort: 40_000 }));
  for (const name of ['setEncoding', 'resume', 'pause'])
    message.hide(
      name,
      native(name, () => message),
    );
  message.body = await request.bytes();
  return message;
}

export class ServerResponse extends Emitter {
  private readonly headers = new Map<string, { name: string; value: string }>();
  private readonly parts: Uint8Array[] = [];
  private readonly done: Promise<void>;
  private settle: () => void = () => {};
  private readonly events: EventLoop;
  private readonly method: string;
  private wasWritten = false;
  private hasEnded = false;

  constructor(loop: EventLoop, method: string) {
    super(loop);
    this.events = loop;
    this.method = method;
    this.done = new Promise((resolve) => {
      this.settle = resolve;
    });
    // A process that ends breaks off what it was about to answer.
    loop.process.signal.addEventListener('abort', () => this.settle(), { once: true });
    this.set('statusCode', 200);
    this.set('headersSent', false);
    const methods: Record<string, (args: Value[]) => Promise<Value> | Value> = {
      setHeader: ([name, value]) => this.setHeader(toText(name), toText(value)),
      getHeader: ([name]) => this.headers.get(toText(name).toLowerCase())?.value,
      removeHeader: ([name]) => {
        this.headers.delete(toText(name).toLowerCase());
        return this;
      },
      writeHead: (args) => this.writeHead(args),
      write: ([chunk]) => {
        this.wasWritten = true;
        return this.write(chunk);
      },
      end: ([chunk, encoding, fn]) =>
        this.end(
          chunk,
          [chunk, encoding, fn].find((arg) => arg instanceof Fn),
        ),
    };
    for (const [name, method_] of Object.entries(methods)) this.hide(name, native(name, method_));
  }

  setHeader(name: string, value: string): Value {
    this.headers.set(name.toLowerCase(), { name, value });
    return this;
  }

  hasHeader(name: string): boolean {
    return this.headers.has(name.toLowerCase());
  }

  private async writeHead([status, ...rest]: Value[]): Promise<Value> {
    this.set('statusCode', toNumber(status));
    const headers = rest.find((arg) => arg instanceof Obj);
    for (const name of keysOf(headers))
      if (headers instanceof Obj) this.setHeader(name, toText(headers.own(name)));
    this.set('headersSent', true);
    return this;
  }

  write(chunk: Value): boolean {
    this.set('headersSent', true);
    this.parts.push(bytesOf(chunk));
    return true;
  }

  async end(chunk: Value, fn?: Value): Promise<Value> {
    if (this.hasEnded) return this;
    if (chunk !== undefined && chunk !== null && !(chunk instanceof Fn)) this.write(chunk);
    this.hasEnded = true;
    this.set('headersSent', true);
    this.settle();
    await this.emit('finish', []);
    await this.events.callback(fn, []);
    return this;
  }

  /** What goes out, once the program has ended its answer. */
  async finished(): Promise<Response> {
    await this.done;
    const length = this.parts.reduce((sum, part) => sum + part.length, 0);
    const body = new Uint8Array(length);
    let at = 0;
    for (const part of this.parts) {
      body.set(part, at);
      at += part.length;
    }
    const headers = new Headers();
    for (const { name, value } of this.headers.values()) headers.set(name, value);
    headers.set('Date', new Date(this.events.process.host.clock.now()).toUTCString());
    headers.set('Connection', 'keep-alive');
    headers.set('Keep-Alive', 'timeout=5');
    if (!this.wasWritten && !headers.has('Content-Length')) headers.set('Content-Length', String(length));
    const status = toNumber(this.own('statusCode'));
    const isEmpty = this.method === 'HEAD' || status === 204 || status === 304;
    return new Response(isEmpty ? null : body, { status, statusText: STATUS_TEXTS[status] ?? '', headers });
  }
}
