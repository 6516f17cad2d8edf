import { DockerfileError, located } from './errors.ts';
import { type FlagValues, parseFlags } from './flags.ts';
import { checkDescription, descriptionOf, parseFrom } from './from.ts';
import { parseHealthcheck } from './healthcheck.ts';
import type { ArgInstruction, CopyInstruction, Instruction, RunInstruction, Stage } from './instructions.ts';
import { chompTabs, parseHeredoc, type Statement } from './lines.ts';
import type { Linter } from './lint.ts';
import { checkMount } from './mounts.ts';
import { withSuggestion } from './suggest.ts';
import { jsonStrings, pairs, plainWords, quotedWords } from './words.ts';

/** From statements to instructions, with BuildKit's refusals; both builders use it. */

const NAMES = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

export interface Stages {
  stages: Stage[];
  /** ARG before the first FROM. */
  globals: ArgInstruction[];
}

/** @throws DockerfileError */
export function parseStages(statements: readonly Statement[], escapeToken: string, linter?: Linter): Stages {
  const stages: Stage[] = [];
  const globals: ArgInstruction[] = [];
  for (const statement of statements) {
    let parsed: Stage | Instruction;
    try {
      parsed = parseOne(statement, escapeToken, linter);
    } catch (error) {
      const message = `dockerfile parse error on line ${statement.lines.start}: ${(error as Error).message}`;
      throw located(error, statement.lines, message);
    }
    const stage = stages.at(-1);
    if (!('kind' in parsed)) stages.push(parsed);
    else if (stage) stage.instructions.push(parsed);
    else if (parsed.kind === 'arg') globals.push(parsed);
    else throw new DockerfileError('no build stage in current context', statement.lines);
  }
  return { stages, globals };
}

/** Reads one instruction that is not FROM, as ONBUILD and `docker commit --change` give one. */
export function parseInstruction(statement: Statement, escapeToken = '\\'): Instruction {
  const parsed = parseOne(statement, escapeToken);
  if (!('kind' in parsed)) throw new Error('*instructions.Stage is not a command type');
  return parsed;
}

function parseOne(statement: Statement, escapeToken: string, linter?: Linter): Stage | Instruction {
  const { name, lines } = statement;
  if (name.toLowerCase() === 'from') return parseFrom(statement, linter);
  if (name.toLowerCase() === 'maintainer') {
    linter?.report(
      'MaintainerDeprecated',
      lines,
      'Maintainer instruction is deprecated in favor of using label',
    );
  }
  const instruction = parseArguments(statement, escapeToken);
  if (instruction.kind === 'arg') {
    checkDescription(
      'ARG',
      instruction.args.map((a) => a.key),
      statement,
      linter,
    );
  }
  return instruction;
}

function parseArguments(statement: Statement, escapeToken: string): Instruction {
  const { name, rest, lines } = statement;
  const base = { name, code: statement.original.trim(), lines };
  const flags = (): FlagValues => parseFlags(statement.flags, {});
  const upper = name.toUpperCase();
  switch (upper) {
    case 'ENV':
    case 'LABEL': {
      flags();
      const list = pairs(rest, upper, escapeToken);
      if (list.length === 0) throw new Error(`${upper} requires at least one argument`);
      if (list.some((pair) => pair.key === '')) throw new Error(`${upper} names can not be blank`);
      return { ...base, kind: upper === 'ENV' ? 'env' : 'label', pairs: list };
    }
    case 'MAINTAINER':
    case 'WORKDIR':
    case 'USER':
    case 'STOPSIGNAL':
      if (rest === '') throw new Error(`${upper} requires exactly one argument`);
      if (upper !== 'STOPSIGNAL') flags();
      return { ...base, kind: upper.toLowerCase() as 'workdir', value: rest };
    case 'CMD':
    case 'ENTRYPOINT': {
      flags();
      return { ...base, kind: upper === 'CMD' ? 'cmd' : 'entrypoint', command: commandLine(rest) };
    }
    case 'EXPOSE':
      if (rest === '') throw new Error('EXPOSE requires at least one argument');
      flags();
      return { ...base, kind: 'expose', values: plainWords(rest).sort() };
    case 'VOLUME':
      return { ...base, kind: 'volume', values: parseVolume(statement) };
    case 'SHELL':
      return { ...base, kind: 'shell', values: parseShell(statement) };
    case 'HEALTHCHECK':
      return { ...base, kind: 'healthcheck', health: parseHealthcheck(statement) };
    case 'ONBUILD':
      return { ...base, kind: 'onbuild', value: parseOnbuild(statement) };
    case 'ARG':
      return { ...base, kind: 'arg', args: parseArg(statement, escapeToken) };
    case 'RUN':
      return { ...base, ...parseRun(statement) };
    case 'COPY':
    case 'ADD':
      return { ...base, ...parseCopy(statement, upper) };
    default:
      throw new Error(withSuggestion(`unknown instruction: ${name}`, name, NAMES, false));
  }
}

