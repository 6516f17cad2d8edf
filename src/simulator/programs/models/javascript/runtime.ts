import { resolvePath } from '../../../common/files.ts';
import type { Process } from '../../../common/process.ts';
import { Emitter } from './emitter.ts';
import { Evaluator } from './evaluate.ts';
import { makeGlobals } from './globals.ts';
import { parseJson } from './json.ts';
import { EventLoop, Exit } from './loop.ts';
import { builtinModule, packageModule, urlConstructor } from './modules.ts';
import { parseProgram } from './parse.ts';
import { Scope } from './scope.ts';
import { SyntaxFault } from './tokens.ts';
import {
  Arr,
  makeError,
  native,
  Obj,
  object,
  Thrown,
  toNumber,
  toText,
  Unmodelled,
  type Value,
} from './values.ts';

/** A node process: its globals, its modules, its event loop. */
export class Runtime {
  readonly loop: EventLoop;
  private readonly process: Process;
  private readonly globals: Scope;
  private readonly evaluators = new Map<string, Evaluator>();
  private readonly cache = new Map<string, Value>();
  private readonly exportsOf = new Map<string, Obj>();

  constructor(process: Process, version: string, argv: readonly string[]) {
    this.process = process;
    this.loop = new EventLoop(process, version);
    this.globals = makeGlobals(this.loop, this.evaluator(process.cwd));
    this.globals.declare('process', new ProcessObject(this.loop, version, argv));
    this.globals.declare('URL', urlConstructor());
    const global = new Obj();
    this.globals.declare('globalThis', global);
    this.globals.declare('global', global);
  }

  /** Runs a file as the program. */
  main(path: string): Promise<number> {
    return this.loop.run(() => this.load(path));
  }

  /** Runs source given on the command line or through standard input; `print` shows its value. */
  source(text: string, name: string, print: (value: Value) => Promise<void>): Promise<number> {
    return this.loop.run(async () =>
      print(await this.evaluateText(text, name, this.moduleScope(name, this.process.cwd))),
    );
  }

  /** A scope for several pieces of source, one after the other. */
  moduleScope(file: string, folder: string): Scope {
    const scope = new Scope(this.globals, true);
    const module = object({ exports: new Obj() });
    scope.declare('module', module);
    scope.declare('exports', module.own('exports'));
    scope.declare(
      'require',
      native('require', ([name]) => this.require(toText(name), folder, file)),
    );
    scope.declare('__filename', file);
    scope.declare('__dirname', folder);
    return scope;
  }

  async evaluateText(text: string, file: string, scope: Scope): Promise<Value> {
    return this.evaluator(file).program(this.parse(text, file), scope, new Obj());
  }

  private parse(text: string, file: string) {
    try {
      return parseProgram(text);
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      if (error.message.startsWith('the model of node'))
        throw new Unmodelled(
          `${error.message.replace(/^the model of node knows no /, '')} (${file}:${error.line})`,
        );
      throw new Thrown(makeError('SyntaxError', error.message), error.line, file);
    }
  }

  private evaluator(file: string): Evaluator {
    const known = this.evaluators.get(file);
    if (known) return known;
    const folder = file.slice(0, file.lastIndexOf('/')) || '/';
    const evaluator: Evaluator = new Evaluator({
      file,
      step: () => this.loop.step(),
      importModule: (source) => this.require(source, folder, file),
      exported: (name, value) => this.exportsOf.get(file)?.set(name, value),
    });
    this.evaluators.set(file, evaluator);
    return evaluator;
  }

  private async load(path: string): Promise<Value> {
    const known = this.cache.get(path);
    if (known !== undefined) return known;
    const text = this.process.files.readText(path);
    if (path.endsWith('.json')) {
      const value = parseJson(text, path);
      this.cache.set(path, value);
      return value;
    }
    const folder = path.slice(0, path.lastIndexOf('/')) || '/';
    const scope = this.moduleScope(path, folder);
    const module = scope.find('module')!.value as Obj;
    const exports = module.own('exports') as Obj;
    this.exportsOf.set(path, exports);
    // A module that requires the one which requires it sees what that has so far.
    this.cache.set(path, exports);
    await this.evaluator(path).program(this.parse(text, path), scope, exports);
    const result = module.own('exports');
    this.cache.set(path, result);
    return result;
  }

