import { describe, expect, it } from 'vitest';
import { disk, engine, json, NOW, run } from './harness.ts';

const hex = (pair: string): string => `sha256:${pair.repeat(32)}`;
const seconds = (iso: string): number => Date.parse(iso) / 1000;

const IMAGES = [
  {
    Id: hex('ab'),
    RepoTags: ['learner/tool:1.0', 'busybox:1.37'],
    RepoDigests: [`busybox@${hex('cd')}`],
    Created: seconds('2024-09-26T21:31:42Z'),
    Size: 2025041,
    SharedSize: -1,
    Containers: -1,
  },
  {
    Id: hex('12'),
    RepoTags: [],
    RepoDigests: [],
    Created: NOW / 1000 - 7200,
    Size: 999,
    SharedSize: -1,
    Containers: -1,
  },
];

/** What the engine was asked, beside its answers. */
function recording(answers: Record<string, (request: Request) => Response | Promise<Response>>) {
  const asked: string[] = [];
  const handler = engine((request, path) => {
    const key = `${request.method} ${decodeURIComponent(path)}`;
    asked.push(key);
    const answer = Object.entries(answers).find(([start]) => key.startsWith(start));
    return answer ? answer[1](request) : json({ message: `No such thing: ${path}` }, 404);
  });
  return { asked, engine: handler };
}

const stream = (...messages: object[]): Response =>
  new Response(messages.map((message) => `${JSON.stringify(message)}\r\n`).join(''));

describe('docker images', () => {
  const options = recording({ 'GET /images/json': () => json(IMAGES) });

  it('prints a row for each name', async () => {
    expect((await run(['images'], options)).stdout).toBe(
      [
        'REPOSITORY     TAG       IMAGE ID       CREATED         SIZE',
        'learner/tool   1.0       abababababab   15 months ago   2.03MB',
        'busybox        1.37      abababababab   15 months ago   2.03MB',
        '<none>         <none>    121212121212   2 hours ago     999B',
        '',
      ].join('\n'),
    );
    expect((await run(['image', 'list', '-q'], options)).stdout).toBe(
      'abababababab\nabababababab\n121212121212\n',
    );
  });

  it('shows digests where they are asked for', async () => {
    const format = '{{.Repository}} {{.Tag}} {{.Digest}}';
    expect((await run(['images', '--format', format], options)).stdout).toBe(
      `learner/tool 1.0 <none>\nbusybox 1.37 ${hex('cd')}\n<none> <none> <none>\n`,
    );
    expect((await run(['images', '--format', 'json'], options)).stdout.split('\n')[1]).toBe(
      '{"Containers":"N/A","CreatedAt":"2024-09-26 21:31:42 +0000 UTC","CreatedSince":"15 months ago","Digest":"\\u003cnone\\u003e","ID":"abababababab","Repository":"busybox","SharedSize":"N/A","Size":"2.03MB","Tag":"1.37","UniqueSize":"N/A","VirtualSize":"2.025MB"}',
    );
  });

  it('leaves filtering to the engine', async () => {
    options.asked.length = 0;
    await run(['images', '-a', '-f', 'dangling=true', 'busybox'], options);
    expect(options.asked).toEqual([
      'GET /images/json?all=1&filters={"dangling":{"true":true},"reference":{"busybox":true}}',
    ]);
  });

  it('hints at the verb that was meant', async () => {
    const empty = recording({ 'GET /images/json': () => json([]) });
    expect(await run(['images', 'ls'], empty)).toMatchObject({
      stdout: 'REPOSITORY   TAG       IMAGE ID   CREATED   SIZE\n',
      stderr: '\nNo images found matching "ls": did you mean "docker image ls"?\n',
      exit: 0,
    });
  });

  it('draws a tree', async () => {
    expect((await run(['images', '--tree'], options)).stdout).toBe(
      [
        "WARNING: This is an experimental feature. The output may change and shouldn't be depended on.",
        `${' '.repeat(61)} Info ->  U In Use `,
        '',
        '\x1b[39m\x1b[1mIMAGE\x1b[0m              \x1b[39m\x1b[1mID\x1b[0m             \x1b[39m\x1b[1mDISK USAGE\x1b[0m   \x1b[39m\x1b[1mCONTENT SIZE\x1b[0m   \x1b[39m\x1b[1mEXTRA\x1b[0m',
        // The longest name first: only the last stands beside other columns.
        'learner/tool:1.0',
        'busybox:1.37       abababababab       2.03MB             0B        ',
        '',
      ].join('\n'),
    );
    expect((await run(['images', '--tree', '-q'], options)).stderr).toBe(
      '--quiet is not yet supported with --tree\n',
    );
  });
});

