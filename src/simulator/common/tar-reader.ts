import { type Content, contentBytes } from './file-nodes.ts';
import { BLOCK, type TarEntry, type TarType } from './tar.ts';

const TYPES: Record<string, TarType> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'symlink',
  '3': 'character',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
};
/** Zeros at a file's end beyond this many are kept as a length. */
const WORTH_SPARING = 4096;
const ZEROS = new Uint8Array(65_536);
const decoder = new TextDecoder();

/** The messages are those of Go's `archive/tar`. */
export class TarError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TarError';
  }
}

/** Reads a whole archive that is at hand. */
export function unpackTar(archive: Content | readonly Content[]): TarEntry[] {
  const reader = new TarReader();
  for (const chunk of Array.isArray(archive) ? archive : [archive]) reader.write(chunk);
  return reader.end();
}

/**
 * Reads USTAR, PAX and GNU archives piece by piece. Long runs of zeros at the end of a file are never held as bytes.
 * Throws {@link TarError} on what is no archive.
 */
export class TarReader {
  private readonly entries: TarEntry[] = [];
  private readonly block = new Uint8Array(BLOCK);
  private filled = 0;
  private emptyBlocks = 0;
  /** The file, or extended header, whose content is being read. */
  private body:
    | { content: ContentBuilder; left: number; padding: number; done: (content: Content) => void }
    | undefined;
  /** What extended headers say of the next entry, and of all that follow. */
  private next: Record<string, string> = {};
  private global: Record<string, string> = {};

  write(data: Content): void {
    if (data instanceof Uint8Array) this.writeBytes(data);
    else {
      this.writeBytes(data.head.subarray(0, data.size));
      this.writeZeros(data.size - data.head.length);
    }
  }

  private writeBytes(data: Uint8Array): void {
    let at = 0;
    while (at < data.length && this.emptyBlocks < 2) {
      if (this.body) at += this.readBody(this.body, data.subarray(at));
      else {
        const count = Math.min(BLOCK - this.filled, data.length - at);
        this.block.set(data.subarray(at, at + count), this.filled);
        this.filled += count;
        at += count;
        if (this.filled === BLOCK) {
          this.filled = 0;
          this.readHeader(this.block);
        }
      }
    }
  }

  private writeZeros(count: number): void {
    let left = count;
    if (this.body && this.body.left > 0) {
      const part = Math.min(left, this.body.left);
      this.body.content.addZeros(part);
      this.advance(this.body, part);
      left -= part;
    }
    while (left > 0 && this.emptyBlocks < 2) {
      const part = Math.min(left, ZEROS.length);
      this.writeBytes(ZEROS.subarray(0, part));
      left -= part;
    }
  }

  /** All entries, once the archive has ended. It may lack its two empty blocks and the last padding, as for Go. */
  end(): TarEntry[] {
    if ((this.body && this.body.left > 0) || this.filled > 0) throw new TarError('unexpected EOF');
    return this.entries;
  }

  private readBody(body: NonNullable<TarReader['body']>, data: Uint8Array): number {
    if (body.left > 0) {
      const part = data.subarray(0, body.left);
      body.content.add(part);
      this.advance(body, part.length);
      return part.length;
    }
    const skipped = Math.min(body.padding, data.length);
    body.padding -= skipped;
    if (body.padding === 0) this.body = undefined;
    return skipped;
  }

  private advance(body: NonNullable<TarReader['body']>, count: number): void {
    body.left -= count;
    if (body.left > 0) return;
    body.done(body.content.end());
    if (body.padding === 0) this.body = undefined;
  }

  private expect(size: number, done: (content: Content) => void): void {
    if (size === 0) done(new Uint8Array());
    else
      this.body = {
        content: new ContentBuilder(size),
        left: size,
        padding: (BLOCK - (size % BLOCK)) % BLOCK,
        done,
      };
  }

  private readHeader(block: Uint8Array): void {
    if (block.every((byte) => byte === 0)) {
      this.emptyBlocks++;
      return;
    }
    this.emptyBlocks = 0;
    if (number(block, 148, 8) !== checksum(block)) throw new TarError('archive/tar: invalid tar header');
    const flag = String.fromCharCode(block[156]!);
    const size = number(block, 124, 12);
    const keep = (record: (text: string) => void) =>
      this.expect(size, (content) => record(decoder.decode(contentBytes(content))));
    if (flag === 'x') keep((text) => Object.assign(this.next, parsePax(text)));
    else if (flag === 'g') keep((text) => Object.assign(this.global, parsePax(text)));
    else if (flag === 'L') keep((text) => Object.assign(this.next, { path: cString(text) }));
    else if (flag === 'K') keep((text) => Object.assign(this.next, { linkpath: cString(text) }));
    else this.readEntry(block, flag, size);
  }

