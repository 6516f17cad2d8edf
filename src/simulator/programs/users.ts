import type { Process, Program, User } from '../common/process.ts';
import { complain } from './support/program.ts';

const ROOT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function find(process: Process, name: string): User | undefined {
  return process.host.users.find((user) => user.name === name || `#${user.uid}` === name);
}

function environmentOf(user: User, process: Process): Record<string, string> {
  return {
    HOME: user.home,
    LANG: process.env.LANG ?? 'C.UTF-8',
    LOGNAME: user.name,
    PATH: user.uid === 0 ? ROOT_PATH : (process.env.PATH ?? ROOT_PATH),
    SHELL: user.shell,
    TERM: process.env.TERM ?? 'xterm-256color',
    USER: user.name,
  };
}

/** sudo(8): members of the group `sudo` may do everything, and are not asked for a password here. */
export const sudo: Program = async (process) => {
  let args = process.argv.slice(1);
  let target = 'root';
  let login = false;
  let keep = false;
  for (; args.length > 0 && /^-./.test(args[0]!); args = args.slice(1)) {
    const option = args[0]!;
    if (option === '--') {
      args = args.slice(1);
      break;
    }
    if (option === '-u' || option === '--user') {
      target = args[1] ?? '';
      args = args.slice(1);
    } else if (option === '-i' || option === '-s' || option === '--login') login = true;
    else if (option === '-E' || option === '--preserve-env') keep = true;
    else if (option === '-v' || option === '-k') return 0;
    else if (option === '-l') {
      await process.stdout.write(
        `User ${process.user.name} may run the following commands on ${process.host.hostname}:\n    (ALL : ALL) NOPASSWD: ALL\n`,
      );
      return 0;
    } else if (!/^-[nHAbS]+$/.test(option)) {
      await complain(process, `invalid option -- '${option.replace(/^-+/, '')[0]}'`);
      return 1;
    }
  }
  const { user } = process;
  if (user.uid !== 0 && !user.groups.includes('sudo') && !user.groups.includes('wheel')) {
    await process.stderr.write(`${user.name} is not in the sudoers file.\n`);
    return 1;
  }
  const as = find(process, target);
  if (!as) {
    await complain(process, `unknown user ${target}`);
    return 1;
  }
  const env: Record<string, string> = {
    ...(keep ? process.env : environmentOf(as, process)),
    SUDO_USER: user.name,
    SUDO_UID: String(user.uid),
    SUDO_GID: String(user.gid),
    SUDO_COMMAND: args.join(' '),
  };
  while (/^[A-Za-z_]\w*=/.test(args[0] ?? '')) {
    const [assignment] = args;
    const at = assignment!.indexOf('=');
    Object.assign(env, { [assignment!.slice(0, at)]: assignment!.slice(at + 1) });
    args = args.slice(1);
  }
  if (args.length === 0) {
    if (!login) {
      await process.stderr.write(
        'usage: sudo -h | -V | -i | -s\nusage: sudo [-E] [-u user] [VAR=value] command [arg ...]\n',
      );
      return 1;
    }
    return process.spawn([as.shell], { user: as, env, cwd: as.home });
  }
  if (
    !args[0]!.includes('/') &&
    !(env.PATH ?? '').split(':').some((folder) => process.host.files.isFile(`${folder}/${args[0]}`))
  ) {
    await complain(process, `${args[0]}: command not found`);
    return 1;
  }
  return process.spawn(args, { user: as, env });
};

/** su(1): root may become anybody; others would need a password that nobody has. */
export const su: Program = async (process) => {
  let args = process.argv.slice(1);
  let login = false;
  let commandText: string | undefined;
  for (; /^-/.test(args[0] ?? ''); args = args.slice(1)) {
    if (args[0] === '-' || args[0] === '-l' || args[0] === '--login') login = true;
    else if (args[0] === '-c') {
      commandText = args[1];
      args = args.slice(1);
    }
  }
  const name = args[0] ?? 'root';
  const as = find(process, name);
  if (!as) {
    await complain(
      process,
      `user ${name} does not exist or the user entry does not contain all the required fields`,
    );
    return 1;
  }
  if (process.user.uid !== 0) {
    await process.stderr.write('Password: ');
    process.tty?.setEcho(false);
    await process.stdin.read(process.signal);
    process.tty?.setEcho(true);
    await process.stderr.write('\n');
    await complain(process, 'Authentication failure');
    return 1;
  }
  const env = login
    ? environmentOf(as, process)
    : {
        ...process.env,
        HOME: as.home,
        SHELL: as.shell,
        ...(as.uid !== 0 && { USER: as.name, LOGNAME: as.name }),
      };
  return process.spawn([as.shell, ...(commandText === undefined ? [] : ['-c', commandText])], {
    user: as,
    env,
    ...(login && { cwd: as.home }),
  });
};
