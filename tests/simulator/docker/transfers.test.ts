import { describe, expect, it } from 'vitest';
import { hex, json, recording, run } from './harness.ts';

const stream = (...messages: object[]): Response =>
  new Response(messages.map((message) => `${JSON.stringify(message)}\r\n`).join(''));

describe('docker pull', () => {
  const LAYER = 'bedb05a8cbf5';
  const messages = () =>
    stream(
      { status: 'Pulling from library/busybox', id: '1.37' },
      { status: 'Pulling fs layer', progressDetail: {}, id: LAYER },
      {
        status: 'Downloading',
        progressDetail: { current: 15960, total: 1067287 },
        progress: '[>  ]',
        id: LAYER,
      },
      { status: 'Pull complete', progressDetail: {}, id: LAYER },
      { status: `Digest: ${hex('cd')}` },
      { status: 'Status: Downloaded newer image for busybox:1.37' },
    );

  it('leaves progress out in a pipe', async () => {
    const options = recording({ 'POST /images/create': messages });
    expect(await run(['pull', 'busybox:1.37'], options)).toMatchObject({
      stdout: `1.37: Pulling from library/busybox\n${LAYER}: Pulling fs layer\n${LAYER}: Pull complete\nDigest: ${hex('cd')}\nStatus: Downloaded newer image for busybox:1.37\ndocker.io/library/busybox:1.37\n`,
      stderr: '',
      exit: 0,
    });
    expect(options.asked).toEqual(['POST /images/create?fromImage=docker.io/library/busybox&tag=1.37']);
    expect((await run(['pull', '-q', 'busybox:1.37'], options)).stdout).toBe(
      'docker.io/library/busybox:1.37\n',
    );
  });

  it('draws over its lines on a terminal, with a bar where there is room', async () => {
    const options = recording({ 'POST /images/create': messages });
    const redrawn = (text: string): string => `\x1b[1A\x1b[2K\r${LAYER}: ${text}\r\x1b[1B`;
    const screen = (downloading: string): string =>
      `1.37: Pulling from library/busybox\n\n${redrawn('Pulling fs layer ')}${redrawn(downloading)}${redrawn('Pull complete ')}Digest:`;
    const narrow = await run(['pull', 'busybox:1.37'], { ...options, tty: 100 });
    expect(narrow.output).toContain(screen('Downloading  15.96kB/1.067MB'));
    const wide = await run(['pull', 'busybox:1.37'], { ...options, tty: 120 });
    expect(wide.output).toContain(screen(`Downloading [>${' '.repeat(50)}]  15.96kB/1.067MB`));
  });

  it('asks for a login, once, where the registry wants one', async () => {
    const auths: string[] = [];
    const options = recording({
      'POST /images/create': (request) => {
        const auth = request.headers.get('X-Registry-Auth')!.replaceAll('-', '+').replaceAll('_', '/');
        auths.push(atob(auth));
        return auths.length === 1 ? json({ message: 'unauthorized' }, 401) : messages();
      },
    });
    const { output, exit } = await run(['pull', 'ghcr.io/octocat/app'], {
      ...options,
      tty: 100,
      stdin: ['learner\n', 's3cret\n'],
    });
    expect(exit).toBe(0);
    expect(output).toMatch(/^Using default tag: latest\n\nLogin prior to pull:\nLog in with your Docker ID/);
    expect(auths).toEqual([
      '{}',
      '{"username":"learner","password":"s3cret","serveraddress":"https://index.docker.io/v1/"}',
    ]);
  });

  it.each([
    [['pull', 'A'], 'invalid reference format: repository name (library/A) must be lowercase\n'],
    [['pull', '-a', 'b:1'], "tag can't be used with --all-tags/-a\n"],
    [['push', `a@${hex('00')}`], 'cannot push a digest reference\n'],
    [
      ['push', '--platform', '@', 'a'],
      'Invalid platform @"@" is an invalid OS component of "@": OSAndVersion specifier component must match "^([A-Za-z0-9_-]+)(?:\\\\(([A-Za-z0-9_.-]*)\\\\))?$": invalid argument\n',
    ],
    [['tag', 'a', `b@${hex('00')}`], 'refusing to create a tag with a digest reference\n'],
    [
      ['tag', 'a', 'B:1'],
      'Error parsing reference: "B:1" is not a valid repository/tag: invalid reference format: repository name (library/B) must be lowercase\n',
    ],
  ])('%j is refused before the engine is asked', async (argv, stderr) => {
    const options = recording({});
    expect(await run(argv, options)).toMatchObject({ stdout: '', stderr, exit: 1 });
    expect(options.asked).toEqual([]);
  });
});

describe('docker push', () => {
  it('ends with the error of the stream, without a prefix', async () => {
    const options = recording({
      'POST /images/docker.io/learner/app/push': () =>
        stream(
          { status: 'The push refers to repository [docker.io/learner/app]' },
          { errorDetail: { message: 'denied: requested access to the resource is denied' }, error: 'denied' },
        ),
    });
    expect(await run(['push', 'learner/app'], options)).toMatchObject({
      stdout: 'Using default tag: latest\nThe push refers to repository [docker.io/learner/app]\n',
      stderr: 'denied: requested access to the resource is denied\n',
      exit: 1,
    });
    expect(options.asked).toEqual(['POST /images/docker.io/learner/app/push?tag=latest']);
  });

  it('hands over the platform', async () => {
    const options = recording({ 'POST /images/': () => stream() });
    const { stdout } = await run(['push', '-q', '--platform', 'linux/arm64/v8', 'a:1'], options);
    expect(stdout).toMatch(/^\n Info -> Using --platform pushes only[\s\S]*\ndocker.io\/library\/a:1\n$/);
    expect(options.asked).toEqual([
      'POST /images/docker.io/library/a/push?platform={"architecture":"arm64","os":"linux","variant":"v8"}&tag=1',
    ]);
  });
});
