/** Heads of requests and responses as they go over the wire. */

import { reasonPhrase } from '../../common/reason-phrase.ts';

export const AGENT = 'curl/7.88.1';
export const VERSION =
  'libcurl/7.88.1 OpenSSL/3.0.19 zlib/1.2.13 brotli/1.0.9 zstd/1.5.4 libidn2/2.3.3 libpsl/0.21.2 (+libidn2/2.3.3) libssh2/1.10.0 nghttp2/1.52.0 librtmp/2.3 OpenLDAP/2.5.13';

/** A response's first line. */
export const statusLine = (response: Response): string =>
  `HTTP/1.1 ${response.status} ${reasonPhrase(response)}`;

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
