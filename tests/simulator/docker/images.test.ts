import { describe, expect, it } from 'vitest';
import { hex, json, NOW, recording, run } from './harness.ts';

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

  it('prints the whole of a row as the struct it is', async () => {
    expect((await run(['images', '--format', '{{.}}'], options)).stdout.split('\n')[1]).toBe(
      `{{<nil>} true {-1 1727386302 ${hex('ab')} map[]  <nil> [] [busybox@${hex('cd')}] [learner/tool:1.0 busybox:1.37] -1 2025041 0} busybox 1.37 <none>}`,
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
    expect((await run(['history', '--format', '{{.}}', '-H=false', 'x'], options)).stdout).toContain(
      '{{<nil>} true false {buildkit.dockerfile.v0 -62135596800  <missing> 0 []}}\n',
    );
  });
});
