import { breathe } from '../../common/breathe.ts';
import { contentBytes, FileError } from '../../common/files.ts';
import type { Input, Process } from '../../common/process.ts';
import { absolute, Failure } from './program.ts';

const CHUNK = 65_536;

/** Opens what a command line names: `-`, a file, a device. @throws FileError */
export function openInput(process: Process, name: string): Input {
  if (name === '-' || name === '/dev/stdin') return process.stdin;
  if (name === '/dev/tty' && process.tty) return process.tty.input;
  const path = absolute(process, name);
  // Where `/dev` was never filled, the well-known ones are there all the same.
  const known = /^\/dev\/(null|zero|full|random|urandom|tty)$/.exec(path)?.[1];
  if (known && !process.files.exists(path)) return deviceInput(process, known);
  const stat = process.files.stat(path);
  if (stat.type === 'directory') throw new FileError('EISDIR', name);
  if (stat.type === 'device') return deviceInput(process, stat.device ?? '');
  return inputOf(contentBytes(process.files.content(path)));
}

/** Bytes as they are read from a file, or from a pipe that another program filled. */
export function inputOf(bytes: Uint8Array): Input {
  let rest = bytes;
  return {
    isTTY: false,
    async read() {
      if (rest.length === 0) return undefined;
      const chunk = rest.subarray(0, CHUNK);
      rest = rest.subarray(CHUNK);
      return chunk;
    },
  };
}

function deviceInput(process: Process, device: string): Input {
  const endless = (fill: () => Uint8Array): Input => ({
    isTTY: false,
    async read() {
      await breathe();
      return fill();
    },
  });
  if (device === 'zero' || device === 'full') return endless(() => new Uint8Array(CHUNK));
  if (device === 'random' || device === 'urandom') return endless(() => process.host.random.bytes(512));
  if (device === 'tty' && process.tty) return process.tty.input;
  return { isTTY: false, read: async () => undefined };
}

/** What one program may hold of its input, in bytes: `/dev/zero` has no end. */
const MOST = 2 ** 27;

/** Everything an input holds. @throws Failure where that is too much */
export async function readAll(input: Input, signal?: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let chunk = await input.read(signal); chunk; chunk = await input.read(signal)) {
    chunks.push(chunk);
    size += chunk.length;
    checkSize(size);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function checkSize(size: number): void {
  if (size > MOST) throw new Failure('memory exhausted');
}

/**
 * The lines of an input as they come, without their newlines, or what else ends them; `ended` tells of one that the
 * input's end cut off.
 * @throws Failure where a line is too long
 */
export async function* lines(
  input: Input,
  signal?: AbortSignal,
  end = '\n',
): AsyncGenerator<{ text: string; ended: boolean }> {
  const decoder = new TextDecoder();
  /** Of a line whose end has not come: joined once, so that a long one is not copied with every chunk. */
  let begun: string[] = [];
  let size = 0;
  for (let chunk = await input.read(signal); chunk; chunk = await input.read(signal)) {
    const text = decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let at = text.indexOf(end); at !== -1; at = text.indexOf(end, from)) {
      yield { text: begun.join('') + text.slice(from, at), ended: false };
      begun = [];
      size = 0;
      from = at + 1;
    }
    begun.push(text.slice(from));
    size += text.length - from;
    checkSize(size);
  }
  const rest = begun.join('') + decoder.decode();
  if (rest !== '') yield { text: rest, ended: true };
}
