import { PromptTerminated } from './errors.ts';
import type { Invocation } from './invocation.ts';

/**
 * Prints a question and reads one line; `undefined` when the input has ended.
 * @throws PromptTerminated on ^C
 */
export async function readLine(invocation: Invocation, question: string): Promise<string | undefined> {
  const { process, signal } = invocation;
  await invocation.print(question);
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const bytes = await process.stdin.read(signal);
      if (bytes === undefined) return text === '' ? undefined : text.trim();
      text += decoder.decode(bytes, { stream: true });
      const end = text.indexOf('\n');
      if (end !== -1) return text.slice(0, end).trim();
    }
  } catch (error) {
    if (!signal.aborted || process.signal.aborted) throw error;
    throw await terminated(invocation);
  }
}

/** Asks and reads one line. The end of the input is no answer: the prompt goes on waiting, as the real one does. */
export async function readAnswer(invocation: Invocation, question: string): Promise<string> {
  const answer = await readLine(invocation, question);
  if (answer !== undefined) return answer;
  await new Promise<void>((resolve) => {
    if (invocation.signal.aborted) resolve();
    else invocation.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  if (invocation.process.signal.aborted) throw invocation.process.signal.reason;
  throw await terminated(invocation);
}

/**
 * Asks for a yes before something is removed; anything but `y` is a no.
 * @throws PromptTerminated on ^C
 */
export async function confirm(invocation: Invocation, warning: string): Promise<boolean> {
  const answer = await readLine(invocation, `${warning} [y/N] `);
  return answer?.toLowerCase() === 'y';
}

async function terminated(invocation: Invocation): Promise<PromptTerminated> {
  await invocation.print('\n');
  return new PromptTerminated();
}