  private async require(name: string, folder: string, from: string): Promise<Value> {
    if (name === 'process' || name === 'node:process') return this.globals.find('process')!.value;
    const builtin = builtinModule(name, this.loop);
    if (builtin !== undefined) return builtin;
    if (name.startsWith('node:')) throw new Unmodelled(`the module ${name}`);
    const found = this.find(name, folder);
    if (found) return this.load(found);
    if (this.isInstalled(name, folder)) {
      const known = packageModule(name, this.loop, this.evaluator(from));
      if (known !== undefined) return known;
      throw new Unmodelled(`the package ${name}, whose code the sandbox does not have`);
    }
    if (OTHER_BUILTINS.includes(name)) throw new Unmodelled(`the module ${name}`);
    throw new Thrown(
      makeError('Error', `Cannot find module '${name}'\nRequire stack:\n- ${from}`, {
        code: 'MODULE_NOT_FOUND',
        requireStack: new Arr([from]),
      }),
    );
  }

  /** node's search for a file: the name, with an extension, or a folder's index or main file. */
  private find(name: string, folder: string): string | undefined {
    if (/^\.{0,2}\//.test(name) || name === '.' || name === '..')
      return this.findFile(resolvePath(folder, name));
    for (let at = folder; ; at = at.slice(0, at.lastIndexOf('/'))) {
      const found = this.findFile(`${at === '/' ? '' : at}/node_modules/${name}`);
      if (found || at === '' || at === '/') return found;
    }
  }

  private findFile(path: string): string | undefined {
    const { files } = this.process;
    const candidates = [path, `${path}.js`, `${path}.json`, `${path}.mjs`, `${path}.cjs`];
    const found = candidates.find((candidate) => files.isFile(candidate));
    if (found || !files.isDirectory(path)) return found;
    const manifest = `${path}/package.json`;
    if (files.isFile(manifest)) {
      const description = parseJson(files.readText(manifest), manifest);
      const main = description instanceof Obj ? description.own('main') : undefined;
      const target = typeof main === 'string' ? this.findFile(resolvePath(path, main)) : undefined;
      if (target) return target;
    }
    return ['index.js', 'index.json']
      .map((index) => `${path}/${index}`)
      .find((candidate) => files.isFile(candidate));
  }

  private isInstalled(name: string, folder: string): boolean {
    for (let at = folder; ; at = at.slice(0, at.lastIndexOf('/'))) {
      if (this.process.files.isDirectory(`${at === '/' ? '' : at}/node_modules/${name}`)) return true;
      if (at === '' || at === '/') return false;
    }
  }
}

const OTHER_BUILTINS = [
  'assert',
  'buffer',
  'child_process',
  'cluster',
  'crypto',
  'dns',
  'net',
  'querystring',
  'readline',
  'stream',
  'timers',
  'tls',
  'worker_threads',
  'zlib',
];

/** The global `process`. */
class ProcessObject extends Emitter {
  private readonly owner: EventLoop;

  constructor(loop: EventLoop, version: string, argv: readonly string[]) {
    super(loop);
    this.owner = loop;
    const { process } = loop;
    const started = process.host.clock.now();
    const env = new Obj();
    for (const [name, value] of Object.entries(process.env)) env.set(name, value);
    this.set('env', env);
    this.set('argv', new Arr([...argv]));
    this.set('pid', process.pid);
    this.set('version', version);
    this.set('versions', object({ node: version.slice(1) }));
    this.set('platform', 'linux');
    this.set('arch', process.host.architecture === 'amd64' ? 'x64' : process.host.architecture);
    const stream = (name: 'stdout' | 'stderr') =>
      object({
        isTTY: process[name].isTTY,
        write: native('write', ([text]) => process[name].write(toText(text)).then(() => true)),
      });
    this.set('stdout', stream('stdout'));
    this.set('stderr', stream('stderr'));
    this.hide(
      'cwd',
      native('cwd', () => process.cwd),
    );
    this.hide(
      'uptime',
      native('uptime', () => (process.host.clock.now() - started) / 1000),
    );
    this.hide(
      'getuid',
      native('getuid', () => process.user.uid),
    );
    this.hide(
      'memoryUsage',
      native('memoryUsage', () => object({ rss: 42_000_000, heapTotal: 6_500_000, heapUsed: 5_100_000 })),
    );
    this.hide(
      'nextTick',
      native('nextTick', ([fn, ...args]) => void loop.callback(fn, args) as undefined),
    );
    this.hide(
      'exit',
      native('exit', ([code]) => {
        const given = code ?? this.own('exitCode');
        throw new Exit(given === undefined ? 0 : toNumber(given));
      }),
    );
    loop.onExit = async (status) => {
      await this.emit('exit', [status]);
    };
  }

  override set(key: string, value: Value): void {
    if (key === 'exitCode') this.owner.exitCode = toNumber(value);
    super.set(key, value);
  }

  protected override listening(name: string): void {
    if (/^SIG[A-Z0-9]+$/.test(name) && name !== 'SIGKILL')
      this.owner.process.onSignal(name, () => void this.signal(name, [name]));
  }
}
