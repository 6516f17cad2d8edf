/** Heads of requests and responses as they go over the wire. */

export const AGENT = 'curl/7.88.1';
export const VERSION =
  'libcurl/7.88.1 OpenSSL/3.0.19 zlib/1.2.13 brotli/1.0.9 zstd/1.5.4 libidn2/2.3.3 libpsl/0.21.2 (+libidn2/2.3.3) libssh2/1.10.0 nghttp2/1.52.0 librtmp/2.3 OpenLDAP/2.5.13';

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
  504: 'Gateway Timeout',
};

/** A response's first line. */
export const statusLine = ({ status, statusText }: Response): string =>
  `HTTP/1.1 ${status} ${statusText || (REASONS[status] ?? '')}`;

/** A response's headers. Their names arrive in lower case; a server writes them so. */
export const headerLines = (response: Response): [name: string, value: string][] =>
  [...response.headers].map(([name, value]) => [titled(name), value]);

const titled = (name: string): string =>
  name
    .replace(/(^|-)[a-z]/g, (c) => c.toUpperCase())
    .replace('Www-', 'WWW-')
    .replace('Etag', 'ETag');

/** The head of a response. */
export const headText = (response: Response): string =>
  `${[statusLine(response), ...headerLines(response).map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;
