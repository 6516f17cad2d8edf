import { goQuote } from '../../common/go-quote.ts';
import { readAll } from '../support/input.ts';
import type { Call, Command } from './command.ts';
import { GhFailure } from './errors.ts';
import { activeToken, activeUser, isOfEnvironment } from './hosts.ts';

/** `gh auth git-credential`: what git asks (gitcredentials(7)). */
export const gitCredential: Command = {
  name: 'git-credential',
  args: 1,
  hidden: true,
  short: 'Answer git as one of its credential helpers',
  run,
};

/** The user's name where a token tells who one is. */
const TOKEN_USER = 'x-access-token';

async function run({ process, args }: Call): Promise<number> {
  const [operation = ''] = args;
  if (operation === 'store' || operation === 'erase') return 0;
  if (operation !== 'get')
    throw new GhFailure(`gh auth git-credential: ${goQuote(operation)} operation not supported`);
  const [asked = ''] = new TextDecoder().decode(await readAll(process.stdin, process.signal)).split('\n\n');
  const wants = new Map(asked.split('\n').map((line) => [line.split('=')[0]!, line.replace(/^[^=]*=?/, '')]));
  const host = wants.get('host') ?? '';
  if (wants.get('protocol') !== 'https') return 1;
  const known = activeToken(process, host) ? host : host.replace(/^gist\./, '');
  const found = activeToken(process, known);
  if (!found) return 1;
  const user = isOfEnvironment(found) ? TOKEN_USER : (activeUser(process, known) ?? TOKEN_USER);
  const wanted = wants.get('username') ?? '';
  if (wanted !== '' && user !== TOKEN_USER && wanted.toLowerCase() !== user.toLowerCase()) return 1;
  await process.stdout.write(`protocol=https\nhost=${host}\nusername=${user}\npassword=${found.token}\n`);
  return 0;
}
