import type { Output } from '../../common/process.ts';

const PLAIN = ' Info -> ';
const FANCY = '\x1b[1m\x1b[106m\x1b[30mi\x1b[0m\x1b[0m \x1b[96mInfo → \x1b[0m\x1b[0m';

/** Text in bold. */
export function bold(text: string): string {
  return `\x1b[1m${text}\x1b[0m`;
}

export function underline(text: string): string {
  return `\x1b[4m${text}\x1b[0m`;
}

/** Prints a hint: an empty line, a header, and the text, in italics on a terminal. */
export async function printNote(output: Output, text: string): Promise<void> {
  const shown = output.isTTY ? text.replaceAll('--platform', bold('--platform')) : text;
  const lines = shown.split('\n').map((line, i) => {
    const margin = i === 0 ? (output.isTTY ? FANCY : PLAIN) : ' '.repeat(PLAIN.length);
    return `${margin}${output.isTTY ? `\x1b[3m${line}\x1b[0m` : line}\n`;
  });
  await output.write(`\n${lines.join('')}`);
}
