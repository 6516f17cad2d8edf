import type { Process } from '../../common/process.ts';
import { complain } from '../support/program.ts';
import { ask } from '../support/prompt.ts';
import { fetchUrl } from './attempts.ts';
import { CurlError, CurlUsage } from './errors.ts';
import { expandGlobs } from './globs.ts';
import { VERSION } from './head.ts';
import { type CurlOptions, settle } from './options.ts';
import { printWarning } from './output.ts';
import { parseCurl } from './parse.ts';
import { Verbose } from './verbose.ts';

const MANUAL = "curl: try 'curl --help' or 'curl --manual' for more information\n";

/** `curl --help`: what is used most. */
const HELP = `Usage: curl [options...] <url>
 -d, --data <data>          Send data in the body (POST)
 -f, --fail                 No output and status 22 when the server refuses
 -G, --get                  Put the data into the URL's query
 -H, --header <header>      Send a header
 -h, --help                 This help
 -I, --head                 Ask for the headers alone
 -i, --include              Show the headers before the body
 -k, --insecure             Take any certificate
 -L, --location             Follow redirects
 -o, --output <file>        Write the body to a file
 -O, --remote-name          Write it to a file named as the URL ends
 -r, --range <range>        Ask for some bytes alone
 -S, --show-error           Show errors even with -s
 -s, --silent               No meter and no errors
 -T, --upload-file <file>   Send a file (PUT)
 -u, --user <user:password> Show who you are
 -v, --verbose              Tell all that is sent and received
 -V, --version              Show the version
 -w, --write-out <format>   Print something about the transfer at its end
 -X, --request <method>     Ask by another method
`;

const ABOUT = `curl 7.88.1 (x86_64-pc-linux-gnu) ${VERSION}
Release-Date: 2023-02-20, simulated
Protocols: http https
Features: Largefile SSL UnixSockets
`;

/** curl(1), over the machine's network: as Debian 12 has it, version 7.88.1. */
export async function curl(process: Process): Promise<number> {
  let options: CurlOptions;
  try {
    options = parseCurl(process.argv.slice(1));
  } catch (error) {
    if (!(error instanceof CurlUsage)) throw error;
    await complain(process, error.message);
    await process.stderr.write(MANUAL);
    return 2;
  }
  if (options.help !== undefined || options.version) {
    await process.stdout.write(options.version ? ABOUT : HELP);
    return 0;
  }
  const warned = async (): Promise<void> => {
    for (const warning of options.warnings.splice(0)) await printWarning(process, warning);
  };
  try {
    settle(options);
  } catch (error) {
    if (!(error instanceof CurlUsage)) throw error;
    await warned();
    return 2;
  }
  await warned();
  if (options.urls.length === 0) {
    const bare = process.argv.length === 1;
    await process.stderr.write(`${bare ? '' : 'curl: no URL specified!\n'}${MANUAL}`);
    return 2;
  }
  await note(process, options);
  await askPassword(process, options);
  return fetchAll(process, options);
}

/** What is wondered at before anything is asked. */
async function note(process: Process, options: CurlOptions): Promise<void> {
  const { method, kind, silent, verbose } = options;
  if (silent) return;
  if (options.outputs.length > options.urls.length)
    await printWarning(process, 'Got more output options than URLs');
  if (method === kind && verbose)
    await process.stderr.write(`Note: Unnecessary use of -X or --request, ${kind} is already inferred.\n`);
  else if (method?.toUpperCase() === 'HEAD' && kind !== 'HEAD') {
    await printWarning(
      process,
      'Setting custom HTTP method to HEAD with -X/--request may not work the way you want. Consider using -I/--head instead.',
    );
  }
}

/** A name without a password is asked for one. */
async function askPassword(process: Process, options: CurlOptions): Promise<void> {
  const { user } = options;
  if (user === undefined || user.includes(':') || options.bearer !== undefined) return;
  const onError = { ...process, stdin: process.tty?.input ?? process.stdin, stdout: process.stderr };
  const given = await ask(onError, `Enter host password for user '${user}':`, { echo: false });
  options.user = `${user}:${given ?? ''}`;
}

async function fetchAll(process: Process, options: CurlOptions): Promise<number> {
  const verbose = new Verbose(process, options.verbose);
  let status = 0;
  let number = 0;
  for (const [index, pattern] of options.urls.entries()) {
    let urls: { url: string; globs: string[] }[];
    try {
      urls = options.globoff ? [{ url: pattern, globs: [] }] : expandGlobs(pattern);
    } catch (error) {
      if (!(error instanceof CurlError)) throw error;
      if (!options.silent || options.showError)
        await process.stderr.write(`curl: (${error.code}) ${error.message}\n`);
      return error.code;
    }
    for (const { url, globs } of urls) {
      const code = await fetchUrl(process, options, verbose, { url, globs, index, number: number++ });
      for (const warning of options.warnings.splice(0)) await printWarning(process, warning);
      if (code !== 0) status = code;
      if (code !== 0 && options.failEarly) return status;
    }
  }
  return status;
}
