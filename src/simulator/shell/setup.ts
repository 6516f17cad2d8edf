import type { User } from '../common/process.ts';
import type { Shell } from './state/shell.ts';
import { NAME } from './state/variables.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What login(1) puts into the environment of a user. */
export function loginEnvironment(user: User): Record<string, string> {
  return {
    HOME: user.home,
    LANG: 'en_US.UTF-8',
    LOGNAME: user.name,
    PATH: user.uid === 0 ? PATH : '/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games',
    SHELL: user.shell,
    TERM: 'xterm-256color',
    USER: user.name,
  };
}

/** The variables a shell starts with: its environment, and its own. */
export function importEnvironment(shell: Shell, env: Record<string, string>): void {
  for (const [name, value] of Object.entries(env)) {
    if (NAME.test(name)) Object.assign(shell.variables.global(name), { value, exported: true });
  }
  const set = (name: string, value: string, exported = false) => {
    const variable = shell.variables.global(name);
    variable.value ??= value;
    if (exported) variable.exported = true;
  };
  const level = shell.variables.global('SHLVL');
  level.value = String((Number(level.value) || 0) + 1);
  level.exported = true;
  shell.variables.global('PWD').value = shell.cwd;
  shell.variables.global('PWD').exported = true;
  set('PATH', PATH);
  set('IFS', ' \t\n');
  shell.variables.global('IFS').value = ' \t\n';
  set('OPTIND', '1');
  set('PS4', '+ ');
  if (shell.flavour !== 'bash') return;
  set('BASH', '/bin/bash');
  set('BASH_VERSION', '5.2.15(1)-release');
  set('HOSTNAME', shell.host.hostname);
  set('HOSTTYPE', shell.host.architecture === 'arm64' ? 'aarch64' : 'x86_64');
  set('MACHTYPE', `${shell.host.architecture === 'arm64' ? 'aarch64' : 'x86_64'}-pc-linux-gnu`);
  set('OSTYPE', 'linux-gnu');
  set('OPTERR', '1');
}
