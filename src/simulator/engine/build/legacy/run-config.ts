import { CONFIG_FIELDS, type ContainerConfig } from '../../containers/config.ts';
import { decode } from '../../containers/schema.ts';
import type { RunConfig } from '../../images/config.ts';

/** The settings that a stage of the legacy builder has so far. */

export function configOf(base: RunConfig | null | undefined): ContainerConfig {
  const config = decode<ContainerConfig>(structuredClone(base ?? {}), CONFIG_FIELDS, 'Config');
  config.OpenStdin = false;
  config.StdinOnce = false;
  return config;
}

/** `/bin/sh -c` or what SHELL says. */
export function shellOf(config: ContainerConfig): string[] {
  return config.Shell?.length ? [...config.Shell] : ['/bin/sh', '-c'];
}

/** A copy for an instruction that runs nothing: its command is only a comment for the history. */
export function withComment(config: ContainerConfig, comment: string, separate = true): ContainerConfig {
  const text = separate ? ['#(nop) ', comment] : [`#(nop) ${comment}`];
  return { ...structuredClone(config), Cmd: [...shellOf(config), ...text] };
}

const lists = ['Env', 'Cmd', 'Entrypoint', 'Shell', 'OnBuild'] as const;
const sets = ['ExposedPorts', 'Volumes', 'Labels'] as const;
const flags = [
  'AttachStdin',
  'AttachStdout',
  'AttachStderr',
  'NetworkDisabled',
  'Tty',
  'OpenStdin',
  'StdinOnce',
] as const;

/** Whether two settings are the same to the cache: names of hosts and images do not count. */
export function sameConfig(a: ContainerConfig, b: ContainerConfig): boolean {
  return (
    lists.every((key) => JSON.stringify(a[key] ?? []) === JSON.stringify(b[key] ?? [])) &&
    sets.every((key) => sameMap(a[key] ?? {}, b[key] ?? {})) &&
    flags.every((key) => a[key] === b[key]) &&
    a.User === b.User &&
    a.WorkingDir === b.WorkingDir &&
    a.StopSignal === b.StopSignal &&
    JSON.stringify(a.Healthcheck) === JSON.stringify(b.Healthcheck)
  );
}

function sameMap(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]))
  );
}
