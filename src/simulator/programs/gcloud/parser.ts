import { closeMatches } from '../support/difflib.ts';
import type { Command } from './commands.ts';
import { GcloudFailure } from './errors.ts';

const GLOBAL_VALUES = ['project', 'format', 'account'];
/** The flags of every command, which a misspelled one is told from. */
const COMMON =
  'access-token-file account billing-project configuration flags-file flatten format help impersonate-service-account log-http project quiet trace-token user-output-enabled verbosity'.split(
    ' ',
  );
const WIDTH = 80;
/** Below a word or flag that gcloud does not know. */
export const SEARCH = 'To search the help text of gcloud commands, run:\n  gcloud help -- SEARCH_TERMS';

/** How a command is used, below what is wrong with its arguments. */
function usage(name: string, { synopsis, optional }: Command): string {
  const lead = '  optional flags may be  ';
  const lines = [lead.trimEnd()];
  const flags = optional.split(' ').map((flag) => `--${flag}`);
  for (const [i, flag] of flags.entries()) {
    const text = i < flags.length - 1 ? `${flag} |` : flag;
    const last = lines.at(-1)!;
    const gap = last.length < lead.length ? lead.length - last.length : 1;
    if (last.length + gap + text.length < WIDTH) lines[lines.length - 1] = `${last}${' '.repeat(gap)}${text}`;
    else lines.push(' '.repeat(lead.length) + text);
  }
  const words = ['gcloud', name, ...(synopsis === undefined ? [] : [synopsis])].join(' ');
  return `Usage: ${words} [optional flags]\n${lines.join('\n')}\n\nFor detailed information on this command and its flags, run:\n  gcloud ${name} --help`;
}

/** What is no flag, or a word too many, with the flag that may have been meant. */
export function unrecognized(strays: readonly string[], own: readonly string[] = []): GcloudFailure {
  const flags = [...new Set([...own, ...COMMON])].map((one) => `--${one}`);
  const shown = [...new Set(strays)].map((arg) => {
    const flag = arg.split('=')[0]!;
    const [guess] = arg.startsWith('--') ? closeMatches(flag.toLowerCase(), flags, 0.6) : [];
    return guess === undefined ? arg : `${arg} (did you mean '${guess}'?)`;
  });
  const text = shown.length > 1 ? `\n  ${shown.join('\n  ')}\n  ${SEARCH}` : ` ${shown[0]} \n\n${SEARCH}`;
  return new GcloudFailure(`unrecognized arguments:${text}`, 2);
}

/** Reads a command's words and options. @throws GcloudFailure */
export function readArguments(
  name: string,
  command: Command,
  args: readonly string[],
): { words: string[]; options: Map<string, string> } {
  const refuse = (message: string): GcloudFailure =>
    new GcloudFailure(`argument ${message}\n${usage(name, command)}`, 2);
  const { flags = [], values = [], optional, most = Number.POSITIVE_INFINITY, required = [] } = command;
  const skip = name.split(' ').length;
  const words: string[] = [];
  const strays: string[] = [];
  const options = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const [flag = '', attached] = arg.startsWith('--') ? arg.slice(2).split(/=(.*)/s) : [];
    if (arg === '-q' || flag === 'quiet') options.set('quiet', '');
    else if (flags.includes(flag)) options.set(flag, '');
    else if ([...values, ...GLOBAL_VALUES].includes(flag)) {
      const next = args[i + 1];
      if (attached === undefined && (next === undefined || /^-[^\d]/.test(next)))
        throw refuse(`--${flag}: expected one argument`);
      if (attached === undefined) i++;
      options.set(flag, attached ?? next!);
    } else if (arg.startsWith('-') || words.length >= skip + most) strays.push(arg);
    else words.push(arg);
  }
  const known = [...new Set([...optional.split(' '), ...flags, ...values, ...COMMON])].map(
    (one) => `--${one}`,
  );
  if (strays.length > 0) throw unrecognized(strays, known);
  const own = words.slice(skip);
  if (own.length === 0 && options.has('location') && command.words?.[0]?.startsWith('(REPOSITORY'))
    throw refuse('--location: REPOSITORY must be specified.');
  const missing = [
    ...(command.words ?? []).slice(own.length),
    ...required.filter((one) => !one.flags.some((flag) => options.has(flag))).map(({ label }) => label),
  ];
  if (missing.length > 0) throw refuse(`${missing.join(' ')}: Must be specified.`);
  const limit = options.get('limit');
  if (limit !== undefined && !/^[+-]?\d+$/.test(limit))
    throw refuse(`--limit: Value must be an integer; received: ${limit}`);
  if (limit !== undefined && Number(limit) < 1)
    throw refuse(`--limit: Value must be greater than or equal to 1; received: ${limit}`);
  return { words: own, options };
}
