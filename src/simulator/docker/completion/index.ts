import { type Completions, DIRECTIVE, type Offer } from '../framework/complete.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { ARGUMENTS, directiveFor } from './arguments.ts';
import { flagValues, wantsFiles } from './flag-values.ts';
import type { Source } from './objects.ts';

const nothing = (directive: number): Offer => ({ candidates: [], directive });

async function ask(source: Source, invocation: Invocation, directive: number): Promise<Offer> {
  try {
    return { candidates: await source(invocation), directive };
  } catch (error) {
    if (error instanceof CommandError) return nothing(DIRECTIVE.error);
    throw error;
  }
}

/** What Tab offers after docker's commands and flags. */
export const completions: Completions = {
  argument: async (path, invocation) => {
    const known = ARGUMENTS[path];
    if (!known) return nothing(directiveFor(path));
    const at = known.once
      ? invocation.args.length
      : Math.min(invocation.args.length, known.sources.length - 1);
    const source = known.sources[at];
    return source ? ask(source, invocation, DIRECTIVE.noFileNames) : nothing(DIRECTIVE.noFileNames);
  },
  flag: async (path, flag, word, invocation) => {
    const known = flagValues(path, flag.name, word);
    if (!known) return nothing(wantsFiles(path, flag.name) ? DIRECTIVE.fileNames : DIRECTIVE.noFileNames);
    return ask(known.values, invocation, known.goesOn ? DIRECTIVE.noSpace : DIRECTIVE.noFileNames);
  },
};
