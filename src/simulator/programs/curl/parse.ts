import { CurlUsage } from './errors.ts';
import { type CurlOption, optionOfLetter, optionOfName, WITHOUT_EFFECT } from './option-table.ts';
import { ask, type CurlOptions, initialOptions, warn } from './options.ts';

/** Reads a command line. @throws CurlUsage worded as curl does */
export function parseCurl(args: readonly string[]): CurlOptions {
  const options = initialOptions();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      options.urls.push(...args.slice(i + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const { option, on } = findLong(arg);
      const takes = option.kind !== 'flag';
      if (option.name === 'help') return { ...options, help: args[i + 1] ?? '' };
      if (takes && i + 1 >= args.length) throw wrong(arg, 'requires parameter');
      apply(options, option, takes ? args[++i]! : '', on, arg);
    } else if (/^-./s.test(arg)) {
      i = letters(options, args, i);
    } else options.urls.push(arg);
    if (options.help !== undefined) break;
  }
  return options;
}

/** Reads one word of letters, and the next where the last of them takes it. Gives the index that was read last. */
function letters(options: CurlOptions, args: readonly string[], at: number): number {
  const word = args[at]!;
  for (let j = 1; j < word.length; j++) {
    const option = optionOfLetter(word[j]!);
    if (!option) throw wrong(word, 'is unknown');
    if (option.name === 'help') {
      options.help = args[at + 1] ?? '';
      return at;
    }
    if (option.kind === 'flag') {
      apply(options, option, '', true, word);
      continue;
    }
    const attached = word.slice(j + 1);
    if (attached === '' && at + 1 >= args.length) throw wrong(word, 'requires parameter');
    apply(options, option, attached === '' ? args[at + 1]! : attached, true, word);
    return attached === '' ? at + 1 : at;
  }
  return at;
}

const wrong = (word: string, what: string): CurlUsage => new CurlUsage(`option ${word}: ${what}`);

function findLong(word: string): { option: CurlOption; on: boolean } {
  const on = !word.startsWith('--no-');
  const option = optionOfName(word.slice(on ? 2 : 5));
  if (option === undefined) throw wrong(word, 'is unknown');
  if (option === 'ambiguous') throw wrong(word, 'is ambiguous');
  if (!on && option.kind !== 'flag') throw wrong(word, "used '--no-' for option that isn't a boolean");
  return { option, on };
}

function apply(
  options: CurlOptions,
  { name, kind }: CurlOption,
  value: string,
  on: boolean,
  word: string,
): void {
  if (kind === 'number' || kind === 'seconds') checkNumber(name, kind, value, word);
  if (kind === 'file' && /^-./s.test(value))
    warn(options, `The file name argument '${value}' looks like a flag.`);
  const data = DATA[name];
  if (SWITCHES[name]) options[SWITCHES[name]] = on;
  else if (TEXTS[name]) options[TEXTS[name]] = value;
  else if (LISTS[name]) options[LISTS[name]].push(value);
  else if (NUMBERS[name]) options[NUMBERS[name]] = Number(value);
  else if (data) options.data.push({ text: value, kind: data });
  else if (OTHERS[name]) OTHERS[name](options, { value, on, word });
  else if (!WITHOUT_EFFECT.has(name)) throw wrong(word, "the installed libcurl version doesn't support this");
}

/** Of seconds, some thirty years: later than that no clock here goes. */
const MOST = 1e9;

function checkNumber(name: string, kind: 'number' | 'seconds', value: string, word: string): void {
  const proper = kind === 'seconds' ? /^-?\d*\.?\d+(?:e\d+)?$/ : /^-?\d+$/;
  if (!proper.test(value)) throw wrong(word, 'expected a proper numerical parameter');
  if (Number(value) > MOST) throw wrong(word, 'too large number');
  const least = name === 'max-redirs' ? -1 : 0;
  if (Number(value) < least)
    throw wrong(word, `expected a ${name === 'max-redirs' ? 'proper' : 'positive'} numerical parameter`);
}

const SWITCHES: Partial<
  Record<
    string,
    | 'silent'
    | 'showError'
    | 'meter'
    | 'bar'
    | 'failEarly'
    | 'include'
    | 'compressed'
    | 'location'
    | 'verbose'
    | 'createDirectories'
    | 'get'
    | 'globoff'
    | 'version'
    | 'retryAll'
    | 'retryRefused'
  >
