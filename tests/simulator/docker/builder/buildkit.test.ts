import { beforeEach, describe, expect, test } from 'vitest';
import { inspect } from '../../engine/build/harness.ts';
import { alike, BuildMachine } from './harness.ts';

describe('docker build with BuildKit', () => {
  let machine: BuildMachine;
  beforeEach(async () => {
    machine = await BuildMachine.create();
  });

  test('tells its steps one by one into a pipe', async () => {
    await machine.docker('build -t tiny tiny');
    const { stdout, stderr, exit } = await machine.docker('build -t tiny tiny');
    expect(exit).toBe(0);
    expect(stdout).toBe('');
    expect(alike(stderr)).toBe(`#0 building with "default" instance using docker driver

#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: <size> done
#1 DONE <time>

#2 [internal] load metadata for docker.io/library/busybox:1.37
#2 DONE <time>

#3 [internal] load .dockerignore
#3 transferring context: <size> done
#3 DONE <time>

#4 [1/2] FROM docker.io/library/busybox:1.37@sha256:<digest>
#4 DONE <time>

#5 [internal] load build context
#5 transferring context: <size> done
#5 DONE <time>

#6 [2/2] COPY hello.txt /hello.txt
#6 CACHED

#7 exporting to image
#7 exporting layers done
#7 writing image sha256:<digest> done
#7 naming to docker.io/library/tiny done
#7 DONE <time>
`);
  });

  test('makes the same layer of the same files, cached or not', async () => {
    machine.files.utimes('/home/user/tiny/hello.txt', Date.parse('2026-11-20T10:00:00Z'));
    await machine.docker('build -t a tiny');
    await machine.docker('builder prune -af');
    const { stderr } = await machine.docker('build --no-cache -t b tiny');
    expect(stderr).not.toContain('CACHED [2/2]');
    const [a, b] = [await inspect(machine.engine, 'a'), await inspect(machine.engine, 'b')];
    expect(b.RootFS.Layers).toEqual(a.RootFS.Layers);
    machine.files.utimes('/home/user/tiny/hello.txt', Date.parse('2026-11-21T10:00:00Z'));
    await machine.docker('build --no-cache -t c tiny');
    expect((await inspect(machine.engine, 'c')).RootFS.Layers).not.toEqual(a.RootFS.Layers);
  });

  test('makes once what several stages do alike, and says of each where it stands when it fails', async () => {
    const start = 'FROM busybox:1.37\nWORKDIR /app\nRUN echo one > one\n';
    const stages = `${start.replace('\n', ' AS a\n')}RUN echo a > a\n${start}COPY --from=a /app/a /app/one /b/\n`;
    machine.write('twice/Dockerfile', stages);
    const { stderr } = await machine.docker('build -t twice twice');
    expect(stderr.match(/RUN echo one > one$/gm)).toHaveLength(1);
    expect(stderr).toContain('[a 3/4] RUN echo one > one');
    machine.write('twice/Dockerfile', stages.replaceAll('echo one > one', 'exit 4'));
    const failed = await machine.docker('build twice');
    expect(failed.stderr.match(/^ +\d+ \| >>> RUN exit 4$/gm)).toEqual([
      '   3 | >>> RUN exit 4',
      '   7 | >>> RUN exit 4',
    ]);
    machine.write('twice/Dockerfile', stages.replaceAll('RUN echo one > one', 'COPY nosuch .'));
    const missing = await machine.docker('build twice');
    expect(missing.stderr.match(/^ +\d+ \| >>> COPY nosuch \.$/gm)).toHaveLength(2);
  });

  test('takes stages parted by commas for --no-cache-filter, and all of them for none', async () => {
    machine.write(
      'stages/Dockerfile',
      'FROM busybox:1.37 AS a\nRUN echo a\nFROM a AS b\nRUN echo b\nFROM b\nRUN echo c\n',
    );
    const cached = async (...flags: string[]): Promise<number> =>
      (await machine.docker(['build', ...flags, 'stages'].join(' '))).stderr.split('CACHED').length - 1;
    await cached();
    const one = await cached('--no-cache-filter', 'a');
    expect(await cached('--no-cache-filter', 'a,B')).toBe(one - 1);
    expect(await cached('--no-cache-filter=')).toBe(await cached('--no-cache'));
  });

  test('prints only the id with -q', async () => {
    const { stdout, stderr } = await machine.docker('build -q -t tiny tiny');
    expect(stderr).toBe('');
    expect(stdout).toBe(`${(await inspect(machine.engine, 'tiny')).Id}\n`);
  });

  test('shows where a step failed', async () => {
    machine.write('bad/Dockerfile', 'FROM busybox:1.37\nRUN echo before\nRUN exit 3\n');
    const { stderr, exit } = await machine.docker('build bad');
    expect(exit).toBe(1);
    expect(alike(stderr)).toContain(`
#6 [3/3] RUN exit 3
#6 ERROR: process "/bin/sh -c exit 3" did not complete successfully: exit code: 3
------
 > [3/3] RUN exit 3:
------
Dockerfile:3
--------------------
   1 |     FROM busybox:1.37
   2 |     RUN echo before
   3 | >>> RUN exit 3
   4 |     
--------------------
ERROR: failed to solve: process "/bin/sh -c exit 3" did not complete successfully: exit code: 3
`);
  });

  test.each([
    [
      'FROM nosuchimage:1.0\n',
      'nosuchimage:1.0: failed to resolve source metadata for docker.io/library/nosuchimage:1.0: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    ],
    [
      'FROM busybox:9.99\n',
      'busybox:9.99: failed to resolve source metadata for docker.io/library/busybox:9.99: docker.io/library/busybox:9.99: not found',
    ],
    ['COPPY a /\n', 'dockerfile parse error on line 1: unknown instruction: COPPY (did you mean COPY?)'],
  ])('%j is refused', async (dockerfile, message) => {
    machine.write('bad/Dockerfile', dockerfile);
    const { stderr, exit } = await machine.docker('build bad');
    expect(exit).toBe(1);
    expect(stderr.split('\n').at(-2)).toBe(`ERROR: failed to solve: ${message}`);
  });

  test.each([
    ['build', "ERROR: docker: 'docker buildx build' requires 1 argument"],
    ['build nosuch', 'ERROR: unable to prepare context: path "nosuch" not found'],
    ['build -t BAD:1 tiny', 'ERROR: invalid tag "BAD:1": repository name must be lowercase'],
    ['build --builder other tiny', 'ERROR: no builder "other" found'],
    [
      'build --platform linux/amd64,linux/arm64 tiny',
      'ERROR: Multi-platform build is not supported for the docker driver.',
    ],
    [
      'build --platform linux/amd64/v2/x -t BAD:1 tiny',
      'ERROR: "linux/amd64/v2/x": cannot parse platform specifier: invalid argument',
    ],
    ['build --push tiny', 'ERROR: tag is needed when pushing to registry'],
  ])('docker %s is refused', async (line, message) => {
    const { stderr, exit } = await machine.docker(line);
    expect(exit).toBe(1);
    expect(`\n${stderr}`).toContain(`\n${message}\n`);
  });

  test('draws its picture again and again on a terminal', async () => {
    const { output } = await machine.docker('build -t tiny tiny', { tty: 100 });
    const last = output.slice(output.lastIndexOf('[+] Building'));
    expect(last).toMatch(/^\[\+\] Building [\d.]+s \(7\/7\) FINISHED +docker:default/);
    expect(last).toMatch(/ => \[2\/2\] COPY hello\.txt \/hello\.txt +[\d.]+s/);
    for (const line of last.split('\n').slice(1, 5)) {
      expect(line.replaceAll(/\x1b\[[0-9;?]*[a-zA-Z]/g, '').trimEnd().length).toBeLessThanOrEqual(100);
    }
  });

  test('secrets are there while a step runs, and nowhere afterwards', async () => {
    machine.write('token', 'hush\n');
    machine.write('s/Dockerfile', 'FROM busybox:1.37\nRUN --mount=type=secret,id=t cat /run/secrets/t\n');
    const { stderr } = await machine.docker('build -t s --secret id=t,src=token s');
    expect(stderr).toContain('hush');
    const { RootFS } = await inspect(machine.engine, 's');
    expect(RootFS.Layers).toHaveLength(2);
  });

  test('writes the files of a stage to a folder', async () => {
    machine.write('out/Dockerfile', 'FROM scratch\nCOPY a.txt /dir/b.txt\n');
    machine.write('out/a.txt', 'content\n');
    const { exit } = await machine.docker('build --output type=local,dest=result out');
    expect(exit).toBe(0);
    expect(machine.files.readText('/home/user/result/dir/b.txt')).toBe('content\n');
  });

  test('writes the id and the metadata to files', async () => {
    await machine.docker('build -t tiny --iidfile id --metadata-file meta.json tiny');
    const { Id } = await inspect(machine.engine, 'tiny');
    expect(machine.files.readText('/home/user/id')).toBe(Id);
    expect(JSON.parse(machine.files.readText('/home/user/meta.json'))).toMatchObject({
      'containerimage.config.digest': Id,
      'image.name': 'docker.io/library/tiny',
    });
  });

  test('--check tells what could be better', async () => {
    machine.write('lint/Dockerfile', 'FROM busybox:1.37\nCMD echo hi\n');
    const { stdout, exit } = await machine.docker('build --check lint');
    expect(exit).toBe(1);
    expect(stdout).toContain('Check complete, 1 warning has been found!');
    expect(stdout).toContain(
      'WARNING: JSONArgsRecommended - https://docs.docker.com/go/dockerfile/rule/json-args-recommended/',
    );
    expect((await machine.docker('build --check tiny')).stdout).toBe('Check complete, no warnings found.\n');
  });
});

describe('the build cache', () => {
  test('is listed, and emptied', async () => {
    const machine = await BuildMachine.create();
    await machine.docker('build -t tiny tiny');
    const { stdout } = await machine.docker('buildx du');
    expect(stdout).toMatch(/^ID\t\t\t\t\t\tRECLAIMABLE\tSIZE\t\tLAST ACCESSED\n/);
    expect(stdout).toMatch(/^[a-z0-9]{25}\* {14}\ttrue \t\t/m);
    expect(stdout).toMatch(/Reclaimable:\t.*\nTotal:\t\t/);
    const pruned = await machine.docker('builder prune -af');
    expect(pruned.stdout).toMatch(/Total:\t/);
    expect((await machine.docker('buildx du')).stdout).toBe('Reclaimable:\t0B\nTotal:\t\t0B\n');
  });

  test('asks first', async () => {
    const machine = await BuildMachine.create();
    const { stdout } = await machine.docker('buildx prune', { stdin: ['n\n'] });
    expect(stdout).toBe(
      'WARNING! This will remove all dangling build cache. Are you sure you want to continue? [y/N] ',
    );
  });
});

describe('builders', () => {
  test('are listed', async () => {
    const machine = await BuildMachine.create();
    const { stdout } = await machine.docker('buildx ls');
    expect(stdout).toBe(`NAME/NODE     DRIVER/ENDPOINT   STATUS    BUILDKIT   PLATFORMS
default*      docker                                 
 \\_ default    \\_ default       running   v0.22.0    linux/amd64 (+4), linux/386
`);
  });

  test('are described', async () => {
    const machine = await BuildMachine.create();
    await machine.docker('build -q tiny');
    const { stdout } = await machine.docker('buildx inspect');
    expect(stdout).toContain('Last Activity: 2026-01-02 03:04:05 +0000 UTC\n');
    expect(stdout).toContain(
      'Platforms:        linux/amd64, linux/amd64/v2, linux/amd64/v3, linux/amd64/v4, linux/386\n',
    );
    expect(stdout).toContain('GC Policy rule#3:\n All:            true\n Reserved Space: 24.21GiB\n');
  });
});
