import { NetworkError } from '../../common/network.ts';
import { CurlError, wordOf } from './errors.ts';
import { exchange, type Parts, portOf, redirectOf } from './exchange.ts';
import type { CurlOptions } from './options.ts';
import { OpenFailure, printWarning } from './output.ts';
import { parseUrl } from './request.ts';

/** Milliseconds after which Linux gives a connection up. */
const PATIENCE = 135_000;

const lengthOf = (response: Response | undefined): number | undefined => {
  const text = response?.headers.get('content-length');
  return text && /^\d+$/.test(text) ? Number(text) : undefined;
};

/** One attempt at a URL: a request, the redirects after it, and the body of the last answer. */
export class Transfer {
  private readonly parts: Parts;
  private options: CurlOptions;
  private url: URL;
  private method: string;
  private body: Uint8Array | undefined;
  private readonly begun: number;

  constructor(parts: Parts, url: URL, body: Uint8Array | undefined) {
    this.parts = parts;
    this.options = parts.options;
    this.url = url;
    this.body = body;
    this.method = parts.options.method ?? parts.options.kind;
    this.begun = parts.process.host.clock.now();
  }

  /** Carries it out. @throws CurlError */
  async carryOut(): Promise<void> {
    const { process, outcome, meter } = this.parts;
    await meter.begin();
    try {
      await this.inTime((signal) => this.perform(signal));
    } catch (error) {
      const failure = await this.asFailure(error);
      if (!(failure instanceof FailedInTheEnd)) await this.tellFailure(failure);
      throw failure;
    } finally {
      outcome.time = process.host.clock.now() - this.begun;
    }
  }

  /** Ends it after `--max-time`. */
  private async inTime(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { clock } = this.parts.process.host;
    const { signal: own } = this.parts.process;
    const { maxTime } = this.options;
    if (!maxTime) return work(own);
    const controller = new AbortController();
    const signal = AbortSignal.any([own, controller.signal]);
    const late = clock.until(this.begun + maxTime * 1000, signal).then(() => {
      const { outcome } = this.parts;
      const expected = lengthOf(outcome.response);
      const got = `${outcome.downloaded}${expected === undefined ? '' : ` out of ${expected}`} bytes received`;
      throw new CurlError(28, `Operation timed out after ${maxTime * 1000} milliseconds with ${got}`);
    });
    const either = Promise.race([work(signal), late]);
    try {
      await (this.parts.process.background ? either : clock.during(either, own));
    } finally {
      late.catch(() => {});
      controller.abort();
    }
  }

  private async perform(signal: AbortSignal): Promise<void> {
    const { verbose, outcome } = this.parts;
    let response = await this.ask(signal);
    for (let next = this.next(response); next; next = this.next(response)) {
      await response.body?.cancel();
      await this.follow(next, response.status);
      response = await this.ask(signal);
    }
    const failed = this.options.fail && response.status >= 400;
    const message = `The requested URL returned error: ${response.status}`;
    if (failed && !this.options.failWithBody) {
      await response.body?.cancel();
      throw new CurlError(22, message);
    }
    await verbose.say('< \r');
    await this.deliver(response);
    this.parts.target.close(true);
    await this.endMeter();
    await verbose.leftIntact(this.url.hostname);
    outcome.response = response;
    if (failed) throw new FailedInTheEnd(22, message);
  }

  private ask(signal: AbortSignal): Promise<Response> {
    const { options, url, method, body } = this;
    return exchange(this.parts, { options, url, method, body }, signal);
  }

  /** What went wrong, in curl's words. A connection that never came has been waited for. */
  private async asFailure(error: unknown): Promise<CurlError> {
    if (error instanceof CurlError) return error;
    if (!(error instanceof NetworkError)) throw error;
    const { maxTime, connectTimeout } = this.options;
    if (error.failure !== 'timeout') return wordOf(error, portOf(this.url), 0);
    const { process } = this.parts;
    const { clock } = process.host;
    const patience = connectTimeout ? connectTimeout * 1000 : PATIENCE;
    const waited = Math.min(patience, maxTime ? maxTime * 1000 : patience);
    if (process.background) await clock.until(clock.now() + waited, process.signal);
    else await clock.pass(waited, process.signal);
    return waited < patience
      ? new CurlError(28, `Connection timed out after ${waited} milliseconds`)
      : wordOf(error, portOf(this.url), waited);
  }

