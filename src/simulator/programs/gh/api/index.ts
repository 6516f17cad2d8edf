import type { Process } from '../../../common/process.ts';
import { reasonPhrase } from '../../../common/reason-phrase.ts';
import { type Json, toText } from '../../jq/value.ts';
import { isJson, scopesSuggestion } from '../client.ts';
import type { Call, Command } from '../command.ts';
import { FlagFailure, GhFailure } from '../errors.ts';
import { hostnameProblem } from '../flags.ts';
import { defaultHost } from '../hosts.ts';
import { isColoured } from '../style.ts';
import { type Fields, readFields, readUserFile, withQuery } from './fields.ts';
import { ENVIRONMENT, EXAMPLES, FLAGS, LONG } from './help.ts';
import { filterJson, readAnswer } from './jq.ts';
import { colouredJson, sorted } from './json-colour.ts';
import { fillPlaceholders } from './placeholders.ts';
import { type ApiRequest, send } from './request.ts';

/** `gh api`: requests to GitHub's API. */
export const api: Command = {
  name: 'api',
  use: '<endpoint>',
  args: 1,
  authenticated: true,
  short: "Send a request to GitHub's API",
  long: LONG,
  examples: EXAMPLES,
  environment: ENVIRONMENT,
  flags: FLAGS,
  run,
};

/** What gh can do and this one does not. */
const NOT_SIMULATED = ['template', 'verbose', 'cache'];

async function run(call: Call): Promise<number> {
  const { process, flags, args } = call;
  checkFlags(call);
  const missing = NOT_SIMULATED.find((name) => flags.changed(name));
  if (missing !== undefined) throw new GhFailure(`gh api: the sandbox does not simulate --${missing}`);
  const fields = await readFields(process, flags.list('raw-field'), flags.list('field'));
  const inputFile = flags.string('input');
  const request: ApiRequest = {
    host: flags.string('hostname') || defaultHost(process),
    method:
      flags.changed('method') || (fields.size === 0 && inputFile === '') ? flags.string('method') : 'POST',
    path: filledPath(process, args[0]!),
    fields,
    body: undefined,
    headers: [...flags.list('header'), ...previews(flags.list('preview'))],
  };
  if (flags.bool('paginate') && request.path !== 'graphql') request.path = withPageSize(request.path, fields);
  if (inputFile !== '') {
    request.body = await readUserFile(process, inputFile);
    request.path = withQuery(request.path, fields);
  }
  return flags.bool('paginate') ? allPages(call, request) : (await onePage(call, request)).status;
}

/** Which flags go together. */
function checkFlags({ flags, args }: Call): void {
  const isSet = (name: string): boolean => flags.string(name) !== '' && flags.string(name) !== 'false';
  const several = (...names: string[]): boolean => names.filter(isSet).length > 1;
  const problem = flags.changed('hostname') ? hostnameProblem(flags.string('hostname')) : undefined;
  if (problem !== undefined) throw new FlagFailure(`error parsing \`--hostname\`: ${problem}`);
  const isGet = flags.string('method').toUpperCase() === 'GET' || args[0] === 'graphql';
  if (isSet('paginate') && !isGet)
    throw new FlagFailure('the `--paginate` option is not supported for non-GET requests');
  if (several('paginate', 'input'))
    throw new FlagFailure('the `--paginate` option is not supported with `--input`');
  if (isSet('slurp') && !isSet('paginate'))
    throw new FlagFailure('`--paginate` required when passing `--slurp`');
  if (several('slurp', 'jq', 'template'))
    throw new FlagFailure('the `--slurp` option is not supported with `--jq` or `--template`');
  if (several('verbose', 'silent', 'jq', 'template'))
    throw new FlagFailure('only one of `--template`, `--jq`, `--silent`, or `--verbose` may be used');
}

function filledPath(process: Process, path: string): string {
  try {
    return fillPlaceholders(process, path);
  } catch (error) {
    if (!(error instanceof GhFailure)) throw error;
    throw new GhFailure(`unable to expand placeholder in path: ${error.message}`);
  }
}

function previews(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const types = names.map((name, i) => `application/vnd.github.${name}-preview${i === 0 ? '+json' : ''}`);
  return [`Accept: ${types.join(', ')}`];
}

function withPageSize(path: string, fields: Fields): string {
  const at = path.indexOf('?');
  const given = fields.has('per_page') || (at !== -1 && new URLSearchParams(path.slice(at)).get('per_page'));
  return given ? path : `${path}${at === -1 ? '?' : '&'}per_page=100`;
}

