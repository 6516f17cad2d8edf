import { type Content, contentSize } from './file-nodes.ts';

/**
 * Tar archives written as Go's `archive/tar` writes them when asked for PAX: plain USTAR headers wherever they can
 * hold the values, and a PAX extended header before those that cannot. For reading see tar-reader.ts.
 */

export type TarType = 'file' | 'link' | 'symlink' | 'character' | 'block' | 'directory' | 'fifo';

export interface TarEntry {
  /** As in the archive: relative, a directory's with a final slash. */
  name: string;
  type: TarType;
  mode: number;
  uid: number;
  gid: number;
  /** Milliseconds since the epoch; written in whole seconds. */
  mtime: number;
  userName?: string;
  groupName?: string;
  /** Of a file. */
  content?: Content;
  /** What a link or a symbolic link points to. */
  target?: string;
  /** Of a device. */
  major?: number;
  minor?: number;
}

export const BLOCK = 512;
const FLAGS: Record<TarType, string> = {
  file: '0',
  link: '1',
  symlink: '2',
  character: '3',
  block: '4',
  directory: '5',
  fifo: '6',
};
const MAX_OCTAL_SIZE = 0o77777777777;
const encoder = new TextEncoder();

/** An archive as pieces, contents unchanged among them: a large sparse file stays small. Ends with two empty blocks. */
export function packTar(entries: Iterable<TarEntry>): Content[] {
  const chunks: Content[] = [];
  for (const entry of entries) chunks.push(...packEntry(entry));
  chunks.push(new Uint8Array(2 * BLOCK));
  return chunks;
}

/** Bytes in an archive's pieces. */
export function sizeOf(chunks: readonly Content[]): number {
  return chunks.reduce((sum, chunk) => sum + contentSize(chunk), 0);
}

function packEntry(entry: TarEntry): Content[] {
  const content = entry.type === 'file' && entry.content ? entry.content : new Uint8Array();
  const size = contentSize(content);
  const records = paxRecords(entry, size);
  const chunks: Content[] = [];
  if (records.length > 0) chunks.push(...paxHeader(entry.name, records));
  chunks.push(header(entry, size, FLAGS[entry.type], records.length > 0));
  if (size > 0) chunks.push(content);
  if (size % BLOCK !== 0) chunks.push(new Uint8Array(BLOCK - (size % BLOCK)));
  return chunks;
}

/** Values that a USTAR header cannot hold, sorted by keyword. */
function paxRecords(entry: TarEntry, size: number): [string, string][] {
  const records: [string, string][] = [];
  const text = (keyword: string, value: string, room: number) => {
    if (!isAscii(value) || value.length > room) records.push([keyword, value]);
  };
  const number = (keyword: string, value: number, limit: number) => {
    if (value < 0 || value > limit) records.push([keyword, String(value)]);
  };
  number('gid', entry.gid, 0o7777777);
  text('gname', entry.groupName ?? '', 32);
  text('linkpath', entry.target ?? '', 100);
  number('mtime', seconds(entry), MAX_OCTAL_SIZE);
  if (!isAscii(entry.name) || (entry.name.length > 100 && !splitName(entry.name)))
    records.push(['path', entry.name]);
  number('size', size, MAX_OCTAL_SIZE);
  number('uid', entry.uid, 0o7777777);
  text('uname', entry.userName ?? '', 32);
  return records;
}

const seconds = (entry: TarEntry): number => Math.floor(entry.mtime / 1000);
const isAscii = (text: string): boolean => /^[\x01-\x7f]*$/.test(text);
const toAscii = (text: string): string => text.replace(/[^\x01-\x7f]/g, '');

function paxHeader(name: string, records: [string, string][]): Uint8Array[] {
  const slash = name.lastIndexOf('/') + 1;
  const data = encoder.encode(records.map(([keyword, value]) => paxRecord(keyword, value)).join(''));
  const entry: TarEntry = {
    name: toAscii(`${name.slice(0, slash)}PaxHeaders.0/${name.slice(slash)}`)
      .slice(0, 100)
      .replace(/\/+$/, ''),
    type: 'file',
    mode: 0,
    uid: 0,
    gid: 0,
    mtime: 0,
  };
  const padding = new Uint8Array((BLOCK - (data.length % BLOCK)) % BLOCK);
  return [header(entry, data.length, 'x', true), data, padding];
}

/** `LENGTH KEYWORD=VALUE\n`, where the length counts its own digits. */
function paxRecord(keyword: string, value: string): string {
  const rest = encoder.encode(` ${keyword}=${value}\n`).length;
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return `${length} ${keyword}=${value}\n`;
}

/** Splits a long name into USTAR's prefix and name at the last possible slash. */
function splitName(name: string): { prefix: string; suffix: string } | undefined {
  if (name.length <= 100 || !isAscii(name)) return undefined;
  let length = name.length;
  if (length > 156) length = 156;
  else if (name.endsWith('/')) length--;
  const at = name.slice(0, length).lastIndexOf('/');
  const suffix = name.slice(at + 1);
  if (at <= 0 || suffix.length > 100 || suffix.length === 0 || at > 155) return undefined;
  return { prefix: name.slice(0, at), suffix };
}

function header(entry: TarEntry, size: number, flag: string, pax: boolean): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const text = (at: number, room: number, value: string) => {
    block.set(encoder.encode(toAscii(value)).subarray(0, room), at);
  };
  const octal = (at: number, room: number, value: number) => {
    const fits = value >= 0 && value < 8 ** (room - 1);
    text(at, room, (fits ? value : 0).toString(8).padStart(room - 1, '0'));
  };
  const split = pax ? undefined : splitName(entry.name);
  text(0, 100, split ? split.suffix : toAscii(entry.name));
  // A name cut off after a slash would read as a directory's.
  if (pax && toAscii(entry.name).length > 100) for (let i = 99; block[i] === 0x2f; i--) block[i] = 0;
  octal(100, 8, entry.mode);
  octal(108, 8, entry.uid);
  octal(116, 8, entry.gid);
  octal(124, 12, size);
  octal(136, 12, seconds(entry));
  text(156, 1, flag);
  text(157, 100, entry.target ?? '');
  block.set(encoder.encode('ustar\0' + '00'), 257);
  text(265, 32, entry.userName ?? '');
  text(297, 32, entry.groupName ?? '');
  if (flag !== 'x') {
    octal(329, 8, entry.major ?? 0);
    octal(337, 8, entry.minor ?? 0);
  }
  if (split) text(345, 155, split.prefix);
  block.fill(0x20, 148, 156);
  octal(
    148,
    7,
    block.reduce((sum, byte) => sum + byte, 0),
  );
  block[154] = 0;
  return block;
}
