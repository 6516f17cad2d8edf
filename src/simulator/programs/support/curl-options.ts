/** A command line that curl refuses. */
export class CurlUsage extends Error {
  readonly code: number;
  constructor(message: string, code = 2) {
    super(message);
    this.code = code;
  }
}

export interface CurlOptions {
  urls: string[];
  method: string | undefined;
  headers: string[];
  data: { text: string; kind: 'data' | 'raw' | 'binary' | 'urlencode' }[];
  upload: string | undefined;
  user: string | undefined;
  agent: string | undefined;
  outputs: string[];
  writeOut: string | undefined;
  dumpHeader: string | undefined;
  unixSocket: string | undefined;
  connectTimeout: number | undefined;
  maxRedirects: number;
  silent: boolean;
  showError: boolean;
  fail: boolean;
  failWithBody: boolean;
  include: boolean;
  head: boolean;
  location: boolean;
  verbose: boolean;
  remoteName: boolean;
  get: boolean;
  version: boolean;
  help: boolean;
}

/** Long names of letters. */
const LONG: Record<string, string> = {
  silent: 's',
  'show-error': 'S',
  fail: 'f',
  'fail-with-body': 'fail-with-body',
  include: 'i',
  head: 'I',
  location: 'L',
  request: 'X',
  header: 'H',
  data: 'd',
  'data-ascii': 'd',
  'data-raw': 'data-raw',
  'data-binary': 'data-binary',
  'data-urlencode': 'data-urlencode',
  json: 'json',
  user: 'u',
  output: 'o',
  'remote-name': 'O',
  'write-out': 'w',
  verbose: 'v',
  insecure: 'k',
  'user-agent': 'A',
  'upload-file': 'T',
  'dump-header': 'D',
  get: 'G',
  'unix-socket': 'unix-socket',
  'connect-timeout': 'connect-timeout',
  'max-time': 'm',
  'max-redirs': 'max-redirs',
  version: 'V',
  help: 'h',
  compressed: 'compressed',
  retry: 'retry',
  'retry-delay': 'retry',
  'progress-bar': '#',
  referer: 'e',
  cookie: 'b',
  'cookie-jar': 'c',
  url: 'url',
  'no-progress-meter': 'no-progress-meter',
  'http1.1': 'http',
  http2: 'http',
  ipv4: '4',
  ipv6: '6',
  'no-buffer': 'N',
  proto: 'proto',
  'tlsv1.2': 'tls',
  cacert: 'cacert',
  resolve: 'resolve',
  oauth2: 'oauth2-bearer',
  'oauth2-bearer': 'oauth2-bearer',
  globoff: 'g',
  parallel: 'Z',
  range: 'r',
};

const TAKES = new Set(
  'X H d data-raw data-binary data-urlencode json u o w A T D unix-socket connect-timeout m max-redirs retry e b c url proto cacert resolve oauth2-bearer r'.split(
    ' ',
  ),
);

const FLAGS = new Set('s S f i I L O v k G V h # N g Z 4 6 0 1 2 3 j q n R'.split(' '));

/** @throws CurlUsage worded as curl does */
export function parseCurl(args: readonly string[]): CurlOptions {
  const options: CurlOptions = {
    urls: [],
    method: undefined,
    headers: [],
    data: [],
    upload: undefined,
    user: undefined,
    agent: undefined,
    outputs: [],
    writeOut: undefined,
    dumpHeader: undefined,
    unixSocket: undefined,
    connectTimeout: undefined,
    maxRedirects: 50,
    silent: false,
    showError: false,
    fail: false,
    failWithBody: false,
    include: false,
    head: false,
    location: false,
    verbose: false,
    remoteName: false,
    get: false,
    version: false,
    help: false,
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      options.urls.push(...args.slice(i + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const key = LONG[arg.slice(2)] ?? LONG[arg.slice(2).replace(/^no-/, '')];
      if (key === undefined) throw new CurlUsage(`option ${arg}: is unknown`);
      if (TAKES.has(key)) {
        const value = args[++i];
        if (value === undefined) throw new CurlUsage(`option ${arg}: requires parameter`);
        apply(options, key, value);
      } else apply(options, key, '');
    } else if (/^-./.test(arg)) {
      for (let j = 1; j < arg.length; j++) {
        const letter = arg[j]!;
        if (TAKES.has(letter)) {
          const value = arg.slice(j + 1) || args[++i];
          if (value === undefined) throw new CurlUsage(`option -${letter}: requires parameter`);
          apply(options, letter, value);
          break;
        }
        if (!FLAGS.has(letter)) throw new CurlUsage(`option -${arg.slice(1)}: is unknown`);
        apply(options, letter, '');
      }
    } else options.urls.push(arg);
  }
  return options;
}

function apply(options: CurlOptions, key: string, value: string): void {
  const actions: Record<string, () => void> = {
    s: () => {
      options.silent = true;
    },
    'no-progress-meter': () => {
      options.silent = options.showError = true;
    },
    S: () => {
      options.showError = true;
    },
    f: () => {
      options.fail = true;
    },
    'fail-with-body': () => {
      options.fail = options.failWithBody = true;
    },
    i: () => {
      options.include = true;
    },
    I: () => {
      options.head = true;
    },
    L: () => {
      options.location = true;
    },
    v: () => {
      options.verbose = true;
    },
    O: () => {
      options.remoteName = true;
    },
    G: () => {
      options.get = true;
    },
    V: () => {
      options.version = true;
    },
    h: () => {
      options.help = true;
    },
    X: () => {
      options.method = value;
    },
    H: () => {
      options.headers.push(value);
    },
    d: () => {
      options.data.push({ text: value, kind: 'data' });
    },
    'data-raw': () => {
      options.data.push({ text: value, kind: 'raw' });
    },
    'data-binary': () => {
      options.data.push({ text: value, kind: 'binary' });
    },
    'data-urlencode': () => {
      options.data.push({ text: value, kind: 'urlencode' });
    },
    json: () => {
      options.data.push({ text: value, kind: 'binary' });
      options.headers.push('Content-Type: application/json', 'Accept: application/json');
    },
    u: () => {
      options.user = value.includes(':') ? value : `${value}:`;
    },
    'oauth2-bearer': () => {
      options.headers.push(`Authorization: Bearer ${value}`);
    },
    A: () => {
      options.agent = value;
    },
    o: () => {
      options.outputs.push(value);
    },
    w: () => {
      options.writeOut = value;
    },
    T: () => {
      options.upload = value;
    },
    D: () => {
      options.dumpHeader = value;
    },
    r: () => {
      options.headers.push(`Range: bytes=${value}`);
    },
    e: () => {
      options.headers.push(`Referer: ${value}`);
    },
    b: () => {
      options.headers.push(`Cookie: ${value}`);
    },
    url: () => {
      options.urls.push(value);
    },
    'unix-socket': () => {
      options.unixSocket = value;
    },
    'connect-timeout': () => {
      options.connectTimeout = Number(value);
    },
    m: () => {
      options.connectTimeout ??= Number(value);
    },
    'max-redirs': () => {
      options.maxRedirects = Number(value);
    },
  };
  actions[key]?.();
}
