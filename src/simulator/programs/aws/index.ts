import type { Process } from '../../common/process.ts';
import { searchValue } from '../support/jmespath.ts';
import { readCommandLine, readInput } from './arguments.ts';
import { callService } from './client.ts';
import { readSettings } from './configuration.ts';
import { configure } from './configure.ts';
import { AwsFailure, badValue, usageError } from './errors.ts';
import { SERVICES } from './operations.ts';
import { FORMS, render, type Value, withTimes } from './output.ts';
import { pageOf, takePaging } from './pages.ts';

const VERSION = 'aws-cli/2.31.18 Python/3.13.7 Linux/6.1.0 exe/x86_64.debian.12';

/** The AWS CLI, version 2: what of it concerns registries. */
export async function aws(process: Process): Promise<number> {
  try {
    return await run(process);
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    await process.stderr.write(`\n${error.message}\n`);
    return error.status;
  }
}

async function run(process: Process): Promise<number> {
  const args = process.argv.slice(1);
  if (args[0] === '--version') {
    await process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const { globals, words, options } = readCommandLine(args);
  const [service, verb, ...rest] = words;
  if (service === undefined) throw required('command');
  if (service === 'help')
    return help(process, 'aws <command> <subcommand>', ['configure', ...Object.keys(SERVICES)]);
  const profile = globals.get('profile');
  if (service === 'configure') return configure(process, words.slice(1), profile);
  const operations = SERVICES[service];
  if (!operations) throw usageError(`aws: error: argument command: Found invalid choice '${service}'`);
  if (verb === undefined) throw required('operation');
  const known =
    service === 'ecr' ? [...Object.keys(operations), 'get-login-password'] : Object.keys(operations);
  if (verb === 'help') return help(process, `aws ${service} <operation>`, known.sort());
  const settings = readSettings(process, profile);
  if (service === 'ecr' && verb === 'get-login-password') {
    if (rest.length > 0 || options.size > 0)
      throw usageError(
        `Unknown options: ${[...rest, ...[...options.keys()].map((name) => `--${name}`)].join(', ')}`,
      );
    const call = { service, operation: 'GetAuthorizationToken', input: {}, settings, globals };
    const { authorizationData } = (await callService(process, call)) as {
      authorizationData?: { authorizationToken: string }[];
    };
    // Python's word for what is not there.
    if (!authorizationData?.[0]) throw new AwsFailure("'authorizationData'", 255);
    await process.stdout.write(`${atob(authorizationData[0].authorizationToken).replace(/^AWS:/, '')}\n`);
    return 0;
  }
  const operation = operations[verb];
  if (!operation)
    throw usageError(`aws: error: argument operation: Found invalid choice '${verb}'${nearest(verb, known)}`);
  if (rest.length > 0) throw usageError(`Unknown options: ${rest.join(', ')}`);
  const input = readInput(process, operation, options);
  const paging = takePaging(input);
  const answer = await callService(process, { service, operation: operation.name, input, settings, globals });
  const result = pageOf(answer, operation.pages, paging);
  const form = globals.get('output') ?? settings.get('output')?.value ?? 'json';
  if (!FORMS.includes(form)) throw badValue(`Unknown output type: ${form}`);
  const shown = select(withTimes(result as Value), globals.get('query'));
  await process.stdout.write(render(form, operation.name, shown, process.tty?.columns ?? 80));
  return 0;
}

const required = (name: string): AwsFailure =>
  usageError(`aws: error: the following arguments are required: ${name}`);

/** `--query`. @throws AwsFailure */
function select(value: Value, query: string | undefined): Value {
  if (query === undefined) return value;
  try {
    return searchValue(value, query) as Value;
  } catch (error) {
    const { message } = error as Error;
    if (query === '') throw badValue('Bad value for --query : Invalid JMESPath expression: cannot be empty.');
    // What only shows when it is carried out is no bad value to aws.
    if (message.startsWith('Unknown function')) throw new AwsFailure(message, 255);
    const reason = message.includes('EOF')
      ? `Incomplete expression:\n"${query}"\n${' '.repeat(query.length + 1)}^`
      : message;
    throw badValue(`Bad value for --query ${query}: Invalid jmespath expression: ${reason}`);
  }
}

async function help(process: Process, usage: string, names: string[]): Promise<number> {
  await process.stdout.write(
    `Usage: ${usage} [options and parameters]\n\nWhat the simulated aws understands:\n${names.map((name) => `  ${name}\n`).join('')}`,
  );
  return 0;
}

/** The commands that a mistyped one may have been meant for: those with most of its letters in place. */
function nearest(word: string, known: string[]): string {
  const pairs = (text: string): Set<string> =>
    new Set([...text.slice(1)].map((letter, i) => text[i]! + letter));
  const own = pairs(word);
  const close = known.filter((name) => {
    const other = pairs(name);
    const shared = [...own].filter((pair) => other.has(pair)).length;
    return (2 * shared) / (own.size + other.size) > 0.7;
  });
  return close.length === 0
    ? ''
    : `\n\nInvalid choice: '${word}', maybe you meant:\n\n${close.map((name) => `  * ${name}`).join('\n')}`;
}
