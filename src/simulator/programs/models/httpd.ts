import type { Process, Program } from '../../common/process.ts';
import { accessLine } from './nginx.ts';
import { listen, waitForSignal } from './serve.ts';
import { siteAnswer } from './static-site.ts';

const DEFAULT_VERSION = '2.4.65';
const CONFIGURATION = '/usr/local/apache2/conf/httpd.conf';
const REASONS: Record<number, [string, string]> = {
  301: ['Moved Permanently', 'The document has moved.'],
  403: ['Forbidden', "You don't have permission to access this resource."],
  404: ['Not Found', 'The requested URL was not found on this server.'],
  405: ['Method Not Allowed', 'The requested method is not allowed for this URL.'],
};

/** Apache's `httpd`: serves the document root of the container. */
export const httpd: Program = async (process) => {
  const version = process.env.HTTPD_VERSION ?? DEFAULT_VERSION;
  if (process.argv.includes('-v')) {
    await process.stdout.write(`Server version: Apache/${version} (Unix)\n`);
    return 0;
  }
  const { files } = process;
  const text = files.isFile(CONFIGURATION) ? files.readText(CONFIGURATION) : '';
  const setting = (name: string) => new RegExp(`^\\s*${name}\\s+"?([^"\\s]+)"?`, 'm').exec(text)?.[1];
  const root = setting('DocumentRoot') ?? '/usr/local/apache2/htdocs';
  const port = Number(setting('Listen')?.split(':').at(-1) ?? 80);
  const isOpen = listen(process, port, async (request) => {
    const response = answer(process, root, request, version);
    await process.stdout.write(accessLine(process, request, response).replace(/ "[^"]*" "[^"]*"\n$/, '\n'));
    return response;
  });
  if (!isOpen) {
    await process.stderr.write(
      `(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:${port}\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n`,
    );
    return 1;
  }
  const say = (module: string, text_: string) =>
    process.stderr.write(
      `[${apacheTime(process)}] [${module}:notice] [pid ${process.pid}:tid ${process.pid}] ${text_}\n`,
    );
  await process.stderr.write(
    `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using 172.17.0.2. Set the 'ServerName' directive globally to suppress this message\n`,
  );
  await say('mpm_event', `AH00489: Apache/${version} (Unix) configured -- resuming normal operations`);
  await say('core', "AH00094: Command line: 'httpd -D FOREGROUND'");
  const signal = await waitForSignal(process, ['SIGTERM', 'SIGWINCH', 'SIGINT']);
  if (signal === 'SIGWINCH') await say('mpm_event', 'AH00492: caught SIGWINCH, shutting down gracefully');
  else await say('mpm_event', 'AH00491: caught SIGTERM, shutting down');
  return 0;
};

function answer(process: Process, root: string, request: Request, version: string): Response {
  const found = siteAnswer(process, root, request, ['index.html']);
  const headers = new Headers({
    Date: new Date(process.host.clock.now()).toUTCString(),
    Server: `Apache/${version} (Unix)`,
  });
  for (const [name, value] of Object.entries(found.headers)) headers.set(name, value);
  const reason = REASONS[found.status];
  if (!reason) {
    const body = request.method === 'HEAD' || !found.body ? null : (found.body as BodyInit);
    return new Response(body, { status: found.status, headers });
  }
  const [title, text] = reason;
  const page = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${found.status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${text}</p>\n</body></html>\n`;
  headers.set('Content-Type', 'text/html; charset=iso-8859-1');
  headers.set('Content-Length', String(page.length));
  return new Response(page, { status: found.status, headers });
}

function apacheTime(process: Process): string {
  const text = new Date(process.host.clock.now()).toUTCString();
  const [, day, date, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(text)!;
  return `${day} ${month} ${date} ${time}.000000 ${year}`;
}
