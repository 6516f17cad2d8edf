import { cleanPath } from '../../../common/ignore.ts';
import { formatPlatform } from '../../platform.ts';
import { DockerfileError } from '../dockerfile/errors.ts';
import type { Environment } from '../dockerfile/expand.ts';
import type { RunInstruction } from '../dockerfile/instructions.ts';
import { chompTabs, parseHeredoc } from '../dockerfile/lines.ts';
import { type Mount, parseMount, secretId } from '../dockerfile/mounts.ts';
import { type DispatchContext, expandedCode, upperFirst, withShell } from './dispatch.ts';
import { type InlineStep, inlineStep, type RunMount, type RunStep } from './graph.ts';
import type { Command, StageState } from './stage.ts';

/** Plans a RUN. */
export function dispatchRun(
  state: StageState,
  command: Command,
  instruction: RunInstruction,
  word: (text: string) => string,
  context: DispatchContext,
): void {
  const mounts = instruction.mountTexts.map((text) => parseMount(text, word));
  for (const mount of mounts) {
    const request = { required: mount.required, lines: instruction.lines };
    if (mount.type === 'secret') state.outline.ask('secrets', secretId(mount), request);
    if (mount.type === 'ssh') state.outline.ask('agents', mount.id || 'default', request);
  }
  const { args: written, label, script } = readHeredocs(instruction);
  const args = instruction.command.shell ? withShell(state, written) : written;
  // It is noticed only when all is planned: the message names no place in the Dockerfile.
  if (args.length === 0)
    throw new DockerfileError('failed to marshal LLB definition: arguments are required');
  if (instruction.devices) {
    throw new Error('device feature is only supported in Dockerfile frontend 1.14.0-labs or later');
  }
  const network = instruction.network === 'default' ? context.network || 'default' : instruction.network;
  if (network === 'host' && !context.hostNetworkAllowed) {
    throw new DockerfileError('failed to load LLB: network.host is not allowed');
  }
  const masked = withMaskedSecrets(state.env, mounts);
  const code = expandedCode(masked, instruction.code, context, {
    rawQuotes: true,
    keepUnset: true,
  });
  const step: RunStep = {
    kind: 'run',
    below: state.top,
    name: state.stepName(upperFirst(code + label), command.isOnbuild),
    lines: instruction.lines,
    ignoreCache: state.ignoreCache,
    args,
    env: [...state.environment],
    cwd: state.directory,
    user: state.config.User ?? '',
    network,
    platform: state.platform ? formatPlatform(state.platform) : '',
    mounts: mounts.map((mount, i) => planMount(state, mount, command.sources[i]!, context)),
    ...(script ? { script: inlineStep(script, state.ignoreCache) } : {}),
  };
  state.top = step;
  state.addHistory(`RUN ${commandText(state, args)} # buildkit`, true);
}

interface Heredoced {
  args: string[];
  /** What the progress adds to the instruction: the beginning of the here-document. */
  label: string;
  script?: InlineStep['file'];
}

function readHeredocs({ command, heredocs }: RunInstruction): Heredoced {
  const first = heredocs[0];
  if (!first) return { args: command.args, label: '' };
  const [line] = command.args;
  if (command.args.length !== 1 || line === undefined || !command.shell) {
    throw new Error(`parsing produced an invalid run command: [${command.args.join(' ')}]`);
  }
  if (!parseHeredoc(line)) {
    return { args: [line + heredocs.map((h) => `\n${h.data}${h.name}`).join('')], label: '' };
  }
  const data = first.chomp ? chompTabs(first.data) : first.data;
  const label = ` (${summary(first.data)})`;
  if (!first.data.startsWith('#!')) return { args: [data], label };
  return { args: [`/dev/pipes/${first.name}`], label, script: { name: first.name, data } };
}

function summary(document: string): string {
  const lines = document.trim().replaceAll('\r\n', '\n').split('\n');
  return lines[0]! + (lines.length > 1 ? '...' : '');
}

/** Secrets that become variables show as stars. */
function withMaskedSecrets(env: Environment, mounts: readonly Mount[]): Environment {
  const secret = new Set(mounts.filter((m) => m.type === 'secret' && m.env !== '').map((m) => m.env));
  return { get: (name) => (secret.has(name) ? '****' : env.get(name)), keys: () => env.keys() };
}

function planMount(
  state: StageState,
  mount: Mount,
  source: StageState,
  { context }: DispatchContext,
): RunMount {
  if (mount.type === 'secret' || mount.type === 'ssh') return { mount, target: '', source: undefined };
  if (mount.from !== '' && !source.dispatched) {
    throw new Error(
      `cannot mount from stage ${JSON.stringify(mount.from)} to ${JSON.stringify(mount.target)}, stage needs to be defined before current command`,
    );
  }
  const target = mount.target.startsWith('/')
    ? cleanPath(mount.target)
    : cleanPath(`/${state.directory}/${mount.target}`);
  if (target === '/') throw new Error(`invalid mount target ${JSON.stringify(target)}`);
  if (mount.type !== 'bind') return { mount, target, source: undefined };
  return { mount, target, source: mount.from === '' ? context : source.top };
}

/** The command as the history shows it, with the ARGs that it could see. */
function commandText(state: StageState, args: readonly string[]): string {
  const values = new Map<string, string>();
  for (const { key, value } of state.buildArgs) {
    values.set(key, state.environment.get(key) ?? value ?? '');
  }
  const list = [...values].map(([key, value]) => `${key}=${value}`);
  return [...(list.length > 0 ? [`|${list.length}`, ...list] : []), ...args].join(' ');
}
