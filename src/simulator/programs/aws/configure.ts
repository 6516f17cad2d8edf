import type { Process } from '../../common/process.ts';
import { ask } from '../support/prompt.ts';
import { type AwsFile, fileSettings, profileNames, readSettings, writeSettings } from './configuration.ts';
import { badValue, generalError, invalidChoice, required } from './errors.ts';

const QUESTIONS = [
  ['aws_access_key_id', 'AWS Access Key ID'],
  ['aws_secret_access_key', 'AWS Secret Access Key'],
  ['region', 'Default region name'],
  ['output', 'Default output format'],
] as const;

const SUBCOMMANDS = [
  'list',
  'get',
  'set',
  'add-model',
  'import',
  'list-profiles',
  'sso',
  'sso-session',
  'mfa-login',
  'export-credentials',
];

const isSecret = (name: string): boolean => name.startsWith('aws_');
const mask = (value: string): string => '*'.repeat(16) + value.slice(-4);
const fileOf = (name: string): AwsFile => (isSecret(name) ? 'credentials' : 'config');

/** `aws configure`, and its `get`, `set`, `list` and `list-profiles`. */
export async function configure(process: Process, words: string[], profile?: string): Promise<number> {
  const [verb, name, value] = words;
  const takes = { get: 1, set: 2 }[verb ?? ''] ?? 0;
  const strays = words.slice(1 + takes);
  if (verb !== undefined && !SUBCOMMANDS.includes(verb)) throw invalidChoice('subcommand', verb, SUBCOMMANDS);
  if (strays.length > 0) throw badValue(`Unknown options: ${strays.join(',')}`);
  switch (verb) {
    case undefined:
      return interview(process, profile);
    case 'get':
      return get(process, name, profile);
    case 'set': {
      if (name === undefined || value === undefined) {
        throw required(name === undefined ? ['varname', 'value'] : ['value']);
      }
      writeSettings(
        process,
        fileOf(name),
        profile ?? process.env.AWS_PROFILE ?? 'default',
        new Map([[name, value]]),
      );
      return 0;
    }
    case 'list':
      return list(process, profile);
    case 'list-profiles':
      for (const one of profileNames(process)) await process.stdout.write(`${one}\n`);
      return 0;
    default:
      throw generalError(`'configure ${verb}' is not simulated`);
  }
}

async function interview(process: Process, chosen?: string): Promise<number> {
  const profile = chosen ?? process.env.AWS_PROFILE ?? 'default';
  const sections = new Map<AwsFile, Map<string, string>>();
  const known = fileSettings(process, profile);
  for (const [name, question] of QUESTIONS) {
    const current = known?.(name)?.value;
    const shown = current === undefined ? 'None' : isSecret(name) ? mask(current) : current;
    const answer = await ask(process, `${question} [${shown}]: `);
    if (answer === undefined) {
      await process.stderr.write('\n');
      return 130;
    }
    if (answer === '' || answer === current) continue;
    const file = fileOf(name);
    sections.set(file, (sections.get(file) ?? new Map()).set(name, answer));
  }
  for (const [file, values] of sections) writeSettings(process, file, profile, values);
  return 0;
}

async function get(process: Process, name: string | undefined, profile?: string): Promise<number> {
  if (name === undefined) throw required(['varname']);
  // `profile.guest.region`, or without its first word: a setting of another profile.
  const [, other, own = name] = /^(?:profile\.)?([^.]+)\.(.+)$/.exec(name) ?? [];
  const settings = other === undefined ? readSettings(process, profile).get : fileSettings(process, other);
  const value = settings?.(own)?.value;
  if (value === undefined) return 1;
  await process.stdout.write(`${value}\n`);
  return 0;
}

async function list(process: Process, profile?: string): Promise<number> {
  const line = (name: string, value = '<not set>', kind = 'None', place = 'None'): string =>
    `${name.padEnd(10)} : ${value.padEnd(24)} : ${kind.padEnd(16)} : ${place}\n`;
  let text = line('NAME', 'VALUE', 'TYPE', 'LOCATION');
  const chosen = profile ?? process.env.AWS_PROFILE;
  text += line(
    'profile',
    chosen,
    chosen && (profile ? 'manual' : 'env'),
    chosen && (profile ? '--profile' : "['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']"),
  );
  await process.stdout.write(text);
  const settings = readSettings(process, profile);
  text = '';
  for (const [label, name] of [
    ['access_key', 'aws_access_key_id'],
    ['secret_key', 'aws_secret_access_key'],
    ['region', 'region'],
  ] as const) {
    const found = settings.get(name);
    const value = found && (isSecret(name) ? mask(found.value) : found.value);
    const place =
      found?.from === 'config-file'
        ? '~/.aws/config'
        : found?.from === 'env' && name === 'region'
          ? "['AWS_REGION', 'AWS_DEFAULT_REGION']"
          : found && '';
    text += line(label, value, found?.from, place);
  }
  await process.stdout.write(text);
  return 0;
}
