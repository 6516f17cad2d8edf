import { engine, json } from './harness.ts';

/** Where the CLI keeps what it was told. */
export const CONFIG = '/home/user/.docker/config.json';
/** That a password was written down. */
export const WARNING =
  "\nWARNING! Your credentials are stored unencrypted in '/home/user/.docker/config.json'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n";
/** That a password was typed where others can read it. */
export const INSECURE = 'WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n';

/** An engine that knows one password. */
export const registry = engine(async (request, path) => {
  if (path !== '/auth') return json({ message: 'page not found' }, 404);
  const { username, password } = (await request.json()) as { username: string; password: string };
  return password === 's3cret' && username === 'learner'
    ? json({ Status: 'Login Succeeded', IdentityToken: '' })
    : json(
        { message: 'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password' },
        401,
      );
});
