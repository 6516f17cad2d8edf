import type { Process } from '../../common/process.ts';
import { COMMANDS } from './commands.ts';
import { GcloudFailure } from './errors.ts';
import { readArguments, SEARCH, unrecognized } from './parser.ts';

/** The release whose words these are, compared with what it prints. */
const VERSION = 'Google Cloud SDK 528.0.0\ncore 2025.06.20\n';

/** The Google Cloud CLI: what of it concerns registries. */
export async function gcloud(process: Process): Promise<number> {
  const args = process.argv.slice(1);
  if (args[0] === '--version' || args[0] === 'version') {
    await process.stdout.write(VERSION);
    return 0;
  }
  const bare = args.filter((arg) => !arg.startsWith('-'));
  if (args.some((arg) => arg === '--help' || arg === '-h') || bare[0] === 'help') {
    const names = Object.keys(COMMANDS).map((name) => `  gcloud ${name}\n`);
    await process.stdout.write(`What the simulated gcloud understands:\n${names.join('')}`);
    return 0;
  }
  const name = Object.keys(COMMANDS).find((one) => `${bare.join(' ')} `.startsWith(`${one} `));
  try {
    if (bare.length === 0 && args.length > 0) throw unrecognized(args);
    if (name === undefined) throw unknown(bare);
    const { words, options } = readArguments(name, COMMANDS[name]!, args);
    return await COMMANDS[name]!.run(process, words, options);
  } catch (error) {
    if (!(error instanceof GcloudFailure)) throw error;
    const path = (name === undefined ? known(bare) : name.split(' ')).map((word) => `.${word}`).join('');
    await process.stderr.write(`ERROR: (gcloud${error.early ? '' : path}) ${error.message}\n`);
    return error.status;
  }
}

const isGroup = (words: string[]): boolean =>
  Object.keys(COMMANDS).some((name) => `${name} `.startsWith(`${words.join(' ')} `));

/** The words that lead into groups of commands. */
function known(words: string[]): string[] {
  const wrong = words.findIndex((_, i) => !isGroup(words.slice(0, i + 1)));
  return wrong === -1 ? words : words.slice(0, wrong);
}

/** A word that is no command, or a group without one. */
function unknown(words: string[]): GcloudFailure {
  const path = known(words);
  const wrong = words[path.length];
  if (wrong !== undefined) {
    return new GcloudFailure(`Invalid choice: '${wrong}'.\n\n${SEARCH}`, 2);
  }
  const group = ['gcloud', ...path].join(' ');
  const below = Object.keys(COMMANDS)
    .filter((name) => path.length === 0 || name.startsWith(`${path.join(' ')} `))
    .map((name) => name.split(' ').slice(path.length));
  const list = (title: string, wanted: boolean): string => {
    const names = new Set(below.filter((rest) => rest.length > 1 === wanted).map(([first]) => first));
    return names.size === 0
      ? ''
      : `\n\nAvailable ${title} for ${group}:\n\n${[...names].map((one) => `      ${one}`).join('\n')}`;
  };
  return new GcloudFailure(
    `Command name argument expected.${list('groups', true)}${list('commands', false)}\n\nFor detailed information on this command and its flags, run:\n  ${group} --help`,
    2,
  );
}
