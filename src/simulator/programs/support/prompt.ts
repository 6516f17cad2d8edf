import type { Process } from '../../common/process.ts';
import { lines } from './input.ts';

const readers = new WeakMap<Process['stdin'], AsyncGenerator<{ text: string }>>();

/** Asks on standard output and reads one line of standard input; `undefined` at its end. */
export async function ask(
  process: Process,
  question: string,
  { echo = true } = {},
): Promise<string | undefined> {
  await process.stdout.write(question);
  let reader = readers.get(process.stdin);
  if (!reader) {
    reader = lines(process.stdin, process.signal);
    readers.set(process.stdin, reader);
  }
  if (!echo) process.tty?.setEcho(false);
  try {
    const { value, done } = await reader.next();
    return done ? undefined : value.text.replace(/\r$/, '');
  } finally {
    if (!echo) {
      process.tty?.setEcho(true);
      await process.stdout.write('\n');
    }
  }
}
