import type { Process } from '../../common/process.ts';
import { ask } from '../support/prompt.ts';
import { fetchGithub } from './client.ts';
import { GhFailure } from './errors.ts';

/** The client id of the GitHub CLI's OAuth app. */
const CLIENT = '178c6fc778ccc68e1d6a';

interface Code {
  device_code: string;
  user_code: string;
  verification_uri: string;
  interval: number;
}

/** Logs in through a browser: shows a code and waits until somebody confirmed it. Gives the token. */
export async function deviceFlow(process: Process, scopes: string[]): Promise<string> {
  const post = (path: string, form: Record<string, string>) =>
    fetchGithub(process, `https://github.com${path}`, { method: 'POST', body: new URLSearchParams(form) });
  const answer = await post('/login/device/code', { client_id: CLIENT, scope: scopes.join(' ') });
  const code = (await answer.json()) as Code;
  await process.stderr.write(`\n! First copy your one-time code: ${code.user_code}\n`);
  if (process.stdin.isTTY)
    await ask(process, `Press Enter to open ${code.verification_uri} in your browser... `);
  else
    await process.stderr.write(`Open this URL to continue in your web browser: ${code.verification_uri}\n`);
  const form = {
    client_id: CLIENT,
    device_code: code.device_code,
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
  };
  for (;;) {
    await process.host.clock.pass(code.interval * 1000, process.signal);
    const answered = await post('/login/oauth/access_token', form);
    const { access_token: token, error } = (await answered.json()) as {
      access_token?: string;
      error?: string;
    };
    if (token !== undefined) return token;
    if (error !== 'authorization_pending')
      throw new GhFailure(`failed to authenticate via web browser: ${error}`);
  }
}
