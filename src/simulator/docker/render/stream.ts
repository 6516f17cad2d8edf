import type { Output } from '../../common/process.ts';
import type { Invocation } from '../framework/invocation.ts';
import { jsonValues } from '../framework/json-stream.ts';
import { displayJsonMessages, type JsonMessage } from './json-messages.ts';

/** Somewhere that nothing is seen of. */
const NOWHERE: Output = { isTTY: false, write: async () => {} };

interface ShowOptions {
  /** Show nothing but an error. */
  quiet?: boolean;
  /** Standard output unless said. */
  output?: Output;
  onAux?: (message: JsonMessage) => void | Promise<void>;
}

/**
 * Shows the engine's stream of messages as it comes.
 * @throws CommandError with the stream's error
 */
export async function showMessages(
  { process }: Invocation,
  response: Response,
  { quiet = false, output = process.stdout, onAux }: ShowOptions = {},
): Promise<void> {
  await displayJsonMessages(jsonValues(response.body) as AsyncIterable<JsonMessage>, {
    output: quiet ? NOWHERE : output,
    tty: process.tty,
    now: () => process.host.clock.now(),
    ...(onAux ? { onAux } : {}),
  });
}
