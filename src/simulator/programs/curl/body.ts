import type { Process } from '../../common/process.ts';
import { readAll } from '../support/input.ts';
import { absolute } from '../support/program.ts';
import { CurlError } from './errors.ts';
import { type CurlOptions, warn } from './options.ts';

/** What a request carries: `-d` and its kin, `-T`. */

const encoder = new TextEncoder();

/** Percent-encoding of all but the unreserved (RFC 3986, 2.3), a blank as plus. */
const percentEncode = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) =>
    /[A-Za-z0-9\-._~]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : byte === 0x20
        ? '+'
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');

function join(parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A file of `-d @name`; one that is not there is an empty body. */
async function readNamed(process: Process, options: CurlOptions, name: string): Promise<Uint8Array> {
  if (name === '-') return readAll(process.stdin, process.signal);
  const path = absolute(process, name);
  if (process.files.isFile(path)) return process.files.read(path);
  warn(options, `Couldn't read data from file "${name}", this makes an empty POST.`);
  return new Uint8Array();
}

/** `content`, `=content`, `name=content`, `@file`, `name@file`: the content is encoded, the name is not. */
async function encoded(process: Process, options: CurlOptions, text: string): Promise<Uint8Array> {
  const match = /^([^=@]*)([=@])([\s\S]*)$/.exec(text);
  const [, name = '', mark = '', rest = text] = match ?? [];
  const content = mark === '@' ? await readNamed(process, options, rest) : encoder.encode(rest);
  return encoder.encode(`${name === '' ? '' : `${name}=`}${percentEncode(content)}`);
}

/** Everything that `-d` and its kin give, put together. */
export async function readData(process: Process, options: CurlOptions): Promise<Uint8Array | undefined> {
  if (options.data.length === 0) return undefined;
  const parts: Uint8Array[] = [];
  for (const { text, kind } of options.data) {
    if (parts.length > 0 && kind !== 'json') parts.push(encoder.encode('&'));
    if (kind === 'urlencode') parts.push(await encoded(process, options, text));
    else if (kind === 'raw' || !text.startsWith('@')) parts.push(encoder.encode(text));
    else {
      const bytes = await readNamed(process, options, text.slice(1));
      parts.push(kind === 'data' ? bytes.filter((byte) => byte !== 10 && byte !== 13 && byte !== 0) : bytes);
    }
  }
  return join(parts);
}

/** More of a URL's query, by `--url-query`. */
export async function readQuery(process: Process, options: CurlOptions): Promise<string[]> {
  const parts: string[] = [];
  for (const text of options.query) {
    parts.push(
      text.startsWith('+') ? text.slice(1) : new TextDecoder().decode(await encoded(process, options, text)),
    );
  }
  return parts;
}

/** What `-T` sends. @throws CurlError when there is no such file */
export async function readUpload(process: Process, name: string): Promise<Uint8Array> {
  if (name === '-' || name === '.') return readAll(process.stdin, process.signal);
  const path = absolute(process, name);
  if (process.files.isFile(path)) return process.files.read(path);
  await process.stderr.write(
    `curl: Can't open '${name}'!\ncurl: try 'curl --help' or 'curl --manual' for more information\n`,
  );
  throw new CurlError(26, 'Failed to open/read local data from file/application');
}