> = {
  silent: 'silent',
  'show-error': 'showError',
  'progress-meter': 'meter',
  'progress-bar': 'bar',
  'fail-early': 'failEarly',
  include: 'include',
  compressed: 'compressed',
  location: 'location',
  verbose: 'verbose',
  'create-dirs': 'createDirectories',
  get: 'get',
  globoff: 'globoff',
  version: 'version',
  'retry-all-errors': 'retryAll',
  'retry-connrefused': 'retryRefused',
};

const TEXTS: Partial<
  Record<
    string,
    | 'method'
    | 'user'
    | 'bearer'
    | 'agent'
    | 'outputDirectory'
    | 'writeOut'
    | 'upload'
    | 'dumpHeader'
    | 'referer'
    | 'unixSocket'
  >
> = {
  request: 'method',
  user: 'user',
  'oauth2-bearer': 'bearer',
  'user-agent': 'agent',
  'output-dir': 'outputDirectory',
  'write-out': 'writeOut',
  'upload-file': 'upload',
  'dump-header': 'dumpHeader',
  referer: 'referer',
  'unix-socket': 'unixSocket',
};

const LISTS: Partial<Record<string, 'headers' | 'query' | 'urls'>> = {
  header: 'headers',
  'url-query': 'query',
  url: 'urls',
};

const NUMBERS: Partial<
  Record<string, 'connectTimeout' | 'maxTime' | 'maxRedirects' | 'retries' | 'retryDelay'>
> = {
  'connect-timeout': 'connectTimeout',
  'max-time': 'maxTime',
  'max-redirs': 'maxRedirects',
  retry: 'retries',
  'retry-delay': 'retryDelay',
};

const DATA: Partial<Record<string, CurlOptions['data'][number]['kind']>> = {
  data: 'data',
  'data-ascii': 'data',
  'data-raw': 'raw',
  'data-binary': 'binary',
  'data-urlencode': 'urlencode',
  json: 'json',
};

/** Both `--fail` and `--fail-with-body` are too many. */
function fail(options: CurlOptions, on: boolean, withBody: boolean, word: string): void {
  if (on && options.fail && options.failWithBody !== withBody) {
    throw new CurlUsage(
      `You must select either --fail or --fail-with-body, not both.\ncurl: option ${word}: is badly used here`,
    );
  }
  options.fail = on;
  options.failWithBody = on && withBody;
}

/** Whether a POST stays one after a redirect of a status. */
function keepPost(options: CurlOptions, status: number, on: boolean): void {
  if (on) options.keepPost.add(status);
  else options.keepPost.delete(status);
}

function netrc(options: CurlOptions, on: boolean, how: 'must' | 'may'): void {
  if (on) options.netrc = how;
  else delete options.netrc;
}

interface Given {
  value: string;
  on: boolean;
  word: string;
}

const OTHERS: Partial<Record<string, (options: CurlOptions, given: Given) => void>> = {
  fail: (options, { on, word }) => fail(options, on, false, word),
  'fail-with-body': (options, { on, word }) => fail(options, on, true, word),
  head: (options, { on }) => {
    options.include = on;
    if (on) ask(options, 'HEAD');
    else options.kind = 'GET';
  },
  'location-trusted': (options, { on }) => {
    options.location = on;
    options.trusted = on;
  },
  post301: (options, { on }) => keepPost(options, 301, on),
  post302: (options, { on }) => keepPost(options, 302, on),
  post303: (options, { on }) => keepPost(options, 303, on),
  'remote-name': (options, { on }) => {
    if (on) options.outputs.push('remote');
  },
  output: (options, { value }) => {
    options.outputs.push({ file: value });
  },
  netrc: (options, { on }) => netrc(options, on, 'must'),
  'netrc-optional': (options, { on }) => netrc(options, on, 'may'),
  'netrc-file': (options, { value }) => {
    options.netrcFile = value;
    options.netrc ??= 'must';
  },
  range: (options, { value }) => {
    if (!/^[\d,-]*$/.test(value)) warn(options, BAD_RANGE);
    options.range = /^\d+$/.test(value) ? `${value}-` : value;
  },
  // Without `=` it names a file of cookies, of which nothing here makes any.
  cookie: (options, { value }) => {
    if (value.includes('=')) options.cookie = value;
  },
};

const BAD_RANGE =
  "Invalid character is found in given range. A specified range MUST have only digits in 'start'-'stop'. The server's response to this request is uncertain.";
