import { CommandError } from './errors.ts';

/** What an argument rule needs to know of the command to word its refusal. */
export interface Called {
  /** `docker image push` */
  path: string;
  /** `docker image push [OPTIONS] NAME[:TAG]` */
  useLine: string;
  hasSubcommands: boolean;
}

/** Throws a {@link CommandError} when the number of arguments is wrong. */
export type ArgsRule = (args: readonly string[], called: Called) => void;

const count = (n: number): string => `${n} ${n === 1 ? 'argument' : 'arguments'}`;

function refuse(called: Called, requirement: string, pointer: string): never {
  throw new CommandError(
    `docker: '${called.path}' ${requirement}\n\nUsage:  ${called.useLine}\n\n${pointer} '${called.path} --help' for more information`,
  );
}

export const noArgs: ArgsRule = (args, called) => {
  if (args.length === 0) return;
  if (called.hasSubcommands) {
    throw new CommandError(
      `docker: unknown command: ${called.path} ${args[0]}\n\nUsage:  ${called.useLine}\n\nRun '${called.path} --help' for more information`,
    );
  }
  refuse(called, 'accepts no arguments', 'Run');
};

export function exactArgs(n: number): ArgsRule {
  return (args, called) => {
    if (args.length !== n) refuse(called, `requires ${count(n)}`, 'Run');
  };
}

export function minArgs(n: number): ArgsRule {
  return (args, called) => {
    if (args.length < n) refuse(called, `requires at least ${count(n)}`, 'See');
  };
}

/** The real program's refusal really begins its last line with `SRun`, in every release of 28. */
export function maxArgs(n: number): ArgsRule {
  return (args, called) => {
    if (args.length > n) refuse(called, `requires at most ${count(n)}`, 'SRun');
  };
}

export function rangeArgs(least: number, most: number): ArgsRule {
  return (args, called) => {
    if (args.length < least || args.length > most) {
      refuse(called, `requires at least ${least} and at most ${count(most)}`, 'Run');
    }
  };
}
