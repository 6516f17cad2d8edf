import { firstArgument } from '../../common/pflag/first-argument.ts';
import { FlagError, FlagSet } from '../../common/pflag/flag-set.ts';
import type { Process } from '../../common/process.ts';
import { Interrupted } from '../support/survey.ts';
import { type Command, flagsOf, type Path } from './command.ts';
import { FlagFailure, GhFailure, HttpFailure } from './errors.ts';
import { helpText, unknownCommand, usageText } from './help.ts';
import { knownHosts } from './hosts.ts';
import { VERSION } from './version.ts';

/** The status of a run that was left by ^C at a question. */
const CANCELLED = 2;

/** One run of gh: finds the command, reads its flags, runs it, and tells what went wrong. */
export async function runGh(process: Process, root: Command): Promise<number> {
  const { path, args } = findCommand(root, process.argv.slice(1));
  try {
    return await execute(process, path, args);
  } catch (error) {
    if (error instanceof Interrupted) {
      await process.stderr.write('\n');
      return CANCELLED;
    }
    if (!(error instanceof GhFailure)) throw error;
    const { message } = error;
    if (message !== '') await process.stderr.write(`${message}\n`);
    if (error instanceof FlagFailure) {
      const gap = message.endsWith('\n') ? '' : '\n';
      await process.stderr.write(`${gap}${usageText(path)}\n`);
    }
    if (error instanceof HttpFailure && error.advice !== '') await process.stderr.write(`${error.advice}\n`);
    return error.status;
  }
}

/** Follows names down the tree, past flags and their values, as long as they lead to a command. */
function findCommand(root: Command, args: string[]): { path: Path; args: string[] } {
  const path = [root];
  const rest = [...args];
  for (;;) {
    const { children } = path.at(-1)!;
    const at = children && firstArgument(flagsOf(path), rest);
    const next = at === undefined ? undefined : named(children!, rest[at]!);
    if (!next) return { path, args: rest };
    path.push(next);
    rest.splice(at!, 1);
  }
}

const named = (commands: readonly Command[], wanted: string): Command | undefined =>
  commands.find(({ name, aliases }) => name === wanted || aliases?.includes(wanted));

async function execute(process: Process, path: Path, args: string[]): Promise<number> {
  const command = path.at(-1)!;
  const help = async (of: Path = path): Promise<number> => {
    await process.stdout.write(helpText(process, of));
    return 0;
  };
  if (path.length === 1) {
    const at = firstArgument(flagsOf(path), args);
    if (at !== undefined) throw new FlagFailure(unknownCommand(path, args[at]!));
  }
  const flags = new FlagSet(flagsOf(path));
  if (command.unread) return command.run!({ process, flags, args });
  let rest: string[];
  try {
    rest = flags.parse(args);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    // pflag takes an `-h` that nobody defined for a wish for help.
    if (error.message.startsWith("unknown shorthand flag: 'h' in ")) return help();
    throw new FlagFailure(error.message);
  }
  if (flags.bool('help')) return help();
  if (path.length === 1 && flags.bool('version')) {
    await process.stdout.write(VERSION);
    return 0;
  }
  if (command.name === 'help') return showHelp(process, path, rest, help);
  if (!command.run) {
    if (rest.length === 0 || command.topic !== undefined) return help();
    const refused = unknownCommand(path, rest[0]!);
    await process.stderr.write(`${refused}${refused.endsWith('\n') ? '\n' : '\n\n'}${usageText(path)}`);
    return 1;
  }
  if (command.args !== undefined && rest.length !== command.args)
    throw new GhFailure(`accepts ${command.args} arg(s), received ${rest.length}`);
  if (command.authenticated && knownHosts(process).length === 0) throw new GhFailure(authHelp(process), 4);
  return command.run({ process, flags, args: rest });
}

/** `gh help auth login` */
async function showHelp(
  process: Process,
  [root]: Path,
  names: string[],
  help: (of: Path) => Promise<number>,
): Promise<number> {
  const { path, args } = findCommand(root!, names);
  if (path.length > 1 || args.length === 0) return help(path);
  const quoted = names.map((name) => (name.includes('`') ? JSON.stringify(name) : `\`${name}\``)).join(' ');
  await process.stderr.write(`Unknown help topic [${quoted}]\n${usageText(path)}`);
  return 0;
}

/** What is said to somebody without an account. */
function authHelp({ env }: Process): string {
  if (env.GITHUB_ACTIONS === 'true')
    return `gh: To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable. Example:\n  env:\n    GH_TOKEN: \${{ github.token }}`;
  if (env.CI) return 'gh: To use GitHub CLI in automation, set the GH_TOKEN environment variable.';
  return 'To get started with GitHub CLI, please run:  gh auth login\nAlternatively, populate the GH_TOKEN environment variable with a GitHub API authentication token.';
}
