import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { badValue, generalError } from './errors.ts';

/** `~/.aws/config` and `~/.aws/credentials`: sections of `name = value`. */

type Sections = Map<string, Map<string, string>>;

export interface Settings {
  profile: string;
  /** Where a value was found, for `aws configure list`. */
  get(name: string): { value: string; from: 'env' | 'shared-credentials-file' | 'config-file' } | undefined;
}

const VARIABLES: Record<string, string[]> = {
  aws_access_key_id: ['AWS_ACCESS_KEY_ID'],
  aws_secret_access_key: ['AWS_SECRET_ACCESS_KEY'],
  region: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  output: ['AWS_DEFAULT_OUTPUT'],
};

export type AwsFile = 'config' | 'credentials';

function filePath(process: Process, file: AwsFile): string {
  const variable = file === 'config' ? 'AWS_CONFIG_FILE' : 'AWS_SHARED_CREDENTIALS_FILE';
  return absolute(process, process.env[variable] ?? `${process.env.HOME ?? '/'}/.aws/${file}`);
}

/** In the config file all profiles but the first say that they are one. */
const sectionName = (file: AwsFile, profile: string): string =>
  file === 'config' && profile !== 'default' ? `profile ${profile}` : profile;

function readSections(process: Process, file: AwsFile): Sections {
  const sections: Sections = new Map();
  const path = filePath(process, file);
  if (!process.files.isFile(path)) return sections;
  let current: Map<string, string> | undefined;
  for (const line of process.files.readText(path).split('\n')) {
    const header = /^\s*\[([^\]]+)\]/.exec(line);
    const pair = /^([^#;\s=:][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (header) {
      current = sections.get(header[1]!.trim()) ?? new Map();
      sections.set(header[1]!.trim(), current);
    } else if (pair && current) current.set(pair[1]!, pair[2]!);
    else if (pair) throw badValue(`Unable to parse config file: ${path}`);
  }
  return sections;
}

/** The profiles of both files, those of the config file first. */
export function profileNames(process: Process): string[] {
  const configured = [...readSections(process, 'config').keys()].flatMap((name) =>
    name === 'default' ? [name] : (/^profile\s+(.+)$/.exec(name)?.slice(1) ?? []),
  );
  return [...new Set([...configured, ...readSections(process, 'credentials').keys()])];
}

/** What the files alone say of a profile; `undefined` when they do not know it. */
export function fileSettings(process: Process, profile: string): Settings['get'] | undefined {
  const credentials = readSections(process, 'credentials').get(profile);
  const config = readSections(process, 'config').get(sectionName('config', profile));
  if (!credentials && !config) return undefined;
  return (name) => {
    const kept = credentials?.get(name);
    if (kept !== undefined) return { value: kept, from: 'shared-credentials-file' };
    const configured = config?.get(name);
    return configured === undefined ? undefined : { value: configured, from: 'config-file' };
  };
}

/** The settings of a profile: environment first, then files. @throws AwsFailure when it is asked for and not there */
export function readSettings(process: Process, chosen?: string): Settings {
  const named = chosen ?? process.env.AWS_PROFILE ?? process.env.AWS_DEFAULT_PROFILE;
  const profile = named ?? 'default';
  const files = fileSettings(process, profile);
  if (named !== undefined && !files) throw generalError(`The config profile (${profile}) could not be found`);
  return {
    profile,
    get(name) {
      const variable = VARIABLES[name]?.map((one) => process.env[one]).find((value) => value);
      // A profile that is asked for by name comes before keys in the environment.
      if (variable && !(chosen !== undefined && name.startsWith('aws_')))
        return { value: variable, from: 'env' };
      return files?.(name);
    },
  };
}

/** Sets values in a section of a file, leaving every other line as it is. */
export function writeSettings(
  process: Process,
  file: AwsFile,
  profile: string,
  values: ReadonlyMap<string, string>,
): void {
  const path = filePath(process, file);
  const before = process.files.isFile(path) ? process.files.readText(path) : '';
  const lines = before === '' ? [] : before.replace(/\n$/, '').split('\n');
  const header = `[${sectionName(file, profile)}]`;
  let start = lines.findIndex((line) => line.trim() === header);
  if (start === -1) start = lines.push(header) - 1;
  for (const [name, value] of values) {
    const next = lines.findIndex((line, i) => i > start && /^\s*\[/.test(line));
    const end = next === -1 ? lines.length : next;
    const at = lines.findIndex((line, i) => i > start && i < end && line.split('=')[0]!.trim() === name);
    if (at === -1) lines.splice(end, 0, `${name} = ${value}`);
    else lines[at] = `${name} = ${value}`;
  }
  process.files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { parents: true });
  process.files.write(path, `${lines.join('\n')}\n`, 0o600);
}
