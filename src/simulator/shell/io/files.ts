import { Breather } from '../../common/breathe.ts';
import { contentBytes, FileError, type FileSystem } from '../../common/files.ts';
import type { Input, Output, Tty } from '../../common/process.ts';
import type { Random } from '../../common/random.ts';

const CHUNK = 65_536;
/** The disk of a simulated machine is not endless: what `yes >file` finds. */
const DISK = 256 * 1024 * 1024;
const encoder = new TextEncoder();

/** Reads a file as it is at each read, so that a reader sees what was appended meanwhile. */
export function fileInput(files: FileSystem, path: string): Input {
  let offset = 0;
  let last = contentBytes(files.content(path));
  const breather = new Breather(16 * CHUNK);
  return {
    isTTY: false,
    async read() {
      if (files.isFile(path)) last = contentBytes(files.content(path));
      if (offset >= last.length) return undefined;
      const chunk = last.subarray(offset, offset + CHUNK);
      offset += chunk.length;
      await breather.spend(chunk.length);
      return chunk;
    },
  };
}

/**
 * Writes a file. Every write is visible at once; the bytes grow in one buffer of doubling size of which the file
 * shows the beginning, since bytes once written do not change.
 */
export class FileOutput implements Output {
  readonly isTTY = false;
  private readonly files: FileSystem;
  private readonly path: string;
  private readonly appending: boolean;
  private buffer = new Uint8Array(0);
  private shown: unknown;
  private offset = 0;
  private readonly breather = new Breather(4 * CHUNK);

  constructor(files: FileSystem, path: string, appending: boolean) {
    this.files = files;
    this.path = path;
    this.appending = appending;
  }

  async write(data: Uint8Array | string): Promise<void> {
    const bytes = typeof data === 'string' ? encoder.encode(data) : data;
    const present = this.files.isFile(this.path) ? this.files.content(this.path) : new Uint8Array(0);
    const size = present instanceof Uint8Array ? present.length : present.size;
    if (this.appending) this.offset = size;
    const end = this.offset + bytes.length;
    if (end > DISK) throw new Error('No space left on device');
    if (present !== this.shown || this.offset !== size) this.adopt(contentBytes(present), end);
    else if (end > this.buffer.length) this.grow(end, size);
    this.buffer.set(bytes, this.offset);
    this.offset = end;
    this.shown = this.buffer.subarray(0, Math.max(end, size));
    this.files.write(this.path, this.shown as Uint8Array);
    await this.breather.spend(bytes.length + 256);
  }

  /** Drops the spare room of the buffer. */
  close(): void {
    const shown = this.shown as Uint8Array | undefined;
    if (shown && shown.length < shown.buffer.byteLength && this.files.isFile(this.path)) {
      if (this.files.content(this.path) === shown) this.files.write(this.path, shown.slice());
    }
  }

  /** Somebody else wrote the file, or we write in its middle: start from a copy. */
  private adopt(bytes: Uint8Array, end: number): void {
    this.buffer = new Uint8Array(Math.max(bytes.length, end));
    this.buffer.set(bytes);
  }

  private grow(end: number, size: number): void {
    const bigger = new Uint8Array(Math.max(end, 2 * this.buffer.length, 256));
    bigger.set(this.buffer.subarray(0, size));
    this.buffer = bigger;
  }
}

/** Reads that end at once, writes that vanish; breathes, since `yes >/dev/null` never waits for anybody. */
export function nullDevice(): Input & Output {
  const breather = new Breather(4 * CHUNK);
  return {
    isTTY: false,
    read: async () => undefined,
    write: async (data) => breather.spend(data.length + 64),
  };
}

/** Opens a device node; `undefined` for one that is not modelled. */
export function openDevice(
  device: string,
  random: Random,
  tty: Tty | undefined,
): { input?: Input; output?: Output } | undefined {
  const nothing = nullDevice();
  const endless = (fill: () => Uint8Array): Input => {
    const breather = new Breather(CHUNK * 4);
    return {
      isTTY: false,
      async read() {
        await breather.spend(CHUNK);
        return fill();
      },
    };
  };
  switch (device) {
    case 'null':
      return { input: nothing, output: nothing };
    case 'zero':
      return { input: endless(() => new Uint8Array(4096)), output: nothing };
    case 'full':
      return {
        input: endless(() => new Uint8Array(4096)),
        output: { isTTY: false, write: () => Promise.reject(new Error('No space left on device')) },
      };
    case 'random':
    case 'urandom':
      return { input: endless(() => random.bytes(256)), output: nothing };
    case 'tty':
      return tty && { input: tty.input, output: tty.output };
    default:
      return undefined;
  }
}

/** Which device a path is: its node's, or the well-known ones where `/dev` was never filled. */
export function deviceAt(files: FileSystem, path: string): string | undefined {
  try {
    const stat = files.stat(path);
    return stat.type === 'device' ? stat.device : undefined;
  } catch (error) {
    if (error instanceof FileError && error.code === 'EACCES') throw error;
    return /^\/dev\/(null|zero|full|random|urandom|tty)$/.exec(path)?.[1];
  }
}
