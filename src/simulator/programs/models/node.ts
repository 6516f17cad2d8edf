import { resolvePath } from '../../common/files.ts';
import type { Process, Program } from '../../common/process.ts';
import { inspect } from './javascript/inspect.ts';
import { Runtime } from './javascript/runtime.ts';
import { Thrown, toText, Unmodelled } from './javascript/values.ts';

const DEFAULT_VERSION = '22.20.0';

/** `node`: runs small JavaScript programs from the container's own files. */
export const node: Program = async (process) => {
  const version = `v${process.env.NODE_VERSION ?? DEFAULT_VERSION}`;
  const args = process.argv.slice(1);
  while (args[0]?.startsWith('-') && args[0] !== '-') {
    const option = args.shift()!;
    if (option === '--version' || option === '-v') {
      await process.stdout.write(`${version}\n`);
      return 0;
    }
    if (['-e', '--eval', '-p', '--print', '-pe'].includes(option)) {
      const source = args.shift();
      if (source === undefined) {
        await process.stderr.write(`node: ${option} requires an argument\n`);
        return 9;
      }
      return evaluate(process, version, source, option !== '-e' && option !== '--eval');
    }
    if (option === '--') break;
    if (
      !/^--(?:enable-source-maps|no-warnings|trace-warnings|max-old-space-size=\d+|env-file=.*)$/.test(option)
    ) {
      await process.stderr.write(`node: bad option: ${option}\n`);
      return 9;
    }
  }
  const [script, ...rest] = args;
  if (script === undefined || script === '-')
    return process.stdin.isTTY ? repl(process, version) : fromInput(process, version);
  return run(process, version, script, rest);
};

async function run(process: Process, version: string, script: string, rest: string[]): Promise<number> {
  const path = resolvePath(process.cwd, script);
  const found = [path, `${path}.js`, `${path}/index.js`].find((candidate) => process.files.isFile(candidate));
  if (!found) {
    await process.stderr.write(
      `node:internal/modules/cjs/loader:1228\n  throw err;\n  ^\n\nError: Cannot find module '${path}'\n` +
        `    at node:internal/main/run_main_module:36:49 {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: []\n}\n\nNode.js ${version}\n`,
    );
    return 1;
  }
  return new Runtime(process, version, ['/usr/local/bin/node', found, ...rest]).main(found);
}

function evaluate(process: Process, version: string, source: string, print: boolean): Promise<number> {
  const runtime = new Runtime(process, version, ['/usr/local/bin/node']);
  return runtime.source(source, '[eval]', async (value) => {
    if (print) await process.stdout.write(`${typeof value === 'string' ? value : inspect(value)}\n`);
  });
}

async function fromInput(process: Process, version: string): Promise<number> {
  const decoder = new TextDecoder();
  let source = '';
  for (
    let data = await process.stdin.read(process.signal);
    data;
    data = await process.stdin.read(process.signal)
  ) {
    source += decoder.decode(data, { stream: true });
  }
  const runtime = new Runtime(process, version, ['/usr/local/bin/node', '-']);
  return runtime.source(source, '[stdin]', async () => {});
}

/** The interactive prompt: one line, one value. */
async function repl(process: Process, version: string): Promise<number> {
  await process.stdout.write(`Welcome to Node.js ${version}.\nType ".help" for more information.\n`);
  const runtime = new Runtime(process, version, ['/usr/local/bin/node']);
  const scope = runtime.moduleScope('REPL', process.cwd);
  const decoder = new TextDecoder();
  return runtime.loop.run(async () => {
    for (;;) {
      await process.stdout.write('> ');
      const data = await process.stdin.read(process.signal);
      const line = data && decoder.decode(data).trim();
      if (line === undefined || line === '.exit') {
        if (line === undefined) await process.stdout.write('\n');
        return;
      }
      if (line === '.help')
        await process.stdout.write('.exit    Exit the REPL\n.help    Print this help message\n');
      else if (line !== '') await process.stdout.write(`${await answer(runtime, line, scope)}\n`);
    }
  });
}

async function answer(
  runtime: Runtime,
  line: string,
  scope: Parameters<Runtime['evaluateText']>[2],
): Promise<string> {
  try {
    return inspect(await runtime.evaluateText(line, 'REPL', scope));
  } catch (error) {
    if (error instanceof Thrown)
      return `Uncaught ${typeof error.value === 'object' ? toText(error.value) : inspect(error.value)}`;
    if (error instanceof Unmodelled) return `The sandbox does not model ${error.message}.`;
    throw error;
  }
}
