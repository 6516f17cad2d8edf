import type { RunConfig } from '../images/config.ts';
import type { ContainerConfig, HealthConfig } from './config.ts';

const NO_HEALTH: HealthConfig = {
  Test: null,
  Interval: 0,
  Timeout: 0,
  StartPeriod: 0,
  StartInterval: 0,
  Retries: 0,
};

const empty = (value: object | null | undefined): boolean => !value || Object.keys(value).length === 0;

/** Fills a container's configuration with what its image says, as the daemon merges the two. */
export function mergeImageConfig(config: ContainerConfig, image: RunConfig): void {
  config.User ||= image.User ?? '';
  config.ExposedPorts = empty(config.ExposedPorts)
    ? (image.ExposedPorts ?? config.ExposedPorts)
    : { ...image.ExposedPorts, ...config.ExposedPorts };
  if (empty(config.Env)) config.Env = image.Env ?? config.Env;
  else config.Env = [...config.Env!, ...missingVariables(config.Env!, image.Env ?? [])];
  config.Labels = { ...image.Labels, ...config.Labels };
  if (empty(config.Entrypoint)) {
    if (empty(config.Cmd)) config.Cmd = image.Cmd ?? config.Cmd;
    if (config.Entrypoint === null) config.Entrypoint = image.Entrypoint ?? null;
  }
  mergeHealth(config, image);
  config.WorkingDir ||= image.WorkingDir ?? '';
  config.Volumes = empty(config.Volumes) ? (image.Volumes ?? null) : { ...config.Volumes, ...image.Volumes };
  config.StopSignal ||= image.StopSignal ?? '';
}

function missingVariables(env: string[], more: string[]): string[] {
  const names = new Set(env.map((variable) => variable.split('=', 1)[0]));
  return more.filter((variable) => !names.has(variable.split('=', 1)[0]));
}

function mergeHealth(config: ContainerConfig, image: RunConfig): void {
  const other = image.Healthcheck;
  if (!other) return;
  if (!config.Healthcheck) {
    config.Healthcheck = { ...NO_HEALTH, ...other };
    return;
  }
  const own = config.Healthcheck;
  if (empty(own.Test)) own.Test = other.Test ?? null;
  for (const key of ['Interval', 'Timeout', 'StartPeriod', 'StartInterval', 'Retries'] as const) {
    own[key] ||= other[key] ?? 0;
  }
}
