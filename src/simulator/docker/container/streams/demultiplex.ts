import type { Output } from '../../../common/process.ts';

const HEADER = 8;
const STDERR = 2;
/** A message of the engine itself, in place of the program's output. */
const SYSTEM_ERROR = 3;

/** Writes a body as it comes: raw, or by the frames of the Engine API's multiplexed streams. */
export async function copyOutput(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  raw: boolean,
  stdout: Output | undefined,
  stderr: Output | undefined,
): Promise<void> {
  let rest = new Uint8Array();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (raw) {
      await stdout?.write(next.value);
      continue;
    }
    const data = new Uint8Array(rest.length + next.value.length);
    data.set(rest);
    data.set(next.value, rest.length);
    let at = 0;
    while (data.length - at >= HEADER) {
      const size = new DataView(data.buffer, at + 4).getUint32(0);
      if (data.length - at < HEADER + size) break;
      const stream = data[at]!;
      const content = data.subarray(at + HEADER, at + HEADER + size);
      at += HEADER + size;
      if (stream === SYSTEM_ERROR) {
        throw new Error(`error from daemon in stream: ${new TextDecoder().decode(content)}`);
      }
      await (stream === STDERR ? stderr : stdout)?.write(content.slice());
    }
    rest = data.slice(at);
  }
}
