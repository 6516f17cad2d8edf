import type { ContainerData } from './model.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const nameOf = (variable: string): string => variable.split('=', 1)[0]!;

/** `NAME=value` replaces, a bare `NAME` removes. */
function replaceOrAppend(env: readonly string[], overrides: readonly string[]): string[] {
  const result = [...env];
  for (const variable of overrides) {
    const at = result.findIndex((other) => nameOf(other) === nameOf(variable));
    if (!variable.includes('=')) {
      if (at !== -1) result.splice(at, 1);
    } else if (at === -1) result.push(variable);
    else result[at] = variable;
  }
  return result;
}

/** The variables of a process in a container: the engine's own, then the container's, then `more`. */
export function environment(
  data: ContainerData,
  options: { tty: boolean; home: string; more?: readonly string[] | null },
): Record<string, string> {
  const own = [`PATH=${DEFAULT_PATH}`, `HOSTNAME=${data.config.Hostname}`];
  if (options.tty) own.push('TERM=xterm');
  const env = replaceOrAppend(replaceOrAppend(own, data.config.Env ?? []), options.more ?? []);
  const result: Record<string, string> = {};
  for (const variable of env) result[nameOf(variable)] = variable.slice(nameOf(variable).length + 1);
  result.HOME ??= options.home;
  return result;
}
