import type { AuthConfig } from '../config/auth.ts';
import { INDEX_SERVER } from '../config/auth.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { readAnswer } from '../framework/prompt.ts';
import { printNote, underline } from '../render/note.ts';

const HUB_INTRODUCTION =
  "Log in with your Docker ID or email address to push and pull images from Docker Hub. If you don't have a Docker ID, head over to https://hub.docker.com/ to create one.\n";
const TOKEN_INTRODUCTION =
  'You can log in with your password or a Personal Access Token (PAT). Using a limited-scope PAT grants better security and is required for organizations using SSO. Learn more at https://docs.docker.com/go/access-tokens/\n\n';

interface Wanted {
  username: string;
  password: string;
  /** What an empty answer stands for. */
  defaultUsername: string;
  server: string;
}

/**
 * Asks for what is not given of user name and password.
 * @throws CommandError when an answer is empty, PromptTerminated on ^C
 */
export async function promptForCredentials(invocation: Invocation, wanted: Wanted): Promise<AuthConfig> {
  const username = wanted.username.trim() || (await askUsername(invocation, wanted));
  const password = wanted.password.trim() || (await askPassword(invocation, wanted.server));
  return { username, password, serveraddress: wanted.server };
}

async function askUsername(invocation: Invocation, wanted: Wanted): Promise<string> {
  if (wanted.server === INDEX_SERVER) await invocation.print(HUB_INTRODUCTION + TOKEN_INTRODUCTION);
  const fallback = wanted.defaultUsername.trim();
  const answer = await readAnswer(invocation, fallback === '' ? 'Username: ' : `Username (${fallback}): `);
  const username = answer || fallback;
  if (username === '') throw new CommandError('Error: Non-null Username Required');
  return username;
}

async function askPassword(invocation: Invocation, server: string): Promise<string> {
  const { process } = invocation;
  // Without a terminal there is no echo to turn off.
  if (!process.stdin.isTTY) throw new CommandError('inappropriate ioctl for device');
  process.tty?.setEcho(false);
  try {
    if (server === INDEX_SERVER) {
      await printNote(
        process.stderr,
        `A Personal Access Token (PAT) can be used instead.\nTo create a PAT, visit ${underline('https://app.docker.com/settings')}\n\n`,
      );
    }
    const password = await readAnswer(invocation, 'Password: ');
    await invocation.print('\n');
    if (password === '') throw new CommandError('Error: Password Required');
    return password;
  } finally {
    process.tty?.setEcho(true);
  }
}
