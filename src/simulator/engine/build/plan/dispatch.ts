import { cleanPath, type IgnoreMatcher } from '../../../common/ignore.ts';
import { type Environment, ExpandError, type ExpandOptions, expand } from '../dockerfile/expand.ts';
import type { ArgInstruction, Instruction } from '../dockerfile/instructions.ts';
import type { Linter } from '../dockerfile/lint.ts';
import { suggest } from '../dockerfile/suggest.ts';
import { goDuration, goQuoteList, goQuoteRune, sortedKeys } from '../go-format.ts';
import { parsePorts } from '../ports.ts';
import { checkSignal } from '../signal-name.ts';
import { checkSecretKey } from './checks.ts';
import { dispatchCopy } from './dispatch-copy.ts';
import { dispatchRun } from './dispatch-run.ts';
import type { ContextStep } from './graph.ts';
import type { Command, StageState } from './stage.ts';

/** What planning an instruction needs besides its stage. */
export interface DispatchContext {
  buildArgs: ReadonlyMap<string, string>;
  globals: ReadonlyMap<string, string>;
  expandOptions: ExpandOptions;
  linter: Linter;
  /** Of the whole build; an instruction may ask for another. */
  network: string;
  hostNetworkAllowed: boolean;
  context: ContextStep;
  ignore: IgnoreMatcher | undefined;
}

/** Values that never become environment variables. */
const NO_ENVIRONMENT = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE']);

/** Lets one instruction act on its stage's image and steps. Throws plain errors in BuildKit's words. */
export function dispatch(state: StageState, command: Command, context: DispatchContext): void {
  const { instruction } = command;
  const expanded = (text: string, options: ExpandOptions): string => {
    try {
      const { text: result, unmatched } = expand(text, state.env, options);
      reportUnset(state, instruction, unmatched, context.linter);
      return result;
    } catch (error) {
      if (error instanceof ExpandError) reportUnset(state, instruction, error.unmatched, context.linter);
      throw error;
    }
  };
  const word = (text: string): string => expanded(text, context.expandOptions);
  const { config } = state;
  switch (instruction.kind) {
    case 'env':
    case 'label':
      dispatchPairs(state, instruction, word, context.linter);
      return;
    case 'arg':
      dispatchArg(state, instruction, context);
      return;
    case 'maintainer':
      state.image.author = instruction.value;
      state.addHistory(`MAINTAINER ${instruction.value}`, false);
      return;
    case 'workdir':
      dispatchWorkdir(state, { ...instruction, value: word(instruction.value) }, command.isOnbuild, context);
      return;
    case 'user':
      config.User = word(instruction.value);
      state.addHistory(`USER ${config.User}`, false);
      return;
    case 'stopsignal':
      config.StopSignal = checkSignal(word(instruction.value));
      state.addHistory(`STOPSIGNAL ${config.StopSignal}`, false);
      return;
    case 'onbuild':
      config.OnBuild = [...(config.OnBuild ?? []), instruction.value];
      return;
    case 'cmd':
    case 'entrypoint':
      dispatchProgram(state, instruction, context.linter);
      return;
    case 'expose': {
      const words = instruction.values.flatMap((v) => expand(v, state.env, context.expandOptions).words);
      const ports = parsePorts(words).sort();
      const added = Object.fromEntries(ports.map((port) => [port, {}]));
      config.ExposedPorts = sortedKeys({ ...config.ExposedPorts, ...added });
      state.addHistory(`EXPOSE map[${ports.map((port) => `${port}:{}`).join(' ')}]`, false);
      return;
    }
    case 'volume': {
      const values = instruction.values.map(word);
      if (values.includes('')) throw new Error('VOLUME specified can not be an empty string');
      const added = Object.fromEntries(values.map((v) => [v, {}]));
      config.Volumes = sortedKeys({ ...config.Volumes, ...added });
      state.addHistory(`VOLUME [${values.join(' ')}]`, false);
      return;
    }
    case 'shell':
      config.Shell = instruction.values;
      state.addHistory(`SHELL [${instruction.values.join(' ')}]`, false);
      return;
    case 'healthcheck':
      dispatchHealthcheck(state, instruction, context.linter);
      return;
    case 'run':
      dispatchRun(state, command, instruction, word, context);
      return;
    case 'copy':
    case 'add': {
      const document = (text: string) => expanded(text, { escapeToken: '\\', ignoreQuotes: true });
      dispatchCopy(state, command, instruction, { word, document }, context);
      return;
    }
  }
}

function reportUnset(
  state: StageState,
  { lines }: Instruction,
  unmatched: ReadonlySet<string>,
  linter: Linter,
): void {
  for (const name of unmatched) {
    if (NO_ENVIRONMENT.has(name) || state.buildArgs.some((arg) => arg.key === name)) continue;
    const match = suggest(name, state.environment.keys());
    const guess = match ? ` (did you mean $${match}?)` : '';
    linter.report('UndefinedVar', lines, `Usage of undefined variable '$${name}'${guess}`);
  }
}

type Word = (text: string) => string;

/** How variables in an instruction's words, and in a document of it, are expanded. */
export interface Words {
  word: Word;
  document: Word;
}

function dispatchPairs(
  state: StageState,
  instruction: Extract<Instruction, { kind: 'env' | 'label' }>,
  word: Word,
  linter: Linter,
): void {
  const isEnv = instruction.kind === 'env';
  const keyword = isEnv ? 'ENV' : 'LABEL';
  let message = keyword;
  const expanded = instruction.pairs.map((p) => ({ ...p, key: word(p.key), value: word(p.value) }));
  for (const { key, value, legacy } of expanded) {
    if (legacy) {
      const written = instruction.name;
      linter.report(
        'LegacyKeyValueFormat',
        instruction.lines,
        `"${written} key=value" should be used instead of legacy "${written} key value" format`,
      );
    }
    message += ` ${key}=${value}`;
    if (isEnv) {
      checkSecretKey('ENV', key, instruction.lines, linter);
      state.environment.set(key, value);
      state.config.Env = setVariable(state.config.Env ?? [], key, value);
    } else state.config.Labels = sortedKeys({ ...state.config.Labels, [key]: value });
  }
  state.addHistory(message, false);
}

