import { invalidParameter } from '../errors.ts';
import type { RunConfig } from './config.ts';

/** Instructions that `docker commit --change` and `docker import --change` take. */
const APPLY: Record<string, (config: RunConfig, argument: string) => RunConfig> = {
  CMD: (config, argument) => ({ ...config, Cmd: command(argument) }),
  ENTRYPOINT: (config, argument) => ({ ...config, Entrypoint: command(argument) }),
  ENV: (config, argument) => ({ ...config, Env: withVariables(config.Env ?? [], pairs(argument)) }),
  EXPOSE: (config, argument) => {
    const ports = words(argument).map((port) => [port.includes('/') ? port : `${port}/tcp`, {}] as const);
    return { ...config, ExposedPorts: { ...config.ExposedPorts, ...Object.fromEntries(ports) } };
  },
  LABEL: (config, argument) => ({
    ...config,
    Labels: { ...config.Labels, ...Object.fromEntries(pairs(argument)) },
  }),
  ONBUILD: (config, argument) => ({ ...config, OnBuild: [...(config.OnBuild ?? []), argument] }),
  STOPSIGNAL: (config, argument) => ({ ...config, StopSignal: argument }),
  USER: (config, argument) => ({ ...config, User: argument }),
  VOLUME: (config, argument) => {
    const paths = list(argument) ?? words(argument);
    return {
      ...config,
      Volumes: { ...config.Volumes, ...Object.fromEntries(paths.map((path) => [path, {}])) },
    };
  },
  WORKDIR: (config, argument) => ({
    ...config,
    WorkingDir: argument.startsWith('/')
      ? argument
      : `${(config.WorkingDir || '/').replace(/\/$/, '')}/${argument}`,
  }),
};

/**
 * An image's settings after some Dockerfile instructions, each a line of its own.
 * @throws ApiError 400
 */
export function applyChanges(config: RunConfig, changes: readonly string[]): RunConfig {
  return changes
    .flatMap((change) => change.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .reduce((changed, line) => {
      const [, name = '', argument = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
      const instruction = name.toUpperCase();
      const apply = APPLY[instruction];
      if (!apply) throw invalidParameter(`${instruction} is not a valid change command`);
      if (argument === '') throw invalidParameter(`${instruction} requires at least one argument`);
      return apply(changed, argument);
    }, config);
}

/** The exec form, or `undefined` for what is no list of strings. */
function list(argument: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(argument);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

const command = (argument: string): string[] => list(argument) ?? ['/bin/sh', '-c', argument];

/** Words apart by spaces; quotes and backslashes keep a space inside. */
function words(argument: string): string[] {
  const found = argument.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  return found.map((word) =>
    word.replace(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
      (_, double?: string, single?: string, escaped?: string) =>
        double !== undefined ? double.replace(/\\(["\\$])/g, '$1') : (single ?? escaped ?? ''),
    ),
  );
}

/** `key=value …`, or the older `key value`. */
function pairs(argument: string): [string, string][] {
  const [first = '', ...rest] = words(argument);
  if (!first.includes('=')) return [[first, argument.slice(first.length).trim()]];
  return [first, ...rest].map((word) => {
    const at = word.indexOf('=');
    if (at === -1)
      throw invalidParameter(
        `Syntax error - can't find = in ${JSON.stringify(word)}. Must be of the form: name=value`,
      );
    return [word.slice(0, at), word.slice(at + 1)];
  });
}

function withVariables(env: readonly string[], variables: [string, string][]): string[] {
  const result = [...env];
  for (const [name, value] of variables) {
    const at = result.findIndex((entry) => entry.split('=', 1)[0] === name);
    if (at === -1) result.push(`${name}=${value}`);
    else result[at] = `${name}=${value}`;
  }
  return result;
}
