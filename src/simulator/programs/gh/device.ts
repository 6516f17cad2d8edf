import type { Process } from '../../common/process.ts';
import { ask } from '../support/prompt.ts';
import { fetchGithub, loginOf } from './client.ts';
import { GhFailure } from './errors.ts';
import { styleOf } from './style.ts';

/** The client id of the GitHub CLI's OAuth app. */
const CLIENT = '178c6fc778ccc68e1d6a';
/** What gh asks for in a browser. */
const LEAST_SCOPES = ['repo', 'read:org', 'gist'];

interface Code {
  device_code: string;
  user_code: string;
  verification_uri: string;
  interval: number;
  expires_in: number;
}

interface Answer {
  access_token?: string;
  error?: string;
  error_description?: string;
}

/** Logs in through a browser (RFC 8628): shows a code and waits until somebody confirmed it. @throws GhFailure */
export async function deviceFlow(
  process: Process,
  host: string,
  scopes: readonly string[],
  interactive: boolean,
): Promise<{ token: string; user: string }> {
  const { warning, bold } = styleOf(process);
  const say = (text: string): Promise<void> => process.stderr.write(text);
  const post = (path: string, form: Record<string, string>) =>
    fetchGithub(process, `https://${host}${path}`, { method: 'POST', body: new URLSearchParams(form) });
  await say('\n');
  const scope = [...new Set([...LEAST_SCOPES, ...scopes])].join(' ');
  const answer = await post('/login/device/code', { client_id: CLIENT, scope });
  if (!answer.ok) throw new GhFailure(`HTTP ${answer.status}`);
  const code = (await answer.json()) as Code;
  await say(`${warning} First copy your one-time code: ${bold(code.user_code)}\n`);
  if (interactive) {
    const question = `${bold('Press Enter')} to open ${code.verification_uri} in your browser... `;
    await ask(process, question, { output: process.stderr });
  } else await say(`${bold('Open this URL')} to continue in your web browser: ${code.verification_uri}\n`);
  const token = await confirmed(process, code, (form) => post('/login/oauth/access_token', form));
  return { token, user: await loginOf(process, host, token) };
}

/** Asks again and again whether the code was confirmed, until it is too old. */
async function confirmed(
  process: Process,
  code: Code,
  post: (form: Record<string, string>) => Promise<Response>,
): Promise<string> {
  const form = {
    client_id: CLIENT,
    device_code: code.device_code,
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
  };
  for (let waited = code.interval; waited <= code.expires_in; waited += code.interval) {
    await process.host.clock.pass(code.interval * 1000, process.signal);
    const answered = await post(form);
    const { access_token: token, error, error_description: description } = (await answered.json()) as Answer;
    if (token !== undefined) return token;
    if (error !== 'authorization_pending')
      throw new GhFailure(description === undefined ? (error ?? '') : `${description} (${error})`);
  }
  throw new GhFailure('authentication timed out');
}
