import type { Process } from '../../common/process.ts';
import { lines } from './input.ts';

const readers = new WeakMap<Process['stdin'], AsyncGenerator<{ text: string }>>();

/** Asks on standard output and reads one line of standard input; `undefined` at its end. */
export async function ask(
  process: Process,
  question: string,
  { echo = true, output = process.stdout } = {},
): Promise<string | undefined> {
  await output.write(question);
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

/** Asks on standard error, as rm, cp and mv do, and tells whether the answer is a yes. */
export async function agrees(process: Process, question: string): Promise<boolean> {
  const output = process.stderr;
  const answer = await ask(process, `${process.argv[0]!.replace(/^.*\//, '')}: ${question} `, { output });
  return /^y/i.test(answer ?? '');
}
