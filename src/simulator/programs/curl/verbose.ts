import type { Process } from '../../common/process.ts';
import { headerLines, statusLine } from './head.ts';
import type { Sent } from './request.ts';

/** `-v`: what happens, told on standard error. */

/** Where a connection's name in curl's pool would stand: some address. */
const BUNDLE = '0x55e19e5b6c90';

/** The lines of a TLS handshake that goes well, around what depends on the server. */
const HELLO = [
  '* ALPN: offers h2,http/1.1',
  '* TLSv1.3 (OUT), TLS handshake, Client hello (1):',
  '*  CAfile: /etc/ssl/certs/ca-certificates.crt',
  '*  CApath: /etc/ssl/certs',
];
const HANDSHAKE = [
  '* TLSv1.3 (IN), TLS handshake, Server hello (2):',
  '* TLSv1.3 (IN), TLS handshake, Encrypted Extensions (8):',
  '* TLSv1.3 (IN), TLS handshake, Certificate (11):',
  '* TLSv1.3 (IN), TLS handshake, CERT verify (15):',
  '* TLSv1.3 (IN), TLS handshake, Finished (20):',
  '* TLSv1.3 (OUT), TLS change cipher, Change cipher spec (1):',
  '* TLSv1.3 (OUT), TLS handshake, Finished (20):',
  '* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384',
  '* ALPN: server accepted http/1.1',
];

export class Verbose {
  private readonly process: Process;
  private readonly on: boolean;
  /** Connections that were made, by scheme, host and port. */
  private readonly connections: string[] = [];
  /** The one that was used last. */
  private current = 0;
  /** Whether bodies are seen on the terminal. */
  shown = false;

  constructor(process: Process, on: boolean) {
    this.process = process;
    this.on = on;
  }

  async say(...lines: string[]): Promise<void> {
    if (this.on && lines.length > 0)
      await this.process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  }

  /** How many bytes went by that are not shown. */
  async data(direction: '{' | '}', size: number): Promise<void> {
    if (size > 0 && !this.shown) await this.say(`${direction} [${size} bytes data]`);
  }

  /** Takes a connection that is still open, if there is one; else says where one is tried. */
  async reuse({ origin, hostname }: URL, address: string, port: number): Promise<boolean> {
    const known = this.connections.indexOf(origin);
    if (known === -1) {
      await this.say(`*   Trying ${address}:${port}...`);
      return false;
    }
    this.current = known;
    await this.say(
      `* Found bundle for host: ${BUNDLE} [serially]`,
      '* Can not multiplex, even if we wanted to',
      `* Re-using existing connection #${known} with host ${hostname}`,
    );
    return true;
  }

  /** A connection is made. */
  async connect({ origin, hostname, protocol }: URL, address: string, port: number): Promise<void> {
    this.current = this.connections.push(origin) - 1;
    await this.say(`* Connected to ${hostname} (${address}) port ${port} (#${this.current})`);
    if (protocol === 'https:')
      await this.say(...HELLO, ...HANDSHAKE, '*  SSL certificate verify ok.', '* using HTTP/1.1');
  }

  /** What TLS says to a server that does not speak it. */
  hello({ hostname }: URL, address: string, port: number): Promise<void> {
    return this.say(
      `* Connected to ${hostname} (${address}) port ${port} (#${this.connections.length})`,
      ...HELLO,
    );
  }

  async request({ url, method, lines, auth }: Sent): Promise<void> {
    if (auth !== undefined) await this.say(`* Server auth using ${auth}`);
    const head = [
      `${method} ${url.pathname}${url.search} HTTP/1.1`,
      ...lines.map(([name, value]) => `${name}: ${value}`),
    ];
    await this.say(...[...head, ''].map((line) => `> ${line}\r`));
  }

  /** The head of a response; `follows` when its `Location` is gone to with the body to be sent again. */
  async response(response: Response, follows: boolean): Promise<void> {
    await this.say(`< ${statusLine(response)}\r`);
    for (const [name, value] of headerLines(response)) {
      if (follows && name === 'Location') await this.say('* Please rewind output before next send');
      await this.say(`< ${name}: ${value}\r`);
    }
  }

  leftIntact(host: string): Promise<void> {
    return this.say(`* Connection #${this.current} to host ${host} left intact`);
  }

  async closed(): Promise<void> {
    await this.say(`* Closing connection ${this.current}`);
    delete this.connections[this.current];
  }
}
