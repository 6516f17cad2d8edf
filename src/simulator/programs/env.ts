import type { Program } from '../common/process.ts';
import { absolute, complain } from './support/program.ts';

/** env(1). */
export const env: Program = async (process) => {
  let environment = { ...process.env };
  let args = process.argv.slice(1);
  let end = '\n';
  let { cwd } = process;
  for (; args.length > 0 && args[0]!.startsWith('-'); args = args.slice(1)) {
    const [option] = args;
    if (option === '-' || option === '-i' || option === '--ignore-environment') environment = {};
    else if (option === '-0' || option === '--null') end = '\0';
    else if (option === '-u') {
      delete environment[args[1] ?? ''];
      args = args.slice(1);
    } else if (option!.startsWith('--unset=')) delete environment[option!.slice(8)];
    else if (option === '-C' || option === '--chdir' || option!.startsWith('--chdir=')) {
      const given = option!.startsWith('--chdir=') ? option!.slice(8) : args[1];
      if (!option!.includes('=')) args = args.slice(1);
      cwd = absolute(process, given ?? '');
      if (!process.files.isDirectory(cwd)) {
        await complain(process, `cannot change directory to '${given}': No such file or directory`);
        return 125;
      }
    } else if (option === '-S') args = ['', ...(args[1] ?? '').split(/\s+/), ...args.slice(2)];
    else if (option === '--') {
      args = args.slice(1);
      break;
    } else {
      await complain(process, `invalid option -- '${option!.replace(/^-+/, '')[0]}'`);
      await process.stderr.write("Try 'env --help' for more information.\n");
      return 125;
    }
  }
  for (; args.length > 0 && args[0]!.includes('='); args = args.slice(1)) {
    const at = args[0]!.indexOf('=');
    environment[args[0]!.slice(0, at)] = args[0]!.slice(at + 1);
  }
  if (args.length > 0) return process.spawn(args, { env: environment, cwd });
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}${end}`);
  await process.stdout.write(lines.join(''));
  return 0;
};

/** printenv(1). */
export const printenv: Program = async (process) => {
  const names = process.argv.slice(1);
  if (names.length === 0) return env({ ...process, argv: ['env'] });
  let status = 0;
  for (const name of names) {
    const value = process.env[name];
    if (value === undefined) status = 1;
    else await process.stdout.write(`${value}\n`);
  }
  return status;
};
