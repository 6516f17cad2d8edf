import { describe, expect, it } from 'vitest';
import { NetworkError } from '../../../src/simulator/common/network.ts';
import { CONFIG, INSECURE, WARNING } from './credentials.ts';
import { disk, run } from './harness.ts';

describe('docker login without an engine', () => {
  /** A registry with Basic authentication at one address; nothing else answers. */
  const network = (at: string) => async (request: Request) => {
    const { origin, hostname, port, protocol } = new URL(request.url);
    if (origin !== at) {
      const failure = protocol === 'https:' && at.endsWith(hostname) ? 'plain-http' : 'refused';
      throw new NetworkError(failure, hostname, '203.0.113.1', Number(port || 443));
    }
    const known = request.headers.get('Authorization') === `Basic ${btoa('learner:s3cret')}`;
    return new Response(null, {
      status: known ? 200 : 401,
      statusText: known ? 'OK' : 'Unauthorized',
      headers: known ? {} : { 'WWW-Authenticate': 'Basic realm="registry"' },
    });
  };
  const line = (error: string) =>
    `time="2026-01-02T03:04:05Z" level=info msg="Error logging in to endpoint, trying next endpoint" endpoint="{false https://registry.example.com false false false 0xc000ADDRESS}" error=${JSON.stringify(error)}\n`;

  it.each([
    ['https://registry.example.com', 's3cret', 0, ''],
    [
      'https://registry.example.com',
      'wrong',
      1,
      'login attempt to https://registry.example.com/v2/ failed with status: 401 Unauthorized',
    ],
    [
      'https://elsewhere.example.com',
      's3cret',
      1,
      'Get "https://registry.example.com/v2/": dial tcp 203.0.113.1:443: connect: connection refused',
    ],
  ])('asks the registry itself: at %s with %s', async (at, password, exit, error) => {
    const files = disk();
    const argv = ['login', 'registry.example.com', '-u', 'learner', '-p', password];
    const result = await run(argv, { files, network: network(at) });
    expect(result.exit).toBe(exit);
    expect(result.stdout).toBe(exit === 0 ? 'Login Succeeded\n' : '');
    expect(result.stderr.replace(/0xc000[0-9a-f]{6}/, '0xc000ADDRESS')).toBe(
      INSECURE + (exit === 0 ? WARNING : `${line(error)}${error}\n`),
    );
    expect(files.exists(CONFIG)).toBe(exit === 0);
  });

  it('asks again when what is stored cannot be tried', async () => {
    const files = disk();
    files.mkdir('/home/user/.docker');
    files.write(CONFIG, '{"auths":{"registry.example.com":{"auth":"bGVhcm5lcjpzM2NyZXQ="}}}');
    const { stderr } = await run(['login', 'registry.example.com'], { files });
    expect(stderr).toContain('Login did not succeed, error: Cannot connect to the Docker daemon at');
  });
});
