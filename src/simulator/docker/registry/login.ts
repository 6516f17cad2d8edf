import type { FlagSet } from '../../common/pflag/flag-set.ts';
import { type AuthConfig, INDEX_SERVER, registryHostname } from '../config/auth.ts';
import { credentialStore } from '../config/credentials.ts';
import { maxArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { ConnectionError, DaemonError } from '../framework/engine.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { printNote } from '../render/note.ts';
import { loginWithoutEngine } from './client-login.ts';
import { DeviceLoginUnavailable, loginByDevice } from './device.ts';
import { promptForCredentials } from './prompt.ts';

/** `docker login` */
export const login: Command = {
  paths: ['login'],
  short: 'Sign in to a registry',
  long: 'Sign in to a registry.\nWithout a server it is Docker Hub.',
  usage: '[OPTIONS] [SERVER]',
  common: 8,
  args: maxArgs(1),
  flags: [
    { name: 'password', short: 'p', type: 'string', usage: 'Password, or Personal Access Token (PAT)' },
    {
      name: 'password-stdin',
      type: 'bool',
      usage: 'Read the password, or Personal Access Token (PAT), from standard input',
    },
    { name: 'username', short: 'u', type: 'string', usage: 'Name of the user' },
  ],
  run: async (invocation) => {
    const { args, flags } = invocation;
    checkFlags(flags);
    const username = flags.string('username');
    const password = await givenPassword(invocation);
    const address = args[0] ?? '';
    const server =
      address === '' || address === 'docker.io' || address === INDEX_SERVER
        ? INDEX_SERVER
        : registryHostname(address);
    const stored = username === '' && password === '' ? await storedCredentials(invocation, server) : {};
    const status =
      (stored.username && stored.password
        ? await loginAgain(invocation, { ...stored, serveraddress: server })
        : undefined) ??
      (await loginAnew(invocation, { username, password, defaultUsername: stored.username ?? '', server }));
    if (status !== '') await invocation.print(`${status}\n`);
    return 0;
  },
};

function checkFlags(flags: FlagSet): void {
  if (flags.bool('password-stdin') || flags.changed('password-stdin')) {
    if (flags.changed('password')) {
      throw new CommandError('conflicting options: cannot specify both --password and --password-stdin');
    }
    if (!flags.changed('username')) {
      throw new CommandError('the --password-stdin option requires --username to be set');
    }
  }
  if (flags.changed('username') && flags.string('username') === '')
    throw new CommandError('username is empty');
  if (flags.changed('password') && flags.string('password') === '')
    throw new CommandError('password is empty');
}

async function givenPassword(invocation: Invocation): Promise<string> {
  const { flags, process, signal } = invocation;
  const password = flags.string('password');
  if (password !== '') {
    await invocation.warn('WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n');
  }
  if (!flags.bool('password-stdin')) return password;
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const bytes = await process.stdin.read(signal);
    if (bytes === undefined) break;
    text += decoder.decode(bytes, { stream: true });
  }
  return text.replace(/\n$/, '').replace(/\r$/, '');
}

async function storedCredentials({ process, config }: Invocation, server: string): Promise<AuthConfig> {
  try {
    return await credentialStore(process, config, server).get(server);
  } catch {
    // A helper that fails is as one that keeps nothing: the user is asked.
    return {};
  }
}

/** Logs in with what is stored; `undefined` when that no longer serves. */
async function loginAgain(invocation: Invocation, stored: AuthConfig): Promise<string | undefined> {
  const { process } = invocation;
  await invocation.warn(`Authenticating with existing credentials... [Username: ${stored.username}]\n`);
  await printNote(
    process.stderr,
    "To login with a different account, run 'docker logout' followed by 'docker login'",
  );
  await invocation.warn('\n\n');
  const { identitytoken: _, ...auth } = stored;
  try {
    return await keep(invocation, auth, await askEngine(invocation, auth));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const expired = error instanceof DaemonError && error.status === 401;
    await invocation.warn(
      expired
        ? 'Stored credentials invalid or expired\n'
        : `Login did not succeed, error: ${error.message}\n`,
    );
    return undefined;
  }
}

interface NewLogin {
  username: string;
  password: string;
  defaultUsername: string;
  server: string;
}

async function loginAnew(invocation: Invocation, wanted: NewLogin): Promise<string> {
  const { username, password, server } = wanted;
  if ((username === '' || password === '') && !invocation.process.stdin.isTTY) {
    throw new CommandError('Error: Cannot perform an interactive login from a non TTY device');
  }
  if (server === INDEX_SERVER && username === '' && password === '') {
    try {
      return await authenticate(invocation, await loginByDevice(invocation));
    } catch (error) {
      if (!(error instanceof DeviceLoginUnavailable)) throw error;
      await invocation.warn('Failed to start web-based login - falling back to command line login...\n\n');
    }
  }
  return authenticate(invocation, await promptForCredentials(invocation, wanted));
}

interface Answer {
  Status?: string;
  IdentityToken?: string;
}

function askEngine({ engine }: Invocation, auth: AuthConfig): Promise<Answer> {
  return engine.json<Answer>('POST', '/auth', { json: auth });
}

/** The engine tries the credentials; where it does not answer at all, the client does. */
async function authenticate(invocation: Invocation, auth: AuthConfig): Promise<string> {
  try {
    return await keep(invocation, auth, await askEngine(invocation, auth));
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const IdentityToken = await loginWithoutEngine(invocation, auth);
    return keep(invocation, auth, { Status: 'Login Succeeded', IdentityToken });
  }
}

/** Stores what logged in, and gives the word on it. */
async function keep({ process, config }: Invocation, auth: AuthConfig, answer: Answer): Promise<string> {
  const { password: _, ...withoutPassword } = auth;
  const kept = answer.IdentityToken ? { ...withoutPassword, identitytoken: answer.IdentityToken } : auth;
  try {
    await credentialStore(process, config, auth.serveraddress ?? '').store(kept);
  } catch (error) {
    throw new CommandError(`Error saving credentials: ${(error as Error).message}`);
  }
  return answer.Status ?? '';
}
