import type { Readable, Writable } from 'node:stream';
import { BrokenPipe, type Input, type Output } from '../simulator/common/process.ts';

/** A stream of Node's as a simulated process reads it. */
export function inputOf(stream: Readable): Input {
  const chunks = stream[Symbol.asyncIterator]();
  return {
    isTTY: false,
    read: async () => {
      const { value, done } = await chunks.next();
      return done ? undefined : new Uint8Array(value);
    },
  };
}

/** A stream of Node's as a simulated process writes to it. */
export function outputOf(stream: Writable): Output {
  let broken = false;
  stream.on('error', () => {
    broken = true;
  });
  return {
    isTTY: false,
    write: (data) =>
      new Promise((resolve, reject) => {
        if (broken) reject(new BrokenPipe());
        else stream.write(data, (error) => (error ? reject(new BrokenPipe()) : resolve()));
      }),
  };
}