function commandLine(rest: string): { args: string[]; shell: boolean } {
  const json = jsonStrings(rest);
  if (json) return { args: json, shell: false };
  return { args: rest === '' ? [] : [rest], shell: true };
}

function parseVolume({ rest, flags }: Statement): string[] {
  const values = (jsonStrings(rest) ?? plainWords(rest)).map((v) => v.trim());
  if (values.length === 0) throw new Error('VOLUME requires at least one argument');
  parseFlags(flags, {});
  if (values.includes('')) throw new Error('VOLUME specified can not be an empty string');
  return values;
}

function parseShell({ rest, flags }: Statement): string[] {
  parseFlags(flags, {});
  const values = jsonStrings(rest);
  if (values ? values.length === 0 : rest === '') throw new Error('SHELL requires at least one argument');
  if (!values) throw new Error('SHELL requires the arguments to be in JSON form');
  return values;
}

function parseOnbuild(statement: Statement): string {
  const { rest, flags, original, heredocs } = statement;
  if (rest === '') throw new Error('ONBUILD requires at least one argument');
  parseFlags(flags, {});
  const trigger = plainWords(rest)[0]!.toUpperCase();
  if (trigger === 'ONBUILD') throw new Error("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
  if (trigger === 'MAINTAINER' || trigger === 'FROM') {
    throw new Error(`${trigger} isn't allowed as an ONBUILD trigger`);
  }
  const expression = original.replace(/^\s*ONBUILD\s*/i, '');
  return expression + heredocs.map((h) => `\n${h.content}${h.name}`).join('');
}

function parseArg({ rest, comments }: Statement, escapeToken: string): ArgInstruction['args'] {
  const words = quotedWords(rest, escapeToken);
  if (words.length === 0) throw new Error('ARG requires at least one argument');
  return words.map((word) => {
    const equals = word.indexOf('=');
    if (equals === 0) throw new Error('ARG names can not be blank');
    const key = equals === -1 ? word : word.slice(0, equals);
    const description = descriptionOf(key, comments);
    return equals === -1 ? { key, description } : { key, value: word.slice(equals + 1), description };
  });
}

function parseRun({
  rest,
  flags: given,
  heredocs,
}: Statement): Omit<RunInstruction, 'name' | 'code' | 'lines'> {
  const flags = parseFlags(given, { mount: 'strings', network: 'string', device: 'strings' });
  const network = flags.string('network') || 'default';
  if (!['default', 'none', 'host'].includes(network)) {
    throw new Error(`invalid network mode ${JSON.stringify(network)}`);
  }
  for (const text of flags.strings('mount')) checkMount(text);
  return {
    kind: 'run',
    command: commandLine(rest),
    heredocs: heredocs.map((h) => ({ name: h.name, data: h.content, chomp: h.chomp })),
    mountTexts: flags.strings('mount'),
    network,
    devices: flags.strings('device').length > 0,
    flagsUsed: flags.used,
  };
}

function parseCopy(
  { rest, flags: given, heredocs }: Statement,
  instruction: 'COPY' | 'ADD',
): Omit<CopyInstruction, 'name' | 'code' | 'lines'> {
  const args = jsonStrings(rest) ?? plainWords(rest);
  if (args.length < 2) {
    throw new Error(
      `${instruction} requires at least two arguments, but only one was provided. Destination could not be determined`,
    );
  }
  const flags = parseFlags(given, {
    chown: 'string',
    chmod: 'string',
    link: 'bool',
    ...(instruction === 'COPY'
      ? { from: 'string' as const }
      : { 'keep-git-dir': 'bool' as const, checksum: 'string' as const }),
  });
  const destination = args.at(-1)!;
  if (parseHeredoc(destination)) throw new Error(`${instruction} cannot accept a heredoc as a destination`);
  const sources: string[] = [];
  const inline: CopyInstruction['inline'] = [];
  for (const source of args.slice(0, -1)) {
    const heredoc = parseHeredoc(source);
    if (!heredoc) {
      sources.push(source);
      continue;
    }
    const content = heredocs.find((h) => h.name === heredoc.name)?.content ?? '';
    inline.push({
      name: heredoc.name,
      data: heredoc.chomp ? chompTabs(content) : content,
      expand: heredoc.expand,
    });
  }
  return {
    kind: instruction === 'COPY' ? 'copy' : 'add',
    sources,
    inline,
    destination,
    from: flags.string('from'),
    chown: flags.string('chown'),
    chmod: flags.string('chmod'),
    link: flags.bool('link'),
    checksum: flags.string('checksum'),
  };
}
