import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { readData, readQuery, readUpload } from './body.ts';
import { CurlError } from './errors.ts';
import { Meter } from './meter.ts';
import type { CurlOptions } from './options.ts';
import { NoName, printWarning, Target } from './output.ts';
import { parseUrl } from './request.ts';
import { Transfer } from './transfer.ts';
import type { Verbose } from './verbose.ts';
import { type Outcome, writeOut } from './write-out.ts';

/** One URL of a command line: what is sent, retries, and what is said of it all. */

/** Answers that may be others next time. */
const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);
const LONGEST_PAUSE = 600_000;

export interface Place {
  url: string;
  /** Which of the outputs is its. */
  index: number;
  /** How many URLs were before it. */
  number: number;
  /** What its pattern stands for here. */
  globs: readonly string[];
}

export async function fetchUrl(
  process: Process,
  options: CurlOptions,
  verbose: Verbose,
  place: Place,
): Promise<number> {
  const outcome = newOutcome(place, options);
  let code = 0;
  try {
    await tryUrl(process, options, verbose, place, outcome);
  } catch (error) {
    if (!(error instanceof CurlError)) throw error;
    await tellError(process, options, error);
    code = error.code;
    outcome.exitCode = code;
    outcome.error = error.message;
  }
  if (options.writeOut !== undefined) {
    for (const { text, error } of writeOut(formatOf(process, options.writeOut), outcome))
      await (error ? process.stderr : process.stdout).write(text);
  }
  return code;
}

async function tellError(process: Process, options: CurlOptions, error: CurlError): Promise<void> {
  if (error instanceof NoName)
    await process.stderr.write(options.silent ? '' : 'curl: Remote file name has no length!\n');
  if ((options.silent && !options.showError) || error.message === '') return;
  await process.stderr.write(`curl: (${error.code}) ${error.message}\n`);
}

/** `-w @file` */
function formatOf(process: Process, format: string): string {
  if (!format.startsWith('@')) return format;
  const path = absolute(process, format.slice(1));
  return process.files.isFile(path) ? process.files.readText(path) : '';
}

async function tryUrl(
  process: Process,
  options: CurlOptions,
  verbose: Verbose,
  { url: text, index, globs }: Place,
  outcome: Outcome,
): Promise<void> {
  let url = parseUrl(text);
  const data = await readData(process, options);
  const query = await readQuery(process, options);
  if (options.get && data) query.push(new TextDecoder().decode(data));
  if (query.length > 0) url = new URL(`${withoutHash(url)}${url.search ? '&' : '?'}${query.join('&')}`);
  let body = options.get ? undefined : data;
  if (options.upload !== undefined) {
    body = await readUpload(process, options.upload);
    if (url.pathname.endsWith('/') && options.upload !== '-')
      url.pathname += options.upload.replace(/^.*\//, '');
  }
  const target = new Target(process, options, url, index, globs);
  const meter = new Meter(process, {
    on: options.meter && !options.silent && !target.onTerminal,
    bar: options.bar,
  });
  outcome.file = target.name;
  verbose.shown = target.onTerminal;
  let pause = 1000;
  for (let left = options.retries; ; left--) {
    const failure = await new Transfer({ process, options, verbose, meter, target, outcome }, url, body)
      .carryOut()
      .then(() => undefined)
      .catch((error: unknown) => {
        if (error instanceof CurlError) return error;
        throw error;
      });
    const reason = left > 0 ? reasonToRetry(options, failure, outcome) : undefined;
    if (reason === undefined) {
      if (failure) throw failure;
      return;
    }
    if (failure) await tellError(process, options, failure);
    const seconds = pauseAfter(options, outcome, pause) / 1000;
    if (!options.silent)
      await printWarning(
        process,
        `Problem : ${reason}. Will retry in ${seconds} seconds. ${left} retries left.`,
      );
    const { clock } = process.host;
    if (process.background) await clock.until(clock.now() + seconds * 1000, process.signal);
    else await clock.pass(seconds * 1000, process.signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
    target.restart();
    outcome.response = undefined;
    outcome.downloaded = 0;
  }
}

function withoutHash(url: URL): URL {
  const bare = new URL(url);
  bare.hash = '';
  return bare;
}

/** Why it may go better the next time; `undefined` when it may not. */
function reasonToRetry(
  options: CurlOptions,
  failure: CurlError | undefined,
  { response }: Outcome,
): string | undefined {
  if (failure?.code === 28 || failure?.code === 6) return 'timeout';
  if (failure?.code === 7 && options.retryRefused) return 'connection refused';
  if (response && TRANSIENT.has(response.status) && (!failure || failure.code === 22)) return 'HTTP error';
  return failure && options.retryAll ? '(retrying all errors)' : undefined;
}

/** Milliseconds: as the server asks, as `--retry-delay` says, or twice as long each time. */
function pauseAfter(options: CurlOptions, { response }: Outcome, pause: number): number {
  const asked = Number(response?.headers.get('retry-after') ?? 0);
  if (Number.isInteger(asked) && asked > 0) return Math.min(asked * 1000, LONGEST_PAUSE);
  return options.retryDelay ? options.retryDelay * 1000 : pause;
}

function newOutcome({ url, number }: Place, options: CurlOptions): Outcome {
  return {
    url,
    effective: url,
    number,
    exitCode: 0,
    error: '',
    method: options.method ?? options.kind,
    scheme: '',
    response: undefined,
    address: '',
    port: 0,
    redirects: 0,
    redirectUrl: '',
    connects: 0,
    file: '',
    referer: '',
    downloaded: 0,
    uploaded: 0,
    headerSize: 0,
    requestSize: 0,
    headers: 0,
    time: 0,
  };
}