  private readEntry(block: Uint8Array, flag: string, size: number): void {
    const type = TYPES[flag];
    const pax = { ...this.global, ...this.next };
    this.next = {};
    if (!type) {
      this.expect(size, () => {});
      return;
    }
    const magic = decoder.decode(block.subarray(257, 263));
    const prefix = magic === 'ustar\0' ? text(block, 345, 155) : '';
    const name = pax.path ?? (prefix ? `${prefix}/${text(block, 0, 100)}` : text(block, 0, 100));
    const entry: TarEntry = {
      name,
      // Before USTAR a directory was a file whose name ends with a slash.
      type: type === 'file' && name.endsWith('/') ? 'directory' : type,
      mode: number(block, 100, 8) & 0o7777,
      uid: pax.uid ? Number(pax.uid) : number(block, 108, 8),
      gid: pax.gid ? Number(pax.gid) : number(block, 116, 8),
      mtime: pax.mtime ? Math.round(Number(pax.mtime) * 1000) : number(block, 136, 12) * 1000,
    };
    const target = pax.linkpath ?? text(block, 157, 100);
    if (type === 'link' || type === 'symlink') entry.target = target;
    const userName = pax.uname ?? text(block, 265, 32);
    const groupName = pax.gname ?? text(block, 297, 32);
    if (userName) entry.userName = userName;
    if (groupName) entry.groupName = groupName;
    if (type === 'character' || type === 'block') {
      entry.major = number(block, 329, 8);
      entry.minor = number(block, 337, 8);
    }
    this.entries.push(entry);
    if (entry.type === 'file') {
      this.expect(pax.size ? Number(pax.size) : size, (content) => {
        entry.content = content;
      });
    }
  }
}

/** Gathers a file's bytes; zeros are only counted until something else follows them. */
class ContentBuilder {
  private buffer: Uint8Array;
  private length = 0;
  private zeros = 0;
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
    this.buffer = new Uint8Array(Math.min(size, 65_536));
  }

  add(part: Uint8Array): void {
    let end = part.length;
    while (end > 0 && part[end - 1] === 0) end--;
    if (end > 0) {
      const at = this.length + this.zeros;
      this.reserve(at + end);
      this.buffer.set(part.subarray(0, end), at);
      this.length = at + end;
      this.zeros = 0;
    }
    this.zeros += part.length - end;
  }

  addZeros(count: number): void {
    this.zeros += count;
  }

  private reserve(length: number): void {
    if (length <= this.buffer.length) return;
    const grown = new Uint8Array(Math.min(this.size, Math.max(length, this.buffer.length * 2)));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }

  end(): Content {
    if (this.zeros > WORTH_SPARING)
      return { head: this.buffer.slice(0, this.length), size: this.length + this.zeros };
    this.reserve(this.length + this.zeros);
    return this.buffer.slice(0, this.length + this.zeros);
  }
}

function text(block: Uint8Array, at: number, room: number): string {
  return cString(decoder.decode(block.subarray(at, at + room)));
}

const cString = (value: string): string => value.split('\0', 1)[0]!;

/** Octal, or GNU's binary form for what octal cannot hold. */
function number(block: Uint8Array, at: number, room: number): number {
  if (block[at]! & 0x80) {
    let value = block[at]! & 0x3f;
    for (let i = at + 1; i < at + room; i++) value = value * 256 + block[i]!;
    return value;
  }
  const digits = text(block, at, room).trim();
  if (digits === '') return 0;
  if (!/^[0-7]+$/.test(digits)) throw new TarError('archive/tar: invalid tar header');
  return Number.parseInt(digits, 8);
}

function checksum(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i]!;
  return sum;
}

/** Records of the form `LENGTH KEYWORD=VALUE\n`, whose length counts bytes. */
function parsePax(data: string): Record<string, string> {
  const bytes = new TextEncoder().encode(data);
  const records: Record<string, string> = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(decoder.decode(bytes.subarray(at, space)));
    if (space === -1 || !(length > 0) || at + length > bytes.length)
      throw new TarError('archive/tar: invalid tar header');
    const record = decoder.decode(bytes.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    records[record.slice(0, equals)] = record.slice(equals + 1);
    at += length;
  }
  return records;
}