  private async tellFailure(failure: CurlError): Promise<void> {
    const { verbose, outcome, process } = this.parts;
    if (failure instanceof OpenFailure && !this.options.silent) await printWarning(process, failure.warning);
    if (failure.code === 7)
      await verbose.say(
        `* connect to ${outcome.address} port ${portOf(this.url)} failed: Connection refused`,
      );
    await verbose.say(`* ${failure.message.split('\n')[0] || 'Failure writing output to destination'}`);
    this.parts.target.close(false);
    // Without an address nothing was begun.
    if (failure.code !== 6) await this.endMeter();
    await verbose.closed();
  }

  private endMeter(): Promise<void> {
    const { outcome, meter } = this.parts;
    return meter.end({
      expected: lengthOf(outcome.response),
      received: outcome.downloaded,
      sent: outcome.uploaded,
    });
  }

  /** Where a redirect leads that is followed. @throws CurlError after too many */
  private next(response: Response): URL | undefined {
    const { location, maxRedirects } = this.options;
    const target = location ? redirectOf(response, this.url) : undefined;
    if (target === undefined) return undefined;
    if (maxRedirects >= 0 && this.parts.outcome.redirects >= maxRedirects)
      throw new CurlError(47, `Maximum (${maxRedirects}) redirects followed`);
    return parseUrl(target);
  }

  private async follow(next: URL, status: number): Promise<void> {
    const { verbose, outcome } = this.parts;
    await verbose.say('< \r', '* Ignoring the response-body');
    if (this.method !== 'HEAD') await verbose.data('{', lengthOf(outcome.response) ?? 0);
    await verbose.leftIntact(this.url.hostname);
    await verbose.say(`* Issue another request to this URL: '${next}'`);
    outcome.redirects++;
    const { kind, keepPost } = this.options;
    const becomesGet = status === 303 ? kind !== 'HEAD' : status <= 302 && kind === 'POST';
    if (becomesGet && kind !== 'GET' && !keepPost.has(status)) {
      await verbose.say(`* Switch from ${kind} to GET`);
      this.options = { ...this.options, kind: 'GET', data: [] };
      this.method = this.options.method ?? 'GET';
      this.body = undefined;
    }
    if (next.origin !== this.url.origin && !this.options.trusted) {
      const { user: _, bearer: __, ...rest } = this.options;
      const headers = rest.headers.filter((one) => !/^(?:authorization|cookie)[:;]/i.test(one));
      this.options = { ...rest, headers };
    }
    this.url = next;
  }

  /** Takes in the body. */
  private async deliver(response: Response): Promise<void> {
    const { verbose, outcome, target } = this.parts;
    if (this.options.kind === 'HEAD' || response.status === 304) return;
    const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
    for (;;) {
      const { done, value } = (await reader
        ?.read()
        .catch((error: unknown) => this.cutOff(error, response))) ?? {
        done: true,
      };
      if (done || !value) break;
      if (value.length === 0) continue;
      if (outcome.downloaded === 0) await verbose.data('{', value.length);
      outcome.downloaded += value.length;
      await target.writeBody(value).catch(async (error: unknown) => {
        await reader?.cancel().catch(() => {});
        throw error;
      });
    }
    const missing = (lengthOf(response) ?? 0) - outcome.downloaded;
    if (missing > 0) throw new CurlError(18, `transfer closed with ${missing} bytes remaining to read`);
  }

  /** A body that ends in the middle, unless it is curl that is told to end. */
  private cutOff(error: unknown, response: Response): never {
    if (this.parts.process.signal.aborted) throw error;
    const expected = lengthOf(response);
    const left =
      expected === undefined ? 'outstanding read data' : `${expected - this.parts.outcome.downloaded} bytes`;
    throw new CurlError(
      18,
      `transfer closed with ${left} remaining${expected === undefined ? '' : ' to read'}`,
    );
  }
}

/** `--fail-with-body`: all went well but for the status. */
class FailedInTheEnd extends CurlError {}
