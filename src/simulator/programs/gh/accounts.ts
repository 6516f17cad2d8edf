import type { Process } from '../../common/process.ts';
import { Interrupted, select } from '../support/survey.ts';
import { GhFailure } from './errors.ts';
import { type Account, accounts, forgetLogin, HOST, saveLogin } from './hosts.ts';
import { options, refuseVariable } from './options.ts';

/** `gh auth switch` and `logout`: which of several accounts is meant. */

interface Wanted {
  host: string | undefined;
  user: string | undefined;
}

/** The accounts that the flags leave. @throws GhFailure when there is none */
function candidates(process: Process, { host, user }: Wanted): Account[] {
  const known = accounts(process);
  if (known.length === 0) throw new GhFailure('not logged in to any hosts');
  if (host !== undefined && host !== HOST) throw new GhFailure(`not logged in to ${host}`);
  const found = known.filter((one) => user === undefined || one.user === user);
  if (found.length > 0) return found;
  throw new GhFailure(
    host === undefined ? 'no accounts matched that criteria' : `not logged in to ${host} account ${user}`,
  );
}

async function choose(process: Process, found: Account[], what: string, question: string): Promise<Account> {
  if (found.length === 1) return found[0]!;
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new GhFailure(
      `unable to determine which account to ${what}, please specify \`--hostname\` and \`--user\``,
    );
  }
  const names = found.map(({ user, active }) => `${user} (${HOST})${active ? ' - active' : ''}`);
  try {
    return found[await select(process, question, names)]!;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    throw new GhFailure('', 2);
  }
}

const read = (args: string[], verb: string): Wanted => {
  const given = options(args, verb, 'h:u:', { 'hostname=': 'h', 'user=': 'u' });
  return { host: given.get('h'), user: given.get('u') };
};

export async function logout(process: Process, args: string[]): Promise<number> {
  const found = candidates(process, read(args, 'logout'));
  const account = await choose(process, found, 'log out of', 'What account do you want to log out of?');
  refuseVariable(process, 'erase credentials stored in GitHub CLI');
  const next = forgetLogin(process, account.user);
  await process.stderr.write(`✓ Logged out of ${HOST} account ${account.user}\n`);
  if (next) await process.stderr.write(`✓ Switched active account for ${HOST} to ${next.user}\n`);
  return 0;
}

/** `gh auth switch`: of two accounts the other one. */
export async function switchAccount(process: Process, args: string[]): Promise<number> {
  const found = candidates(process, read(args, 'switch'));
  const account =
    found.length === 2
      ? found.find(({ active }) => !active)!
      : await choose(process, found, 'switch to', 'What account do you want to switch to?');
  refuseVariable(process, 'have GitHub CLI manage credentials instead');
  saveLogin(process, account);
  await process.stderr.write(`✓ Switched active account for ${HOST} to ${account.user}\n`);
  return 0;
}
