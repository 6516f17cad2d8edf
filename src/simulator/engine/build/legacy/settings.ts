import type { ContainerConfig } from '../../containers/config.ts';
import { environment, expand } from '../dockerfile/expand.ts';
import type { CommandLine, Instruction } from '../dockerfile/instructions.ts';
import { goDuration, goQuoteList, goQuoteRune, sortedKeys } from '../go-format.ts';
import { setVariable } from '../plan/dispatch.ts';
import { parsePorts } from '../ports.ts';
import { checkSignal } from '../signal-name.ts';
import { shellOf } from './run-config.ts';
import type { LegacyStage } from './stage.ts';

/** What a stage's instructions set of its image, without running anything. Throws in the daemon's words. */
export class StageSettings {
  private readonly state: LegacyStage;
  private readonly escapeToken: string;
  private readonly print: (text: string) => void;

  constructor(state: LegacyStage, escapeToken: string, print: (text: string) => void) {
    this.state = state;
    this.escapeToken = escapeToken;
    this.print = print;
  }

  /** A text with its variables expanded. */
  word(text: string): string {
    return this.expand(text).text;
  }

  private expand(text: string): ReturnType<typeof expand> {
    const { config, args } = this.state;
    const env = config.Env ?? [];
    const variables = environment([...env, ...args.missingFrom(env)]);
    return expand(text, variables, { escapeToken: this.escapeToken });
  }

  /** Changes the settings; gives the text for the history. */
  change(instruction: Exclude<Instruction, { kind: 'run' | 'copy' | 'add' | 'workdir' }>): string {
    const { state } = this;
    const { config } = state;
    switch (instruction.kind) {
      case 'env':
      case 'label':
        return this.setPairs(instruction);
      case 'arg': {
        const args = instruction.args.map(({ key, value }) => ({
          key: this.word(key),
          value: value === undefined ? undefined : this.word(value),
        }));
        for (const { key, value } of args) state.args.declare(key, value);
        return `ARG ${args.map(({ key, value }) => (value === undefined ? key : `${key}=${value}`)).join(' ')}`;
      }
      case 'maintainer':
        state.author = instruction.value;
        return `MAINTAINER ${instruction.value}`;
      case 'user':
        config.User = this.word(instruction.value);
        return `USER ${config.User}`;
      case 'stopsignal':
        config.StopSignal = checkSignal(this.word(instruction.value));
        return `STOPSIGNAL ${config.StopSignal}`;
      case 'onbuild':
        config.OnBuild = [...(config.OnBuild ?? []), instruction.value];
        return `ONBUILD ${instruction.value}`;
      case 'cmd':
        config.Cmd = this.commandOf(instruction.command);
        state.cmdSet ||= instruction.command.args.length > 0;
        return `CMD ${goQuoteList(config.Cmd)}`;
      case 'entrypoint':
        config.Entrypoint = instruction.command.args.length > 0 ? this.commandOf(instruction.command) : [];
        if (!state.cmdSet) config.Cmd = null;
        return `ENTRYPOINT ${goQuoteList(config.Entrypoint)}`;
      case 'expose': {
        const words = instruction.values.flatMap((value) => this.expand(value).words);
        const added = Object.fromEntries(parsePorts(words).map((port) => [port, {}]));
        config.ExposedPorts = sortedKeys({ ...config.ExposedPorts, ...added });
        return `EXPOSE ${words.join(' ')}`;
      }
      case 'volume': {
        const values = instruction.values.map((value) => this.word(value));
        if (values.includes('')) throw new Error('VOLUME specified can not be an empty string');
        const added = Object.fromEntries(values.map((value) => [value, {}]));
        config.Volumes = sortedKeys({ ...config.Volumes, ...added });
        return `VOLUME [${values.join(' ')}]`;
      }
      case 'shell':
        config.Shell = instruction.values;
        return `SHELL [${instruction.values.join(' ')}]`;
      case 'healthcheck':
        return this.setHealthcheck(instruction.health);
    }
  }

  private setPairs(instruction: Extract<Instruction, { kind: 'env' | 'label' }>): string {
    const { config } = this.state;
    let message = instruction.kind.toUpperCase();
    const word = instruction.literal ? (text: string) => text : (text: string) => this.word(text);
    // All are expanded before any is set.
    const pairs = instruction.pairs.map(({ key, value }) => ({ key: word(key), value: word(value) }));
    for (const { key, value } of pairs) {
      message += ` ${key}=${value}`;
      if (instruction.kind === 'env') config.Env = setVariable(config.Env ?? [], key, value);
      else config.Labels = sortedKeys({ ...config.Labels, [key]: value });
    }
    return message;
  }

  private setHealthcheck(health: NonNullable<ContainerConfig['Healthcheck']>): string {
    const { config } = this.state;
    const before = config.Healthcheck?.Test ?? [];
    if (before.length > 0 && before[0] !== 'NONE') {
      this.print(`Note: overriding previous HEALTHCHECK: [${before.join(' ')}]\n`);
    }
    config.Healthcheck = health;
    const durations = [health.Interval, health.Timeout, health.StartPeriod, health.StartInterval];
    const shown = durations.map((duration) => `"${goDuration(duration)}"`).join(' ');
    return `HEALTHCHECK &{${goQuoteList(health.Test ?? [])} ${shown} ${goQuoteRune(health.Retries)}}`;
  }

  /** A command as it is run: by the shell, unless it is a list. */
  commandOf({ args, shell }: CommandLine): string[] {
    return shell ? [...shellOf(this.state.config), ...args] : [...args];
  }
}
