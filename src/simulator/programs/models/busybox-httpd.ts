import { resolvePath } from '../../common/files.ts';
import type { Process, Program } from '../../common/process.ts';
import { listen, waitForSignal } from './serve.ts';
import { siteAnswer } from './static-site.ts';

const REASONS: Record<number, [string, string]> = {
  301: ['Moved', ''],
  403: ['Forbidden', ''],
  404: ['Not Found', 'The requested URL was not found'],
  405: ['Method Not Allowed', ''],
};
const DEFAULT_PORT = 80;

/** The web server among busybox's applets: `httpd [-f] [-p [IP:]PORT] [-h HOME]`. */
export const busyboxHttpd: Program = async (process) => {
  const args = process.argv.slice(1);
  const option = (letter: string) => {
    const at = args.findIndex((arg) => arg.startsWith(letter));
    return at === -1 ? undefined : args[at] === letter ? args[at + 1] : args[at]!.slice(letter.length);
  };
  const port = Number(option('-p')?.split(':').at(-1) ?? DEFAULT_PORT);
  const home = resolvePath(process.cwd, option('-h') ?? '.');
  if (!process.files.isDirectory(home)) {
    await process.stderr.write(`httpd: can't change directory to '${home}': No such file or directory\n`);
    return 1;
  }
  if (!listen(process, port, async (request) => answer(process, home, request))) {
    await process.stderr.write('httpd: bind: Address already in use\n');
    return 1;
  }
  await waitForSignal(process, []);
  return 0;
};

function answer(process: Process, home: string, request: Request): Response {
  const found = siteAnswer(process, home, request, ['index.html']);
  const headers = new Headers({
    Date: new Date(process.host.clock.now()).toUTCString(),
    Connection: 'close',
  });
  for (const [name, value] of Object.entries(found.headers)) headers.set(name, value);
  const reason = REASONS[found.status];
  if (!reason) {
    const body = request.method === 'HEAD' || !found.body ? null : (found.body as BodyInit);
    return new Response(body, { status: found.status, headers });
  }
  const [title, text] = reason;
  headers.set('Content-Type', 'text/html');
  const page = `<HTML><HEAD><TITLE>${found.status} ${title}</TITLE></HEAD>\n<BODY><H1>${found.status} ${title}</H1>\n${text}\n</BODY></HTML>\n`;
  return new Response(page, { status: found.status, headers });
}
