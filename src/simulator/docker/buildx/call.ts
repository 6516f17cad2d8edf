import { goBool, notBool } from '../../common/go-bool.ts';
import { splitCommas } from '../../common/pflag/values.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { printLint } from './check.ts';

/** What `--call` and `--check` ask for instead of a build. */
export interface Call {
  /** Of the request, `lint` for `check`. */
  name: string;
  format: string;
  /** Whether the command succeeds whatever the answer is. */
  ignoreStatus: boolean;
}

/** @throws CommandError */
export function readCall({ flags }: Invocation): Call | undefined {
  const text = flags.bool('check') ? 'check' : flags.string('call');
  if (text === '') return undefined;
  const call: Call = { name: '', format: '', ignoreStatus: false };
  for (const field of splitCommas(text)) {
    const [key, value] = /^([^=]*)=(.*)$/s.exec(field)?.slice(1) ?? [];
    if (key === undefined || value === undefined) {
      if (call.name !== '') throw new CommandError(`invalid print value: ${text}`);
      call.name = field;
    } else if (key === 'format') call.format = value;
    else if (key === 'ignorestatus') {
      const wanted = goBool(value);
      if (wanted === undefined) {
        throw new CommandError(`invalid ignorestatus print value: ${value}: ${notBool(value)}`);
      }
      call.ignoreStatus = wanted;
    } else throw new CommandError(`invalid print field: ${field}`);
  }
  if (call.name === 'build') return undefined;
  return call.name === 'check' ? { ...call, name: 'lint' } : call;
}

/** Prints the answer; gives the command's status. @throws CommandError */
export async function printAnswer(
  invocation: Invocation,
  { name, format, ignoreStatus }: Call,
  answers: Readonly<Record<string, string>>,
  shownName: string,
): Promise<number> {
  if (name === 'lint') await printLint(invocation, answers, shownName, format);
  else if (format === 'json') await invocation.print(`${answers['result.json'] ?? ''}\n`);
  else await invocation.print(answers['result.txt'] ?? '');
  return ignoreStatus ? 0 : Number(answers['result.statuscode'] ?? '0');
}
