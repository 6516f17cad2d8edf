import { resolvePath } from '../../common/files.ts';
import type { Instruction } from '../build/dockerfile/instructions.ts';
import { parseDockerfile } from '../build/dockerfile/lines.ts';
import { parseInstruction } from '../build/dockerfile/parse.ts';
import { parsePorts } from '../build/ports.ts';
import { ApiError, invalidParameter, messageOf } from '../errors.ts';
import type { ContainerConfig } from './config.ts';
import { parseSignal } from './signals.ts';

/** The instructions that change nothing but a configuration. */
const CHANGES = new Set(
  'cmd entrypoint healthcheck env expose label onbuild stopsignal user volume workdir'.split(' '),
);

/**
 * Applies Dockerfile instructions, several of which may stand in one text, to a container's configuration.
 * @throws ApiError
 */
export function applyChanges(config: ContainerConfig, changes: readonly string[]): void {
  if (changes.length === 0) return;
  try {
    const { statements } = parseDockerfile(changes.join('\n'));
    const wrong = statements.find(({ name }) => !CHANGES.has(name.toLowerCase()));
    if (wrong) throw new Error(`${wrong.name} is not a valid change command`);
    const instructions = statements.map((statement) => parseInstruction(statement));
    for (const instruction of instructions) applyChange(config, instruction);
  } catch (error) {
    throw error instanceof ApiError ? error : invalidParameter(messageOf(error));
  }
}

/** One Dockerfile instruction applied to a configuration. */
function applyChange(config: ContainerConfig, instruction: Instruction): void {
  switch (instruction.kind) {
    case 'env':
      for (const { key, value } of instruction.pairs) {
        const others = (config.Env ?? []).filter((variable) => variable.split('=', 1)[0] !== key);
        config.Env = [...others, `${key}=${value}`];
      }
      return;
    case 'label':
      for (const { key, value } of instruction.pairs) config.Labels = { ...config.Labels, [key]: value };
      return;
    case 'cmd':
    case 'entrypoint':
      applyCommand(config, instruction.kind, instruction.command);
      return;
    case 'expose':
      for (const port of parsePorts(instruction.values))
        config.ExposedPorts = { ...config.ExposedPorts, [port]: {} };
      return;
    case 'volume':
      for (const path of instruction.values) config.Volumes = { ...config.Volumes, [path]: {} };
      return;
    case 'workdir':
      config.WorkingDir = resolvePath(config.WorkingDir || '/', instruction.value);
      return;
    case 'user':
      config.User = instruction.value;
      return;
    case 'stopsignal':
      parseSignal(instruction.value);
      config.StopSignal = instruction.value;
      return;
    case 'onbuild':
      config.OnBuild = [...(config.OnBuild ?? []), instruction.value];
      return;
    case 'healthcheck':
      config.Healthcheck = { ...instruction.health };
      return;
    default:
      throw invalidParameter(`${instruction.name.toLowerCase()} is not a valid change command`);
  }
}

function applyCommand(
  config: ContainerConfig,
  kind: 'cmd' | 'entrypoint',
  command: { args: string[]; shell: boolean },
): void {
  const shell = config.Shell?.length ? config.Shell : ['/bin/sh', '-c'];
  const words = command.shell ? [...shell, ...command.args] : command.args;
  if (kind === 'cmd') config.Cmd = words;
  else config.Entrypoint = words;
}