describe('docker rmi', () => {
  const answers = {
    'DELETE /images/there': () => json([{ Untagged: 'there:latest' }, { Deleted: hex('ab') }]),
    'DELETE /images/busy': () => json({ message: 'conflict: unable to remove' }, 409),
  };
  const missing = 'Error response from daemon: No such thing: /images/nosuch';

  it('goes on after a failure, and tells all of them at the end', async () => {
    expect(await run(['rmi', 'nosuch', 'there', 'busy'], recording(answers))).toMatchObject({
      stdout: `Untagged: there:latest\nDeleted: ${hex('ab')}\n`,
      stderr: `${missing}\nError response from daemon: conflict: unable to remove\n`,
      exit: 1,
    });
  });

  it('by force succeeds where there is nothing to remove', async () => {
    expect(await run(['rmi', '-f', 'nosuch'], recording(answers))).toMatchObject({
      stderr: `${missing}?force=1\n`,
      exit: 0,
    });
    expect((await run(['rmi', '-f', 'nosuch', 'busy'], recording(answers))).exit).toBe(1);
  });
});

describe('docker image prune', () => {
  const pruned = () =>
    recording({
      'POST /images/prune': () => json({ ImagesDeleted: [{ Deleted: hex('ab') }], SpaceReclaimed: 1234567 }),
    });

  it('asks first', async () => {
    const question =
      'WARNING! This will remove all dangling images.\nAre you sure you want to continue? [y/N] ';
    const no = pruned();
    expect(await run(['image', 'prune'], { ...no, stdin: ['n\n'] })).toMatchObject({
      stdout: question,
      exit: 0,
    });
    expect(await run(['image', 'prune'], no)).toMatchObject({ stdout: question, exit: 0 });
    expect(no.asked).toEqual([]);
    const yes = pruned();
    const { stdout } = await run(['image', 'prune', '-a'], { ...yes, stdin: ['Y\n'] });
    expect(stdout).toContain(`Deleted Images:\ndeleted: ${hex('ab')}\n\nTotal reclaimed space: 1.235MB\n`);
    expect(yes.asked).toEqual(['POST /images/prune?filters={"dangling":{"false":true}}']);
  });
});

describe('docker history', () => {
  const options = recording({
    'GET /images/x/history': () =>
      json([
        {
          Id: hex('ab'),
          Created: seconds('2024-09-26T21:31:42Z'),
          CreatedBy: '/bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon off;"]\tx',
          Size: 12345678,
          Comment: 'c',
        },
        { Id: '<missing>', Created: -62135596800, CreatedBy: '', Size: 0, Comment: 'buildkit.dockerfile.v0' },
      ]),
  });

  it('prints what the real one does', async () => {
    expect((await run(['history', 'x'], options)).stdout).toBe(
      [
        'IMAGE          CREATED         CREATED BY                                      SIZE      COMMENT',
        'abababababab   15 months ago   /bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon…   12.3MB    c',
        '<missing>      N/A                                                             0B        buildkit.dockerfile.v0',
        '',
      ].join('\n'),
    );
    expect(
      (await run(['history', '-H=false', '--format', '{{.CreatedSince}} {{.Size}}', 'x'], options)).stdout,
    ).toBe('2024-09-26T21:31:42Z 12345678\n0001-01-01T00:00:00Z 0\n');
  });
});

describe('docker save and load', () => {
  it('write a private file, and refuse a path before the engine is asked', async () => {
    const files = disk();
    const options = { ...recording({ 'GET /images/get': () => new Response('tar') }), files };
    expect((await run(['save', 'a', 'b:1', '-o', 'out.tar'], options)).exit).toBe(0);
    expect(files.readText('/home/user/out.tar')).toBe('tar');
    expect(files.stat('/home/user/out.tar').mode).toBe(0o600);
    expect(options.asked).toEqual(['GET /images/get?names=a&names=b:1']);
    expect((await run(['save', 'a', '-o', '/nosuch/x.tar'], options)).stderr).toBe(
      'failed to save image: invalid output path: stat /nosuch: no such file or directory\n',
    );
    expect((await run(['save', 'a', '-o', '/home'], options)).stderr).toBe(
      'failed to save image: cannot write to a directory\n',
    );
    expect((await run(['save', 'a'], { ...options, tty: 100 })).stderr).toBe(
      'cowardly refusing to save to a terminal. Use the -o flag or redirect\n',
    );
    expect(options.asked).toHaveLength(1);
  });

  it('read a file or standard input', async () => {
    const bodies: string[] = [];
    const options = recording({
      'POST /images/load': async (request) => {
        bodies.push(await request.text());
        return new Response('{"stream":"Loaded image: busybox:1.37\\n"}', {
          headers: { 'Content-Type': 'application/json' },
        });
      },
    });
    const files = disk();
    files.write('/home/user/in.tar', 'from a file');
    expect((await run(['load', '-i', 'in.tar'], { ...options, files })).stdout).toBe(
      'Loaded image: busybox:1.37\n',
    );
    await run(['load'], { ...options, stdin: ['from ', 'a pipe'] });
    expect(bodies).toEqual(['from a file', 'from a pipe']);
    expect(options.asked[0]).toBe('POST /images/load?quiet=1');
    expect((await run(['load', '-i', 'nosuch.tar'], options)).stderr).toBe(
      'open nosuch.tar: no such file or directory\n',
    );
    expect((await run(['load'], { ...options, tty: 100 })).stderr).toBe(
      'requested load from stdin, but stdin is empty\n',
    );
  });
});

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
