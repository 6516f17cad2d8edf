import type { Command } from './commands.ts';

/**
 * What az prints below an error of the command line: the examples of the command's help that are most like what was
 * typed, and where to read more.
 */

const MOST = 3;
/** Options of every command by their standard form. */
const COMMON: Record<string, string> = {
  '-h': '--help',
  '-o': '--output',
  '--help': '--help',
  '--output': '--output',
  '--query': '--query',
  '--debug': '--debug',
  '--verbose': '--verbose',
  '--only-show-errors': '--only-show-errors',
  '--yes': '--yes',
};

export const QUERY_ADVICE =
  "To learn more about --query, please visit: 'https://docs.microsoft.com/cli/azure/query-azure-cli'\n";

/** The options among words, as the command spells them in full. */
function optionsOf(words: readonly string[], { values = [], switches = [] }: Command): string[] {
  const own = new Map(Object.entries(COMMON));
  for (const entry of [...values, ...switches]) {
    const [name, letter] = entry.split('/');
    own.set(`--${name}`, `--${name}`);
    if (letter !== undefined) own.set(`-${letter}`, `--${name}`);
  }
  return words.flatMap((word) => own.get(word.split('=')[0]!) ?? []);
}

/** The advice for one who typed `args` after the words of a command; without one no example fits. */
export function advice(
  name = '',
  command: Command | undefined = undefined,
  args: readonly string[] = [],
  guess?: string,
): string {
  const examples = command?.examples ?? [];
  const typed = command ? optionsOf(args, command) : [];
  const ranked = examples
    .map(([line, text]) => {
      const options = command ? optionsOf(line.split(' '), command) : [];
      const alike = line.startsWith(`az ${name}`) ? options.filter((one) => typed.includes(one)).length : -1;
      return { text: `${line}\n${text}\n\n`, alike, count: options.length };
    })
    .sort((a, b) => b.alike - a.alike || a.count - b.count)
    .slice(0, MOST);
  return `${guess === undefined ? '' : `Did you mean '${guess}' ?\n`}\nExamples from AI knowledge base:\n${ranked.map(({ text }) => text).join('')}https://aka.ms/cli_ref\nRead more about the command in reference docs\n`;
}
