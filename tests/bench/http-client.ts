import { connect, type Socket } from 'node:net';

interface Answer {
  status: number;
  location: string;
  /** Bytes of its body. */
  length: number;
}

/** Enough for any head; bodies pass through it and are only counted. */
const BUFFER = 256 * 1024;

/**
 * One connection that asks and counts what comes. It does next to nothing, so that what is measured is the server: a
 * full HTTP client takes longer over a small request than the servers do.
 */
export class Connection {
  private readonly socket: Socket;
  private head = '';
  private answer: Answer | undefined;
  private missing = 0;
  private settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  constructor(port: number) {
    this.socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafe(BUFFER),
        callback: (count, buffer) => {
          this.take(buffer as Buffer, count);
          return true;
        },
      },
    });
    this.socket.on('error', (error) => this.settle?.reject(error));
    this.socket.on('close', () => this.settle?.reject(new Error('the server closed the connection')));
  }

  /** One request, its body in parts; the answer when all of it is there. */
  request(method: string, path: string, headers: string, ...body: Uint8Array[]): Promise<Answer> {
    const length = body.reduce((sum, part) => sum + part.length, 0);
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.socket.cork();
      this.socket.write(
        `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:5000\r\n${headers}Content-Length: ${length}\r\n\r\n`,
        'latin1',
      );
      for (const part of body) this.socket.write(part);
      this.socket.uncork();
    });
  }

  close(): void {
    this.settle = undefined;
    this.socket.destroy();
  }

  private take(bytes: Buffer, count: number): void {
    let body = count;
    if (!this.answer) {
      const before = this.head.length;
      this.head += bytes.toString('latin1', 0, count);
      const end = this.head.indexOf('\r\n\r\n');
      if (end === -1) return;
      body = before + count - (end + 4);
      this.readHead(this.head.slice(0, end));
    }
    this.missing -= body;
    this.answer!.length += body;
    if (this.missing === 0) this.end();
    else if (this.missing < 0) this.settle?.reject(new Error('more came than was announced'));
  }

  private readHead(head: string): void {
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    if (length === undefined) throw new Error('the answer says no length');
    this.missing = Number(length);
    const location = head.startsWith('202', 9) ? /^location: *(.+)$/im.exec(head)?.[1] : undefined;
    this.answer = { status: Number(head.slice(9, 12)), location: location ?? '', length: 0 };
  }

  private end(): void {
    const { answer, settle } = this;
    this.head = '';
    this.answer = undefined;
    this.settle = undefined;
    settle?.resolve(answer!);
  }
}
