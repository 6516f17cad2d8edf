import type { Process } from '../../common/process.ts';

/** One exchange with a server. */
export interface Answer {
  response: Response;
  url: URL;
  method: string;
  sent: [string, string][];
}

const REASONS: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  416: 'Requested Range Not Satisfiable',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** The head of an answer as it came over the wire. */
export function headText(response: Response): string {
  let text = `HTTP/1.1 ${response.status} ${response.statusText || (REASONS[response.status] ?? '')}\r\n`;
  for (const [name, value] of response.headers) text += `${titled(name)}: ${value}\r\n`;
  return `${text}\r\n`;
}

/** Header names arrive in lower case; a server writes them so. */
const titled = (name: string): string =>
  name
    .replace(/(^|-)[a-z]/g, (c) => c.toUpperCase())
    .replace('Www-', 'WWW-')
    .replace('Etag', 'ETag');

/** What `-v` tells of an exchange. */
export async function printVerbose(process: Process, { response, url, method, sent }: Answer): Promise<void> {
  const host = url.hostname;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  let address = '127.0.0.1';
  try {
    address = process.host.network.resolve(host);
  } catch {
    // A unix socket has no address.
  }
  const lines = [
    `*   Trying ${address}:${port}...`,
    `* Connected to ${host} (${address}) port ${port} (#0)`,
    `> ${method} ${url.pathname}${url.search} HTTP/1.1`,
  ];
  for (const [name, value] of sent) lines.push(`> ${name}: ${value}`);
  lines.push('> ');
  for (const line of headText(response).trimEnd().split('\r\n')) lines.push(`< ${line}`);
  lines.push('< ');
  await process.stderr.write(`${lines.join('\n')}\n`);
}

/** The meter that curl shows when the body does not go to the terminal. */
export async function progress(process: Process, size: number): Promise<void> {
  const amount =
    size < 100_000
      ? String(size)
      : size < 10_000 * 1024
        ? `${Math.floor(size / 1024)}k`
        : `${Math.floor(size / 1024 ** 2)}M`;
  const cell = amount.padStart(5);
  await process.stderr.write(
    `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\r100 ${cell}  100 ${cell}    0     0  ${cell}      0 --:--:-- --:--:-- --:--:-- ${cell}\n`,
  );
}

/** The text of `-w`. */
export function writeOut(format: string, values: Record<string, string>, headers?: Headers): string {
  return format
    .replace(/%header\{([^}]+)\}/g, (_, name: string) => headers?.get(name) ?? '')
    .replace(/%\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
    .replace(
      /\\([nrt\\])/g,
      (_, letter: string) => ({ n: '\n', r: '\r', t: '\t', '\\': '\\' })[letter as 'n']!,
    )
    .replaceAll('%%', '%');
}