/** Page after page, as long as the answers name a next one; arrays are printed as if they were one. */
async function allPages(call: Call, request: ApiRequest): Promise<number> {
  const { process, flags } = call;
  const slurp = flags.bool('slurp');
  let first = true;
  for (let path: string | undefined = request.path; path !== undefined; first = false) {
    if (slurp) await process.stdout.write(first ? '[' : ',');
    const page = await onePage(call, { ...request, path, ...(first ? {} : { fields: new Map() }) }, first);
    if (page.status !== 0) return page.status;
    path = page.next;
    if (path !== undefined && flags.bool('include')) await process.stdout.write('\n');
  }
  if (slurp) await process.stdout.write(']');
  return 0;
}

interface Page {
  status: number;
  /** Where the next one is. */
  next: string | undefined;
}

async function onePage({ process, flags }: Call, request: ApiRequest, first = true): Promise<Page> {
  const { response, url } = await send(process, request);
  const { status } = response;
  const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  const continues = flags.bool('paginate') && request.path !== 'graphql' && next !== undefined;
  if (flags.bool('include')) await process.stdout.write(head(response, isColoured(process)));
  if (status === 204) return { status: 0, next };
  // GitHub ends its answers without a line break where it is gh that asks.
  const text = (await response.text()).replace(/\n$/, '');
  const told =
    isJson(response) && (request.path === 'graphql' || status >= 400) ? problemIn(text, status) : '';
  if (!flags.bool('silent')) {
    const joins = flags.bool('paginate') && !flags.bool('slurp') && !flags.bool('include');
    const filter = told === '' ? flags.string('jq') : '';
    if (filter !== '') await printFiltered(process, text, filter);
    else if (isJson(response) && isColoured(process))
      await process.stdout.write(`${colouredJson(readAnswer(text))}\n`);
    else await process.stdout.write(joins ? joined(text, first, !continues) : text);
  }
  const refused = told || (status > 299 ? `HTTP ${status}` : '');
  if (refused === '') return { status: 0, next: continues ? next : undefined };
  const advice = scopesSuggestion(response, url);
  await process.stderr.write(`gh: ${refused}\n${advice === '' ? '' : `gh: ${advice}\n`}`);
  return { status: 1, next: undefined };
}

/** A part of one long array: without the bracket at an end where another page follows. */
function joined(text: string, isFirst: boolean, isLast: boolean): string {
  const start = isFirst ? text : text.replace(/^\[\]/, ' ]').replace(/^\[/, ',');
  return isLast ? start : start.replace(/\]$/, '');
}

function head(response: Response, coloured: boolean): string {
  const lines = [...response.headers]
    .map(([name, value]) => [name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase()), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${coloured ? `\x1b[1;34m${name}\x1b[m` : name}: ${value}\r\n`);
  return `HTTP/2.0 ${response.status} ${reasonPhrase(response)}\n${lines.join('')}\r\n`;
}

/** What an answer says went wrong; `''` when nothing did. */
function problemIn(text: string, status: number): string {
  let body: { message?: unknown; errors?: unknown };
  try {
    body = (JSON.parse(text) ?? {}) as typeof body;
  } catch {
    return '';
  }
  const message = typeof body.message === 'string' ? body.message : '';
  if (typeof body.errors === 'string' && body.errors !== '')
    return message === '' ? body.errors : `${body.errors} (${message})`;
  if (message !== '') return `${message} (HTTP ${status})`;
  if (!Array.isArray(body.errors)) return '';
  const messages = body.errors.map((one: unknown) =>
    typeof one === 'string' ? one : String((one as { message?: unknown } | null)?.message ?? ''),
  );
  return messages.join('\n');
}

/** Each result on lines of its own; what is neither list nor object is printed bare. */
async function printFiltered(process: Process, text: string, filter: string): Promise<void> {
  const indent = process.stdout.isTTY ? '  ' : undefined;
  for (const result of filterJson(process, text, filter)) {
    process.signal.throwIfAborted();
    await process.stdout.write(`${printed(result, indent, isColoured(process))}\n`);
  }
}

function printed(result: Json, indent: string | undefined, coloured: boolean): string {
  if (result === null) return '';
  if (typeof result === 'string') return result;
  if (typeof result === 'boolean') return String(result);
  if (typeof result === 'number') return Number.isInteger(result) ? toText(result) : result.toFixed(2);
  const value = sorted(result);
  if (coloured && indent !== undefined) return colouredJson(value, indent);
  return toText(value, indent === undefined ? {} : { indent });
}
