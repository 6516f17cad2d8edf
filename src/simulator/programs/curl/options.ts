import { CurlUsage } from './errors.ts';

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT';

interface Data {
  text: string;
  kind: 'data' | 'raw' | 'binary' | 'urlencode' | 'json';
}

export interface CurlOptions {
  urls: string[];
  /** The method that the other options make. */
  kind: Method;
  /** The method that `-X` puts in its place. */
  method?: string;
  headers: string[];
  data: Data[];
  /** More of the query of every URL. */
  query: string[];
  upload?: string;
  user?: string;
  bearer?: string;
  netrc?: 'must' | 'may';
  netrcFile?: string;
  agent?: string;
  referer?: string;
  cookie?: string;
  range?: string;
  /** Where bodies go, one for each URL: a file's name, or what the URL calls it. */
  outputs: ({ file: string } | 'remote')[];
  outputDirectory?: string;
  createDirectories: boolean;
  writeOut?: string;
  dumpHeader?: string;
  unixSocket?: string;
  connectTimeout?: number;
  maxTime?: number;
  maxRedirects: number;
  retries: number;
  retryDelay?: number;
  retryAll: boolean;
  retryRefused: boolean;
  silent: boolean;
  showError: boolean;
  meter: boolean;
  /** A bar in place of the meter. */
  bar: boolean;
  fail: boolean;
  failWithBody: boolean;
  failEarly: boolean;
  include: boolean;
  compressed: boolean;
  location: boolean;
  /** Credentials follow to other hosts too. */
  trusted: boolean;
  /** Redirects after which a POST stays one. */
  keepPost: Set<number>;
  verbose: boolean;
  get: boolean;
  globoff: boolean;
  version: boolean;
  help?: string;
  /** What to wonder at before the first transfer. */
  warnings: string[];
}

const NAMES: Record<Method, string> = {
  GET: 'GET (-G, --get)',
  HEAD: 'HEAD (-I, --head)',
  POST: 'POST (-d, --data)',
  PUT: 'PUT (-T, --upload-file)',
};

export function initialOptions(): CurlOptions {
  return {
    urls: [],
    kind: 'GET',
    headers: [],
    data: [],
    query: [],
    outputs: [],
    createDirectories: false,
    maxRedirects: 50,
    retries: 0,
    retryAll: false,
    retryRefused: false,
    silent: false,
    showError: false,
    meter: true,
    bar: false,
    fail: false,
    failWithBody: false,
    failEarly: false,
    include: false,
    compressed: false,
    location: false,
    trusted: false,
    keepPost: new Set(),
    verbose: false,
    get: false,
    globoff: false,
    version: false,
    warnings: [],
  };
}

/** Kept, unless nothing is to be said from here on. */
export function warn(options: CurlOptions, message: string): void {
  if (!options.silent) options.warnings.push(message);
}

/** One command line asks for one method. */
export function ask(options: CurlOptions, kind: Method): void {
  if (options.kind === 'GET' || options.kind === kind) {
    options.kind = kind;
    return;
  }
  warn(
    options,
    `You can only select one HTTP request method! You asked for both ${NAMES[kind]} and ${NAMES[options.kind]}.`,
  );
  throw new CurlUsage('');
}

/** What the options ask for in the end; bodies are looked at last. @throws CurlUsage */
export function settle(options: CurlOptions): void {
  if (options.data.length > 0 && !options.get) ask(options, 'POST');
  if (options.upload !== undefined) ask(options, 'PUT');
}
