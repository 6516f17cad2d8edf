import { NetworkError } from '../../common/network.ts';
import type { Process } from '../../common/process.ts';
import { CurlError } from './errors.ts';
import { headText } from './head.ts';
import type { Meter } from './meter.ts';
import type { CurlOptions } from './options.ts';
import { styledHead, type Target } from './output.ts';
import { makeRequest, type Sent, send } from './request.ts';
import type { Verbose } from './verbose.ts';
import type { Outcome } from './write-out.ts';

/** One request and the head of its answer, with what is noted and shown of them. */

export interface Parts {
  process: Process;
  options: CurlOptions;
  verbose: Verbose;
  meter: Meter;
  target: Target;
  outcome: Outcome;
}

/** What is asked, and of whom. */
interface Question {
  options: CurlOptions;
  url: URL;
  method: string;
  body: Uint8Array | undefined;
}

export const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80);

/** Where a redirect leads. */
export function redirectOf(response: Response, from: URL): string | undefined {
  const location = response.headers.get('location');
  if (response.status < 300 || response.status >= 400 || location === null) return undefined;
  return URL.canParse(location, from) ? String(new URL(location, from)) : location;
}

/** One request and the head of its answer. */
export async function exchange(parts: Parts, question: Question, signal: AbortSignal): Promise<Response> {
  const { process, verbose, outcome } = parts;
  const { options, url, method, body } = question;
  const sent = await makeRequest(process, options, url, method, body);
  const port = portOf(url);
  const address = addressOf(process, options, url);
  Object.assign(outcome, {
    address,
    port,
    method,
    effective: String(sent.url),
    scheme: url.protocol === 'https:' ? 'HTTPS' : 'HTTP',
  });
  const open = await verbose.reuse(url, address, port);
  let response: Response;
  try {
    response = await send(process, options, sent, signal);
  } catch (error) {
    if (error instanceof NetworkError && error.failure === 'plain-http')
      await verbose.hello(url, address, port);
    const connected =
      (error instanceof NetworkError && error.failure === 'reset') ||
      (error instanceof CurlError && error.code === 52);
    if (connected && !open) await verbose.connect(url, address, port);
    if (connected) await verbose.request(sent);
    throw error;
  }
  if (!open) await verbose.connect(url, address, port);
  if (!open) outcome.connects++;
  note(parts, options, sent, response);
  await show(parts, options, sent, response);
  return response;
}

function addressOf(process: Process, options: CurlOptions, url: URL): string {
  const host = url.hostname;
  if (options.unixSocket !== undefined) return '127.0.0.1';
  try {
    return process.host.network.resolve(host);
  } catch (error) {
    if (error instanceof NetworkError) throw new CurlError(6, `Could not resolve host: ${host}`);
    throw error;
  }
}

/** Keeps what `-w` may be asked for. */
function note({ outcome }: Parts, options: CurlOptions, sent: Sent, response: Response): void {
  const line = `${sent.method} ${sent.url.pathname}${sent.url.search} HTTP/1.1\r\n\r\n`;
  const head = sent.lines.reduce((sum, [name, value]) => sum + name.length + value.length + 4, line.length);
  outcome.response = response;
  outcome.redirectUrl = redirectOf(response, sent.url) ?? '';
  outcome.headerSize += headText(response).length;
  outcome.headers = [...response.headers].length;
  outcome.uploaded = sent.body?.length ?? 0;
  outcome.requestSize += head + outcome.uploaded;
  outcome.referer = options.referer ?? '';
}

async function show(parts: Parts, options: CurlOptions, sent: Sent, response: Response): Promise<void> {
  const { verbose, target, outcome, process } = parts;
  const { include, dumpHeader, location } = options;
  await verbose.request(sent);
  if (sent.waits) await verbose.say('< HTTP/1.1 100 Continue\r');
  await verbose.data('}', Math.min(sent.body?.length ?? 0, 65_536));
  const chunked = options.upload === '-';
  if (chunked) await verbose.say('* Signaling end of chunked upload via terminating chunk.');
  else if (sent.waits) await verbose.say('* We are completely uploaded and fine');
  await verbose.response(response, location && sent.body !== undefined && outcome.redirectUrl !== '');
  if (include) await target.write(styledHead(response, sent.url, target.name === '' && process.stdout.isTTY));
  if (dumpHeader === '-') await process.stdout.write(headText(response));
  else if (dumpHeader !== undefined) target.dump(dumpHeader, headText(response));
}
