import { describe, expect, it } from 'vitest';
import { NetworkError, type NetworkFailure } from '../../../src/simulator/common/network.ts';
import { json, recording, run } from './harness.ts';

const stream = (...messages: object[]): Response =>
  new Response(messages.map((message) => `${JSON.stringify(message)}\r\n`).join(''));

const unreachable = (failure: NetworkFailure) => (request: Request) => {
  throw new NetworkError(failure, new URL(request.url).hostname, '203.0.113.9', 443);
};

describe('$DOCKER_CONTENT_TRUST', () => {
  const NO_NOTARY =
    'Error: error contacting notary server: dial tcp: lookup notary.docker.io on 127.0.0.53:53: no such host\n';
  const env = { DOCKER_CONTENT_TRUST: '1' };

  it('has pull and run ask the notary server, of which there is none', async () => {
    const options = { ...recording({}), env, network: unreachable('no-such-host') };
    expect(await run(['pull', 'busybox:1.37'], options)).toMatchObject({ stderr: NO_NOTARY, exit: 1 });
    expect(await run(['run', 'busybox:1.37'], options)).toMatchObject({
      stderr: `docker: ${NO_NOTARY}\nRun 'docker run --help' for more information\n`,
      exit: 125,
    });
  });

  it('counts as on for any word but a no, and is turned off by the flag', async () => {
    const off = recording({ 'POST /images/create': () => stream({ status: 'Done' }) });
    for (const value of ['0', 'false', '']) {
      const options = { ...off, env: { DOCKER_CONTENT_TRUST: value } };
      expect((await run(['pull', 'busybox:1.37'], options)).exit).toBe(0);
    }
    expect((await run(['pull', '--disable-content-trust', 'busybox:1.37'], { ...off, env })).exit).toBe(0);
    const odd = { ...recording({}), env: { DOCKER_CONTENT_TRUST: 'foo' }, network: unreachable('refused') };
    expect((await run(['pull', 'registry.example.com/a:1'], odd)).stderr).toBe(
      'Error: error contacting notary server: dial tcp 203.0.113.9:443: connect: connection refused\n',
    );
  });

  it('signs after a push', async () => {
    const answers = { 'POST /images/localhost:5000/a/push': () => stream({ status: 'Pushed' }) };
    const options = { ...recording(answers), env, network: unreachable('plain-http') };
    expect(await run(['push', '-q', 'localhost:5000/a:1'], options)).toMatchObject({
      stdout: 'Pushed\nSigning and pushing trust metadata\n',
      stderr: 'Error: error contacting notary server: tls: first record does not look like a TLS handshake\n',
      exit: 1,
    });
    expect(await run(['push', '-a', 'localhost:5000/a'], options)).toMatchObject({
      stderr: 'No tag specified, skipping trust metadata push\n',
      exit: 0,
    });
  });
});

it('$DOCKER_DEFAULT_PLATFORM is the platform where no flag names one', async () => {
  const asked: (string | null)[] = [];
  const note = (request: Request): void => {
    asked.push(new URL(request.url).searchParams.get('platform'));
  };
  const options = {
    ...recording({
      'POST /images/create': (request) => {
        note(request);
        return stream({ status: 'Done' });
      },
      'POST /containers/create': (request) => {
        note(request);
        return json({ Id: 'ab'.repeat(32), Warnings: [] }, 201);
      },
    }),
    env: { DOCKER_DEFAULT_PLATFORM: 'linux/arm64' },
  };
  await run(['pull', 'busybox:1.37'], options);
  await run(['create', 'busybox:1.37'], options);
  await run(['pull', '--platform', 'linux/amd64', 'busybox:1.37'], options);
  expect(asked).toEqual(['linux/arm64', 'linux/arm64', 'linux/amd64']);
  expect((await run(['pull', '--help'], options)).stdout.replace(/\s+/g, ' ')).toContain(
    '(default "linux/arm64")',
  );
});
