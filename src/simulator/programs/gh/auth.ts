import { logout, switchAccount } from './accounts.ts';
import type { Command } from './command.ts';
import { gitCredential } from './git-credential.ts';
import { login } from './login.ts';
import { refresh } from './refresh.ts';
import { setupGit } from './setup-git.ts';
import { status } from './status.ts';
import { token } from './token.ts';

/** `gh auth` */
export const auth: Command = {
  name: 'auth',
  use: '<command>',
  group: 'core',
  short: 'Log gh and git in to GitHub',
  children: [gitCredential, login, logout, refresh, setupGit, status, switchAccount, token],
};