/** Sets a variable where it stands, or at the end. */
export function setVariable(env: readonly string[], key: string, value: string): string[] {
  const index = env.findIndex((entry) => entry.split('=', 1)[0] === key);
  return index === -1 ? [...env, `${key}=${value}`] : env.with(index, `${key}=${value}`);
}

function dispatchArg(state: StageState, instruction: ArgInstruction, context: DispatchContext): void {
  const texts: string[] = [];
  for (const { key, value: written, description } of instruction.args) {
    checkSecretKey('ARG', key, instruction.lines, context.linter);
    let value = context.buildArgs.get(key);
    if (value === undefined && written !== undefined) {
      const expanded = expand(written, state.env, context.expandOptions);
      reportUnset(state, instruction, expanded.unmatched, context.linter);
      value = expanded.text;
    }
    const isInherited = value === undefined && context.globals.has(key);
    value ??= context.globals.get(key);
    const known = { value: value ?? '', description, lines: instruction.lines, uses: new Set<string>() };
    state.outline.use(key, isInherited ? undefined : known);
    if (value !== undefined && !NO_ENVIRONMENT.has(key)) state.environment.set(key, value);
    state.buildArgs.push(value === undefined ? { key } : { key, value });
    texts.push(value === undefined ? key : `${key}=${value}`);
  }
  state.addHistory(`ARG ${texts.join(' ')}`, false);
}

/** The working directory that a WORKDIR in another one leads to. */
export function resolveWorkdir(current: string, path: string): string {
  return path.startsWith('/') ? cleanPath(path) : cleanPath(`/${current}/${path}`);
}

function dispatchWorkdir(
  state: StageState,
  instruction: Extract<Instruction, { value: string }>,
  isOnbuild: boolean,
  context: DispatchContext,
): void {
  const { value, lines } = instruction;
  if (!state.workdirSet && !value.startsWith('/')) {
    const message = `Relative workdir ${JSON.stringify(value)} can have unexpected results if the base image changes`;
    context.linter.report('WorkdirRelativePath', lines, message);
  }
  state.workdirSet = true;
  const path = resolveWorkdir(state.config.WorkingDir ?? '/', value);
  state.config.WorkingDir = path;
  state.directory = path;
  if (path !== '/') {
    const name = state.stepName(upperFirst(expandedCode(state.env, instruction.code, context)), isOnbuild);
    const user = state.config.User ?? '';
    state.top = { kind: 'workdir', below: state.top, path, user, name, lines, ignoreCache: false };
  }
  state.addHistory(`WORKDIR ${path}`, path !== '/');
}

/** The instruction's text with its variables filled in, for the progress. */
export function expandedCode(
  env: Environment,
  code: string,
  context: DispatchContext,
  options: Partial<ExpandOptions> = {},
): string {
  try {
    return expand(code, env, { ...context.expandOptions, ...options }).text;
  } catch {
    return code;
  }
}

export function upperFirst(text: string): string {
  return text.replace(/^[^ ]*/, (word) => word.toUpperCase());
}

/** A shell-form command as the list that runs it. */
export function withShell(state: StageState, args: readonly string[]): string[] {
  const shell = state.config.Shell?.length ? state.config.Shell : ['/bin/sh', '-c'];
  return [...shell, args.join(' ')];
}

function checkUsedOnce(state: StageState, { kind, name, lines }: Instruction, linter: Linter): void {
  const before = state.used.get(kind);
  if (before) {
    const message = `Multiple ${name} instructions should not be used in the same stage because only the last one will be used`;
    linter.report('MultipleInstructionsDisallowed', before, message);
  }
  state.used.set(kind, lines);
}

function dispatchProgram(
  state: StageState,
  instruction: Extract<Instruction, { kind: 'cmd' | 'entrypoint' }>,
  linter: Linter,
): void {
  const { command, kind, name, lines } = instruction;
  checkUsedOnce(state, instruction, linter);
  let { args } = command;
  if (command.shell) {
    if (!state.config.Shell?.length) {
      const message = `JSON arguments recommended for ${name} to prevent unintended behavior related to OS signals`;
      linter.report('JSONArgsRecommended', lines, message);
    }
    args = withShell(state, args);
  }
  if (kind === 'cmd') {
    state.config.Cmd = args;
    state.config.ArgsEscaped = true;
  } else {
    state.config.Entrypoint = args.length > 0 ? args : null;
    if (!state.used.has('cmd')) state.config.Cmd = null;
  }
  state.addHistory(`${kind.toUpperCase()} ${goQuoteList(args)}`, false);
}

function dispatchHealthcheck(
  state: StageState,
  instruction: Extract<Instruction, { kind: 'healthcheck' }>,
  linter: Linter,
): void {
  checkUsedOnce(state, instruction, linter);
  const { health } = instruction;
  state.config.Healthcheck = health;
  const durations = [health.Interval, health.Timeout, health.StartPeriod, health.StartInterval];
  const shown = durations.map((d) => `"${goDuration(d)}"`).join(' ');
  state.addHistory(
    `HEALTHCHECK &{${goQuoteList(health.Test)} ${shown} ${goQuoteRune(health.Retries)}}`,
    false,
  );
}
