import type { Process } from '../../common/process.ts';
import { createRepository, listImages, listRepositories } from './artifacts.ts';
import * as auth from './auth.ts';
import { deletePolicies, listPolicies, setPolicies } from './cleanup.ts';
import { property, setProperty } from './configuration.ts';
import { GcloudFailure } from './errors.ts';

type Options = ReadonlyMap<string, string>;

interface Command {
  flags?: string[];
  /** Flags with a value. */
  values?: string[];
  run(process: Process, words: string[], options: Options): Promise<number>;
}

const COMMANDS: Record<string, Command> = {
  'auth login': { flags: ['force', 'no-launch-browser'], run: (process) => auth.login(process) },
  'auth list': { run: (process) => auth.list(process) },
  'auth revoke': { run: auth.revoke },
  'auth print-access-token': { run: (process) => auth.printAccessToken(process) },
  'auth configure-docker': {
    run: (process, words, options) => auth.configureDocker(process, words, options.has('quiet')),
  },
  'artifacts repositories create': {
    flags: ['immutable-tags', 'async'],
    values: ['repository-format', 'location', 'description'],
    run: createRepository,
  },
  'artifacts repositories list': { values: ['location', 'limit'], run: listRepositories },
  'artifacts repositories set-cleanup-policies': {
    flags: ['dry-run', 'no-dry-run', 'overwrite'],
    values: ['policy', 'location'],
    run: setPolicies,
  },
  'artifacts repositories list-cleanup-policies': { values: ['location'], run: listPolicies },
  'artifacts repositories delete-cleanup-policies': {
    values: ['policynames', 'location'],
    run: deletePolicies,
  },
  'artifacts docker images list': { flags: ['include-tags'], values: ['limit'], run: listImages },
  'config set': { run: (process, [name, value]) => setConfig(process, name, value) },
  'config get-value': { run: (process, [name]) => getConfig(process, name) },
};
const GLOBAL_VALUES = ['project', 'format', 'account'];
const PROPERTIES = ['project', 'account'];

/** The Google Cloud CLI: what of it concerns registries. */
export async function gcloud(process: Process): Promise<number> {
  const args = process.argv.slice(1);
  if (args[0] === '--version' || args[0] === 'version') {
    await process.stdout.write('Google Cloud SDK 528.0.0\ncore 2025.06.20\n');
    return 0;
  }
  const bare = args.filter((arg) => !arg.startsWith('-'));
  if (bare.length === 0 || args.includes('--help') || bare[0] === 'help') {
    const names = Object.keys(COMMANDS).map((name) => `  gcloud ${name}\n`);
    await process.stdout.write(`What the simulated gcloud understands:\n${names.join('')}`);
    return 0;
  }
  const name = Object.keys(COMMANDS).find(
    (one) => bare.join(' ').startsWith(one) && (bare.join(' ')[one.length] ?? ' ') === ' ',
  );
  try {
    if (name === undefined) throw unknown(bare);
    const { words, options } = read(COMMANDS[name]!, args, name.split(' ').length);
    return await COMMANDS[name]!.run(process, words, options);
  } catch (error) {
    if (!(error instanceof GcloudFailure)) throw error;
    const path = (name === undefined ? known(bare) : name.split(' ')).map((word) => `.${word}`).join('');
    await process.stderr.write(`ERROR: (gcloud${path}) ${error.message}\n`);
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
    return new GcloudFailure(
      `Invalid choice: '${wrong}'.\n\nTo search the help text of gcloud commands, run:\n  gcloud help -- SEARCH_TERMS`,
      2,
    );
  }
  const group = `gcloud ${path.join(' ')}`;
  const below = Object.keys(COMMANDS)
    .filter((name) => name.startsWith(`${path.join(' ')} `))
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

function read({ flags = [], values = [] }: Command, args: string[], skip: number) {
  const words: string[] = [];
  const options = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '-q') options.set('quiet', '');
    else if (!arg.startsWith('--')) words.push(arg);
    else {
      const [name = '', attached] = arg.slice(2).split(/=(.*)/s);
      if (name === 'quiet' || flags.includes(name)) options.set(name, '');
      else if ([...values, ...GLOBAL_VALUES].includes(name)) {
        const value = attached ?? args[++i];
        if (value === undefined) throw new GcloudFailure(`argument --${name}: expected one argument`, 2);
        options.set(name, value);
      } else {
        throw new GcloudFailure(
          `unrecognized arguments: ${arg} \n\nTo search the help text of gcloud commands, run:\n  gcloud help -- SEARCH_TERMS`,
          2,
        );
      }
    }
  }
  return { words: words.slice(skip), options };
}

const fullName = (name: string): string => (name.includes('/') ? name : `core/${name}`);

async function setConfig(process: Process, name = '', value?: string): Promise<number> {
  const full = fullName(name);
  const [section = '', own = ''] = full.split('/');
  if (section === 'core' && !PROPERTIES.includes(own))
    throw new GcloudFailure(`Section [core] has no property [${own}].`);
  if (value === undefined) throw new GcloudFailure('argument VALUE: Must be specified.', 2);
  setProperty(process, full, value);
  await process.stderr.write(`Updated property [${full}].\n`);
  return 0;
}

async function getConfig(process: Process, name = ''): Promise<number> {
  const value = property(process, fullName(name));
  if (value === undefined) await process.stderr.write('(unset)\n');
  else await process.stdout.write(`${value}\n`);
  return 0;
}
