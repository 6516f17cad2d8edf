import { firstArgument } from '../../common/pflag/first-argument.ts';
import { FlagError, FlagSet } from '../../common/pflag/flag-set.ts';
import type { Process } from '../../common/process.ts';
import type { Flag } from './command.ts';
import { CommandError } from './errors.ts';
import { HELP_FLAG } from './globals.ts';
import { useLine } from './help.ts';
import { findPlace, type Place } from './tree.ts';

/** The command that a command line names. */
interface Found {
  place: Place;
  /** What follows its names. */
  args: string[];
  /** Whether a plugin answers for a command of the CLI: it is told which context that has. */
  isAlias: boolean;
}

/**
 * Follows names down the tree, past flags and their values, as long as they lead to a command.
 * @param globalFlags told of `--help` between a noun and its verb
 * @throws CommandError when flags between them cannot be read
 */
export function findCommand(
  process: Process,
  root: Place,
  args: readonly string[],
  globalFlags: FlagSet,
): Found {
  const found: Found = { place: redirected(process, root, root), args: [...args], isAlias: false };
  for (let step = nextName(found.place, found.args); step; step = nextName(found.place, found.args)) {
    try {
      applyGroupFlags(found.place, found.args.slice(0, step.at), globalFlags);
    } catch (error) {
      throw flagFailure(error, found.place);
    }
    found.place = redirected(process, root, step.next);
    found.isAlias ||= found.place !== step.next;
    found.args = found.args.slice(step.at + 1);
  }
  return found;
}

/** The next name among the arguments of a noun, and where it stands. */
function nextName(place: Place, args: readonly string[]): { next: Place; at: number } | undefined {
  if (place.children.length === 0) return undefined;
  const at = firstArgument(flagsOf(place), args);
  const next = at === undefined ? undefined : place.names.get(args[at]!);
  return next && { next, at: at! };
}

/** Flags given between a noun and its verb; only `--help` means something there. */
function applyGroupFlags(place: Place, args: string[], globalFlags: FlagSet): void {
  const flags = new FlagSet(flagsOf(place));
  flags.parse(args);
  if (place.parent && flags.bool('help')) globalFlags.parse(['--help']);
}

function redirected(process: Process, root: Place, place: Place): Place {
  const target = place.command.redirect?.(process);
  return (target === undefined ? undefined : findPlace(root, target.split(' '))) ?? place;
}

/** A command's own flags; the CLI's own were read before. */
export function flagsOf(place: Place): readonly Flag[] {
  if (!place.parent) return [HELP_FLAG];
  const own = place.command.flags ?? [];
  return own.some((flag) => flag.name === 'help') ? own : [...own, HELP_FLAG];
}

/** The same with the defaults that the environment makes. */
export function flagsIn(place: Place, env: Readonly<Record<string, string>>): readonly Flag[] {
  return flagsOf(place).map((flag) => {
    if (!flag.fromEnvironment) return flag;
    const { default: _, ...others } = flag;
    const value = flag.fromEnvironment(env);
    return value === '' ? others : { ...others, default: value };
  });
}

/** What a command line that cannot be read ends with. */
export function flagFailure(error: unknown, place: Place): unknown {
  if (!(error instanceof FlagError)) return error;
  return new CommandError(
    `${error.message}\n\nUsage:  ${useLine(place)}\n\nRun '${place.path} --help' for more information`,
    125,
  );
}
