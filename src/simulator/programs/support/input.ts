import { breathe } from '../../common/breathe.ts';
import { contentBytes, FileError } from '../../common/files.ts';
import type { Input, Process } from '../../common/process.ts';
import { absolute } from './program.ts';

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

/** Everything an input holds. */
export async function readAll(input: Input, signal?: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let chunk = await input.read(signal); chunk; chunk = await input.read(signal)) {
    chunks.push(chunk);
    size += chunk.length;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The lines of an input as they come, without their newlines, or what else ends them; `ended` tells of one that the input's end cut off. */
export async function* lines(
  input: Input,
  signal?: AbortSignal,
  end = '\n',
): AsyncGenerator<{ text: string; ended: boolean }> {
  const decoder = new TextDecoder();
  let held = '';
  for (let chunk = await input.read(signal); chunk; chunk = await input.read(signal)) {
    held += decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let at = held.indexOf(end); at !== -1; at = held.indexOf(end, from)) {
      yield { text: held.slice(from, at), ended: false };
      from = at + 1;
    }
    held = held.slice(from);
  }
  held += decoder.decode();
  if (held !== '') yield { text: held, ended: true };
}
