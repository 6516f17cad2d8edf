import { FileError, resolvePath } from '../../../common/files.ts';
import { Emitter } from './emitter.ts';
import type { Evaluator } from './evaluate.ts';
import { expressModule } from './express.ts';
import { httpModule } from './http.ts';
import { format, inspect } from './inspect.ts';
import type { EventLoop } from './loop.ts';
import {
  Arr,
  BufferValue,
  Fn,
  makeError,
  native,
  Obj,
  object,
  PromiseValue,
  Thrown,
  toText,
  type Value,
} from './values.ts';

/** node's own modules, as far as small servers use them. `undefined` for what is none. */
export function builtinModule(name: string, loop: EventLoop): Value | undefined {
  switch (name.replace(/^node:/, '')) {
    case 'http':
    case 'https':
      return httpModule(loop);
    case 'fs':
      return fsModule(loop);
    case 'fs/promises':
      return promised(fsModule(loop));
    case 'path':
      return pathModule(loop);
    case 'os':
      return osModule(loop);
    case 'events':
      return eventsModule(loop);
    case 'util':
      return object({
        inspect: native('inspect', ([value]) => inspect(value)),
        format: native('format', (args) => format(args)),
      });
    case 'url':
      return object({
        URL: urlConstructor(),
        fileURLToPath: native('fileURLToPath', ([url]) => toText(url).replace(/^file:\/\//, '')),
      });
    default:
      return undefined;
  }
}

/** Packages that the sandbox knows well enough to stand in for, where they are installed. */
export function packageModule(name: string, loop: EventLoop, evaluator: Evaluator): Value | undefined {
  return name === 'express' ? expressModule(loop, evaluator) : undefined;
}

const SYSTEM_TEXTS: Record<string, [number, string]> = {
  ENOENT: [-2, 'no such file or directory'],
  EACCES: [-13, 'permission denied'],
  EISDIR: [-21, 'illegal operation on a directory'],
  ENOTDIR: [-20, 'not a directory'],
  EEXIST: [-17, 'file already exists'],
  EROFS: [-30, 'read-only file system'],
};

function systemError(error: FileError, syscall: string, path: string): Thrown {
  const [errno, text] = SYSTEM_TEXTS[error.code] ?? [-1, error.message.toLowerCase()];
  return new Thrown(
    makeError('Error', `${error.code}: ${text}, ${syscall} '${path}'`, {
      errno,
      code: error.code,
      syscall,
      path,
    }),
  );
}

function fsModule(loop: EventLoop): Obj {
  const { files } = loop.process;
  const absolute = (path: Value) => resolvePath(loop.process.cwd, toText(path));
  const attempt = <T>(syscall: string, path: Value, work: (path: string) => T): T => {
    try {
      return work(absolute(path));
    } catch (error) {
      if (error instanceof FileError) throw systemError(error, syscall, toText(path));
      throw error;
    }
  };
  const bytes = (value: Value) => (value instanceof BufferValue ? value.bytes : toText(value));
  const decoded = (data: Uint8Array, options: Value): Value => {
    const encoding = options instanceof Obj ? options.own('encoding') : options;
    return encoding ? new TextDecoder().decode(data) : new BufferValue(data);
  };
  const sync: Record<string, (args: Value[]) => Value> = {
    readFile: ([path, options]) =>
      decoded(
        attempt('open', path, (p) => files.read(p)),
        options instanceof Fn ? undefined : options,
      ),
    writeFile: ([path, data]) => attempt('open', path, (p) => files.write(p, bytes(data))) as undefined,
    appendFile: ([path, data]) => attempt('open', path, (p) => files.append(p, bytes(data))) as undefined,
    readdir: ([path]) => new Arr(attempt('scandir', path, (p) => files.list(p))),
    mkdir: ([path, options]) => {
      const parents = options instanceof Obj && options.own('recursive') === true;
      return attempt('mkdir', path, (p) => files.mkdir(p, { parents })) as undefined;
    },
    unlink: ([path]) => attempt('unlink', path, (p) => files.remove(p)) as undefined,
    stat: ([path]) => {
      const stat = attempt('stat', path, (p) => files.stat(p));
      return object({
        size: stat.size,
        isFile: native('isFile', () => stat.type === 'file'),
        isDirectory: native('isDirectory', () => stat.type === 'directory'),
      });
    },
    access: ([path]) => attempt('access', path, (p) => files.stat(p)) && undefined,
  };
  const fs = object({ existsSync: native('existsSync', ([path]) => files.exists(absolute(path))) });
  for (const [name, work] of Object.entries(sync)) {
    fs.set(`${name}Sync`, native(`${name}Sync`, work));
    fs.set(
      name,
      native(name, (args) => withCallback(loop, work, args)),
    );
  }
  fs.set('promises', promised(fs));
  return fs;
}

/** The form with a callback: its first argument is the error. */
function withCallback(loop: EventLoop, work: (args: Value[]) => Value, args: Value[]): Value {
  const fn = args.at(-1);
  loop.hold();
  setTimeout(() => {
    let result: Value[];
    try {
      result = [null, work(args)];
    } catch (error) {
      result = [error instanceof Thrown ? error.value : undefined];
    }
    void loop.callback(fn, result).then(() => loop.release());
  }, 0);
  return undefined;
}

function promised(fs: Obj): Obj {
  const result = new Obj();
  for (const key of fs.keys().filter((name) => name.endsWith('Sync') && name !== 'existsSync')) {
    const work = fs.own(key) as Fn;
    result.set(
      key.slice(0, -4),
      native(key.slice(0, -4), (args) => new PromiseValue((async () => work.call(undefined, args))())),
    );
  }
  return result;
}

function pathModule(loop: EventLoop): Obj {
  const normalize = (path: string) => {
    const clean = resolvePath('/', path);
    const relative = path.startsWith('/') ? clean : clean.slice(1);
    return relative === '' ? '.' : relative;
  };
  const base = (path: string) => path.replace(/\/+$/, '').split('/').at(-1) ?? '';
  const extension = (path: string) => /[^.](\.[^.]*)$/.exec(base(path))?.[1] ?? '';
  return object({
    sep: '/',
    join: native('join', (parts) =>
      normalize(
        parts
          .map(toText)
          .filter((part) => part !== '')
          .join('/') || '.',
      ),
    ),
    resolve: native('resolve', (parts) =>
      parts.map(toText).reduce((at, part) => resolvePath(at, part), loop.process.cwd),
    ),
    normalize: native('normalize', ([path]) => normalize(toText(path))),
    dirname: native(
      'dirname',
      ([path]) => toText(path).replace(/\/[^/]*\/*$/, '') || (toText(path).startsWith('/') ? '/' : '.'),
    ),
    basename: native('basename', ([path, suffix]) => {
      const name = base(toText(path));
      const end = suffix === undefined ? '' : toText(suffix);
      return end !== '' && name.endsWith(end) ? name.slice(0, -end.length) : name;
    }),
    extname: native('extname', ([path]) => extension(toText(path))),
    isAbsolute: native('isAbsolute', ([path]) => toText(path).startsWith('/')),
  });
}

function osModule(loop: EventLoop): Obj {
  const { host } = loop.process;
  const constants: Record<string, Value> = {
    hostname: host.hostname,
    platform: 'linux',
    type: 'Linux',
    arch: host.architecture === 'amd64' ? 'x64' : host.architecture,
    release: '6.1.0-28-amd64',
    uptime: 3600,
    totalmem: 8_322_453_504,
    freemem: 3_354_669_056,
    homedir: loop.process.user.home,
    tmpdir: '/tmp',
  };
  const os = object({ EOL: '\n' });
  for (const [name, value] of Object.entries(constants))
    os.set(
      name,
      native(name, () => value),
    );
  os.set(
    'cpus',
    native('cpus', () => new Arr([1, 2, 3, 4].map(() => object({ model: 'Virtual CPU', speed: 2400 })))),
  );
  return os;
}

function eventsModule(loop: EventLoop): Value {
  const fn = native('EventEmitter', () => undefined);
  const prototype = new Obj();
  prototype.set('constructor', fn);
  fn.set('prototype', prototype);
  fn.construct = () => new Emitter(loop);
  fn.set('EventEmitter', fn);
  return fn;
}

/** The global `URL`. */
export function urlConstructor(): Fn {
  const fn = native('URL', () => undefined);
  fn.construct = ([text, base]) => {
    let url: URL;
    try {
      url = new URL(toText(text), base === undefined ? undefined : toText(base));
    } catch {
      throw new Thrown(
        makeError('TypeError', 'Invalid URL', { code: 'ERR_INVALID_URL', input: toText(text) }),
      );
    }
    const result = new Obj();
    for (const key of [
      'href',
      'origin',
      'protocol',
      'host',
      'hostname',
      'port',
      'pathname',
      'search',
      'hash',
    ] as const) {
      result.set(key, url[key]);
    }
    result.set('searchParams', searchParams(url));
    result.accessors.set('toString', { get: native('toString', () => native('toString', () => url.href)) });
    return result;
  };
  return fn;
}

function searchParams(url: URL): Obj {
  return object({
    get: native('get', ([name]) => url.searchParams.get(toText(name))),
    has: native('has', ([name]) => url.searchParams.has(toText(name))),
    entries: native('entries', () => new Arr([...url.searchParams].map((pair) => new Arr(pair)))),
    toString: native('toString', () => url.searchParams.toString()),
  });
}
