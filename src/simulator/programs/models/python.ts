import { resolvePath } from '../../common/files.ts';
import type { Process, Program } from '../../common/process.ts';
import { accessLine } from './nginx.ts';
import { listen, sayUnmodelled, waitForSignal } from './serve.ts';
import { siteAnswer } from './static-site.ts';

const DEFAULT_VERSION = '3.13.7';

/** `python`: its version, the file server of its standard library, and `print` of plain texts; no more of the language. */
export const python: Program = async (process) => {
  const version = process.env.PYTHON_VERSION ?? DEFAULT_VERSION;
  const args = process.argv.slice(1).filter((arg) => arg !== '-u');
  if (['--version', '-V'].includes(args[0] ?? '')) {
    await process.stdout.write(`Python ${version}\n`);
    return 0;
  }
  if (args[0] === '-m' && args[1] === 'http.server') return fileServer(process, args.slice(2), version);
  if (args[0] === '-c') return source(process, args[1] ?? '');
  if (args[0] && !args[0].startsWith('-')) {
    const path = resolvePath(process.cwd, args[0]);
    if (!process.files.isFile(path)) {
      await process.stderr.write(
        `${process.argv[0]}: can't open file '${path}': [Errno 2] No such file or directory\n`,
      );
      return 2;
    }
    return source(process, process.files.readText(path));
  }
  await sayUnmodelled(process, 'its interactive prompt is left out');
  return 1;
};

/** Runs a source of nothing but `print("…")` lines and comments. */
async function source(process: Process, text: string): Promise<number> {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const texts: string[] = [];
  for (const line of lines) {
    const match = /^print\((?:(["'])((?:(?!\1)[^\\])*)\1|(-?\d+))?(?:, flush=True)?\)\s*;?$/.exec(line);
    if (!match) {
      await sayUnmodelled(
        process,
        `it runs print("…") and nothing else of the language, so not: ${line.trim()}`,
      );
      return 1;
    }
    texts.push(match[2] ?? match[3] ?? '');
  }
  for (const line of texts) await process.stdout.write(`${line}\n`);
  return 0;
}

async function fileServer(process: Process, args: string[], version: string): Promise<number> {
  const at = args.findIndex((arg) => arg === '-d' || arg === '--directory');
  const folder = at === -1 ? process.cwd : resolvePath(process.cwd, args[at + 1] ?? '.');
  const port = Number(args.find((arg, i) => /^\d+$/.test(arg) && args[i - 1] !== '-d') ?? 8000);
  const isOpen = listen(process, port, async (request) => {
    const found = siteAnswer(process, folder, request, ['index.html', 'index.htm']);
    const headers = new Headers({ Server: `SimpleHTTP/0.6 Python/${version}`, ...found.headers });
    const response = new Response(
      request.method === 'HEAD' || !found.body ? null : (found.body as BodyInit),
      {
        status: found.status,
        headers,
      },
    );
    await process.stderr.write(
      accessLine(process, request, response).replace(/ \d+ "[^"]*" "[^"]*"\n$/, ' -\n'),
    );
    return response;
  });
  if (!isOpen) {
    await process.stderr.write('OSError: [Errno 98] Address already in use\n');
    return 1;
  }
  await process.stdout.write(`Serving HTTP on 0.0.0.0 port ${port} (http://0.0.0.0:${port}/) ...\n`);
  await waitForSignal(process, ['SIGINT']);
  await process.stdout.write('\nKeyboard interrupt received, exiting.\n');
  return 0;
}
