import type { Process } from '../../common/process.ts';
import { searchValue } from '../support/jmespath.ts';
import { QueryError } from '../support/jmespath-errors.ts';
import { checkQuery } from '../support/jmespath-grammar.ts';
import { readCommandLine, readInput } from './arguments.ts';
import { callService, type Endpoint, ecrPassword, findEndpoint } from './client.ts';
import { readSettings } from './configuration.ts';
import { configure } from './configure.ts';
import { AwsFailure, badValue, generalError, invalidChoice, required } from './errors.ts';
import { OTHER_OPERATIONS, SERVICES } from './operations.ts';
import { FORMS, render, type Value, withTimes } from './output.ts';
import { pageOf, takePaging } from './pages.ts';
import { validate } from './validation.ts';

/** The release whose words these are, each compared with what it prints. */
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
  const { globals, words, rest } = readCommandLine(args);
  const [service, verb] = words;
  const services = ['configure', ...Object.keys(SERVICES)];
  if (service === undefined) throw required(['command']);
  if (service === 'help') return help(process, 'aws <command> <subcommand>', services);
  const profile = globals.get('profile');
  if (service === 'configure') return configure(process, [...words.slice(1), ...rest], profile);
  const operations = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined;
  if (!operations) throw invalidChoice('command', service, services);
  if (verb === undefined) throw required(['operation']);
  const known =
    service === 'ecr' ? [...Object.keys(operations), 'get-login-password'] : Object.keys(operations);
  if (verb === 'help') return help(process, `aws ${service} <operation>`, known.sort());
  const query = globals.get('query');
  checkSelection(query);
  const settings = readSettings(process, profile);
  if (service === 'ecr' && verb === 'get-login-password')
    return loginPassword(process, rest, () => findEndpoint(service, settings, globals));
  const operation = Object.hasOwn(operations, verb) ? operations[verb] : undefined;
  const others = OTHER_OPERATIONS[service] ?? [];
  if (!operation && others.includes(verb)) throw generalError(`'${service} ${verb}' is not simulated`);
  if (!operation) throw invalidChoice('operation', verb, [...others, ...known]);
  const input = readInput(process, operation, rest);
  const paging = takePaging(input);
  const form = globals.get('output') ?? settings.get('output')?.value ?? 'json';
  if (!FORMS.includes(form)) throw generalError(`Unknown output type: ${form}`);
  const endpoint = findEndpoint(service, settings, globals);
  validate(operation, input);
  const answer = await callService(process, { service, operation: operation.name, input, endpoint });
  const shown = select(withTimes(pageOf(answer, operation.pages, paging) as Value), query);
  await process.stdout.write(render(form, operation.name, shown, process.tty?.columns ?? 80));
  return 0;
}

/** `aws ecr get-login-password` */
async function loginPassword(
  process: Process,
  rest: readonly string[],
  endpoint: () => Endpoint,
): Promise<number> {
  if (rest.length > 0) throw badValue(`Unknown options: ${rest.join(',')}`);
  await process.stdout.write(`${await ecrPassword(process, endpoint())}\n`);
  return 0;
}

/** Whether `--query` is one, before anybody is asked. @throws AwsFailure */
function checkSelection(query: string | undefined): void {
  try {
    if (query !== undefined) checkQuery(query);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw badValue(`Bad value for --query ${query}: ${error.message}`);
  }
}

/** What `--query` finds. What only shows when it is carried out is no bad value to aws. @throws AwsFailure */
function select(value: Value, query: string | undefined): Value {
  if (query === undefined) return value;
  try {
    return searchValue(value, query) as Value;
  } catch (error) {
    throw generalError((error as Error).message);
  }
}

async function help(process: Process, usage: string, names: string[]): Promise<number> {
  await process.stdout.write(
    `Usage: ${usage} [options and parameters]\n\nWhat the simulated aws understands:\n${names.map((name) => `  ${name}\n`).join('')}`,
  );
  return 0;
}
