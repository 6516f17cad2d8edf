import type { Process } from '../../common/process.ts';
import * as acr from './acr.ts';
import { AzFailure, usageError } from './errors.ts';
import * as images from './images.ts';
import { account, login, logout } from './login.ts';
import { render } from './output.ts';
import * as registries from './registries.ts';

type Options = ReadonlyMap<string, string>;

interface Command {
  /** Options with a value, by long name; a letter after a slash. */
  values?: string[];
  switches?: string[];
  required?: string[];
  run(process: Process, options: Options): Promise<unknown>;
}

const GROUP = ['resource-group/g'];

const COMMANDS: Record<string, Command> = {
  login: {
    values: ['username/u', 'password/p', 'tenant/t'],
    switches: ['service-principal', 'use-device-code'],
    run: login,
  },
  logout: { values: ['username/u'], run: logout },
  'account show': { run: (process) => account(process, 'show') },
  'account list': { run: (process) => account(process, 'list') },
  'acr create': {
    values: ['name/n', 'resource-group/g', 'sku', 'location/l', 'admin-enabled'],
    required: ['resource-group/g', 'name/n', 'sku'],
    run: registries.create,
  },
  'acr list': { values: ['resource-group/g'], run: registries.list },
  'acr show': { values: [...GROUP, 'name/n'], required: ['name/n'], run: registries.show },
  'acr update': {
    values: [...GROUP, 'name/n', 'sku', 'admin-enabled', 'anonymous-pull-enabled'],
    required: ['name/n'],
    run: registries.update,
  },
  'acr credential show': { values: [...GROUP, 'name/n'], required: ['name/n'], run: registries.credential },
  'acr config retention show': {
    values: [...GROUP, 'registry/r'],
    required: ['registry/r'],
    run: registries.showRetention,
  },
  'acr config retention update': {
    values: [...GROUP, 'registry/r', 'type', 'status', 'days'],
    required: ['registry/r', 'type'],
    run: registries.updateRetention,
  },
  'acr config soft-delete show': {
    values: ['registry/r'],
    required: ['registry/r'],
    run: registries.showSoftDelete,
  },
  'acr config soft-delete update': {
    values: ['registry/r', 'status', 'days'],
    switches: ['yes/y'],
    required: ['registry/r'],
    run: registries.updateSoftDelete,
  },
  'acr login': { values: ['name/n'], switches: ['expose-token'], required: ['name/n'], run: acr.login },
  'acr repository list': { values: ['name/n'], required: ['name/n'], run: images.repositories },
  'acr repository show-tags': {
    values: ['name/n', 'repository', 'orderby'],
    switches: ['detail'],
    required: ['name/n', 'repository'],
    run: images.tags,
  },
  'acr repository delete': {
    values: ['name/n', 'repository', 'image/t'],
    switches: ['yes/y'],
    required: ['name/n'],
    run: images.remove,
  },
  'acr repository untag': {
    values: ['name/n', 'image/t'],
    required: ['name/n', 'image/t'],
    run: images.untag,
  },
  'acr manifest list-deleted': {
    values: ['registry/r', 'name/n'],
    required: ['registry/r', 'name/n'],
    run: images.deletedManifests,
  },
  'acr manifest list-deleted-tags': {
    values: ['registry/r', 'name/n'],
    required: ['registry/r', 'name/n'],
    run: images.deletedTags,
  },
  'acr manifest restore': {
    values: ['registry/r', 'name/n', 'digest/d'],
    switches: ['yes/y', 'force/f'],
    required: ['registry/r', 'name/n'],
    run: images.restore,
  },
};
const GLOBAL_VALUES = ['output/o', 'query', 'subscription'];
const GLOBAL_SWITCHES = ['only-show-errors', 'verbose', 'debug'];

/** The Azure CLI: what of it concerns registries. */
export async function az(process: Process): Promise<number> {
  try {
    const args = process.argv.slice(1);
    if (args.length === 0 || args.includes('--help') || args.includes('-h')) return await help(process);
    if (args[0] === '--version' || args[0] === 'version') {
      await process.stdout.write(
        'azure-cli                         2.79.0\n\ncore                              2.79.0\n',
      );
      return 0;
    }
    const at = args.findIndex((arg) => arg.startsWith('-'));
    const words = args.slice(0, at === -1 ? undefined : at);
    const command = COMMANDS[words.join(' ')];
    if (!command) throw unknown(words);
    const options = readOptions(command, args.slice(words.length));
    const result = await command.run(process, options);
    if (result !== undefined) {
      await process.stdout.write(render(result, options.get('output') ?? 'json', options.get('query')));
    }
    return 0;
  } catch (error) {
    if (!(error instanceof AzFailure)) throw error;
    await process.stderr.write(`ERROR: ${error.message}\n`);
    return error.status;
  }
}

function unknown(words: string[]): AzFailure {
  const known = Object.keys(COMMANDS);
  let group = '';
  for (const word of words) {
    const next = group === '' ? word : `${group} ${word}`;
    if (!known.some((name) => name === next || name.startsWith(`${next} `))) {
      return usageError(`'${word}' is misspelled or not recognized by the system.`);
    }
    group = next;
  }
  return usageError(`the following arguments are required: _subcommand`);
}

function readOptions({ values = [], switches = [], required = [] }: Command, args: string[]): Options {
  const find = (list: string[], arg: string): string | undefined => {
    const entry = list.find((one) => {
      const [name, letter] = one.split('/');
      return arg === `--${name}` || (letter !== undefined && arg === `-${letter}`);
    });
    return entry?.split('/')[0];
  };
  const options = new Map<string, string>();
  const unrecognized: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const [arg = '', attached] = args[i]!.startsWith('--') ? splitOnce(args[i]!) : [args[i]!];
    const value = find([...values, ...GLOBAL_VALUES], arg);
    const flag = find([...switches, ...GLOBAL_SWITCHES], arg);
    if (flag !== undefined) options.set(flag, '');
    else if (value !== undefined) {
      const next = attached ?? args[++i];
      if (next === undefined || (attached === undefined && next.startsWith('-'))) {
        throw usageError(
          `argument ${label([...values, ...GLOBAL_VALUES].find((one) => one.split('/')[0] === value)!)}: expected one argument`,
        );
      }
      options.set(value, next);
    } else unrecognized.push(args[i]!);
  }
  const missing = required.filter((one) => !options.has(one.split('/')[0]!));
  if (missing.length > 0)
    throw usageError(`the following arguments are required: ${missing.map(label).join(', ')}`);
  if (unrecognized.length > 0) throw usageError(`unrecognized arguments: ${unrecognized.join(' ')}`);
  return options;
}

function splitOnce(text: string): [string, string?] {
  const at = text.indexOf('=');
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function label(entry: string): string {
  const [name, letter] = entry.split('/');
  return letter === undefined ? `--${name}` : `--${name}/-${letter}`;
}

async function help(process: Process): Promise<number> {
  const names = Object.keys(COMMANDS).map((name) => `    az ${name}\n`);
  await process.stdout.write(`What the simulated az understands:\n${names.join('')}`);
  return 0;
}
