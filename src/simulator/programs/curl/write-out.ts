import { headerLines, VERSION } from './head.ts';

/** `-w`: what there is to say of a transfer. */

/** What a transfer came to. */
export interface Outcome {
  url: string;
  effective: string;
  /** How many URLs of the command line were before it. */
  number: number;
  exitCode: number;
  error: string;
  method: string;
  scheme: string;
  response: Response | undefined;
  address: string;
  port: number;
  redirects: number;
  redirectUrl: string;
  connects: number;
  file: string;
  referer: string;
  downloaded: number;
  uploaded: number;
  headerSize: number;
  requestSize: number;
  headers: number;
  /** Milliseconds. */
  time: number;
}

type Value = string | number | null;

const seconds = (milliseconds: number): Value => milliseconds / 1000;
const rate = (bytes: number, time: number): number =>
  bytes === 0 ? 0 : Math.round(bytes / (Math.max(time, 1) / 1000));

/** The variables in the order of `%{json}`, which leaves out the last ones. */
function variables(of: Outcome): Record<string, Value> {
  const status = of.response?.status ?? 0;
  return {
    certs: '',
    content_type: of.response?.headers.get('content-type') ?? null,
    errormsg: of.error === '' ? null : of.error,
    exitcode: of.exitCode,
    filename_effective: of.file === '' ? null : of.file,
    ftp_entry_path: null,
    http_code: status,
    http_connect: 0,
    http_version: of.response ? '1.1' : '0',
    local_ip: of.response ? '127.0.0.1' : '',
    local_port: of.response ? 40_000 + (of.port % 10_000) : 0,
    method: of.method,
    num_certs: 0,
    num_connects: of.connects,
    num_headers: of.headers,
    num_redirects: of.redirects,
    proxy_ssl_verify_result: 0,
    redirect_url: of.redirectUrl === '' ? null : of.redirectUrl,
    referer: of.referer === '' ? null : of.referer,
    remote_ip: of.address,
    remote_port: of.response ? of.port : 0,
    response_code: status,
    scheme: of.scheme === '' ? null : of.scheme,
    size_download: of.downloaded,
    size_header: of.headerSize,
    size_request: of.requestSize,
    size_upload: of.uploaded,
    speed_download: rate(of.downloaded, of.time),
    speed_upload: rate(of.uploaded, of.time),
    ssl_verify_result: 0,
    time_appconnect: seconds(0),
    time_connect: seconds(0),
    time_namelookup: seconds(0),
    time_pretransfer: seconds(0),
    time_redirect: seconds(0),
    time_starttransfer: seconds(of.time),
    time_total: seconds(of.time),
    url: of.url,
    url_effective: of.effective,
    urlnum: of.number,
  };
}

const CODES = new Set(['http_code', 'response_code', 'http_connect']);

function asText(name: string, value: Value): string {
  if (CODES.has(name)) return String(value).padStart(3, '0');
  if (name.startsWith('time_')) return Number(value).toFixed(6);
  return String(value ?? '');
}

function asJson(of: Outcome): string {
  const members = Object.entries(variables(of)).map(([name, value]) =>
    name.startsWith('time_') ? `"${name}":${Number(value).toFixed(6)}` : `"${name}":${JSON.stringify(value)}`,
  );
  return `{${members.join(',')},"curl_version":"${VERSION}"}`;
}

function headersAsJson(response: Response | undefined): string {
  const all = new Map<string, string[]>();
  for (const [name, value] of response ? headerLines(response) : []) {
    const key = name.toLowerCase();
    all.set(key, [...(all.get(key) ?? []), value]);
  }
  const lines = [...all].map(([name, values]) => `${JSON.stringify(name)}:${JSON.stringify(values)}`);
  return `{${lines.join(',\n')}\n}`;
}

/** What goes to standard output and to standard error, in its order. */
export function writeOut(format: string, of: Outcome): { text: string; error: boolean }[] {
  const parts: { text: string; error: boolean }[] = [];
  let error = false;
  let silent = false;
  const put = (text: string, toError = error): void => {
    if (!silent) parts.push({ text, error: toError });
  };
  const values = variables(of);
  for (const [piece] of format.matchAll(/%\{[^}]*\}|%header\{[^}]*\}|%%|\\[nrt]|[^%\\]+|[%\\]/g)) {
    if (piece === '%%') put('%');
    else if (piece === '\\n') put('\n');
    else if (piece === '\\r') put('\r');
    else if (piece === '\\t') put('\t');
    else if (piece.startsWith('%header{')) put(headerNamed(of.response, piece.slice(8, -1)));
    else if (!piece.startsWith('%{')) put(piece);
    else {
      const name = piece.slice(2, -1);
      if (name === 'stdout' || name === 'stderr') error = name === 'stderr';
      else if (name === 'onerror') silent = of.exitCode === 0;
      else if (name === 'json') put(asJson(of));
      else if (name === 'header_json') put(headersAsJson(of.response));
      else if (name in values) put(asText(name, values[name]!));
      else put(`curl: unknown --write-out variable: '${name}'\n`, true);
    }
  }
  return parts;
}

const headerNamed = (response: Response | undefined, name: string): string =>
  /^[\w-]+$/.test(name) ? (response?.headers.get(name) ?? '') : '';
