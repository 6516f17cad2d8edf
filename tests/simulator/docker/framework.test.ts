import { describe, expect, it } from 'vitest';
import { disk, engine, run } from './harness.ts';

const silent = engine(() => new Response(null, { status: 404 }));

/** What `docker` printed, as recorded from the real one: arguments, standard error, exit status. */
const refusals: [argv: string[], stderr: string, exit: number][] = [
  [['pusj'], "docker: unknown command: docker pusj\n\nRun 'docker --help' for more information\n", 1],
  [[''], "docker: unknown command: docker \n\nRun 'docker --help' for more information\n", 1],
  [['-'], "docker: unknown command: docker -\n\nRun 'docker --help' for more information\n", 1],
  [
    ['image', 'lss'],
    "docker: unknown command: docker image lss\n\nUsage:  docker image\n\nRun 'docker image --help' for more information\n",
    1,
  ],
  [
    ['--foo', 'push', 'x'],
    "unknown flag: --foo\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information\n",
    125,
  ],
  [
    ['-Dz', 'ps'],
    "unknown shorthand flag: 'z' in -z\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information\n",
    125,
  ],
  [
    ['-c'],
    "flag needs an argument: 'c' in -c\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information\n",
    125,
  ],
  [
    ['--tls=maybe', 'ps'],
    'invalid argument "maybe" for "--tls" flag: strconv.ParseBool: parsing "maybe": invalid syntax\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun \'docker --help\' for more information\n',
    125,
  ],
  [
    ['tag', '--force', 'a', 'b'],
    "unknown flag: --force\n\nUsage:  docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]\n\nRun 'docker tag --help' for more information\n",
    125,
  ],
  [
    ['image', '--foo', 'tag'],
    "unknown flag: --foo\n\nUsage:  docker image\n\nRun 'docker image --help' for more information\n",
    125,
  ],
  [
    ['image', 'tag', '--', '-a'],
    "docker: 'docker image tag' requires 2 arguments\n\nUsage:  docker image tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]\n\nRun 'docker image tag --help' for more information\n",
    1,
  ],
  [['help', 'foo'], 'unknown help topic: foo\n', 1],
  [
    ['help', 'image', '--foo'],
    "unknown flag: --foo\n\nUsage:  docker help [command]\n\nRun 'docker help --help' for more information\n",
    125,
  ],
  [['-l', 'foo', 'tag'], 'Unable to parse logging level: foo\n', 1],
  [
    ['-H', 'tcp://x:1', '-c', 'y', 'ps'],
    'conflicting options: cannot specify both --host and --context\n',
    1,
  ],
  [
    ['stack', '--foo'],
    "unknown flag: --foo\n\nUsage:  docker stack [OPTIONS]\n\nRun 'docker stack --help' for more information\n",
    125,
  ],
  [
    ['checkpoint'],
    'docker checkpoint is only supported on a Docker daemon with experimental features enabled\n',
    1,
  ],
];

describe('docker', () => {
  it.each(refusals)('refuses %j as the real one', async (argv, stderr, exit) => {
    expect(await run(argv, { engine: silent })).toMatchObject({ stdout: '', stderr, exit });
  });

  it('prints its version', async () => {
    for (const flag of ['--version', '-v']) {
      expect(await run([flag])).toMatchObject({ stdout: 'Docker version 28.2.2, build e6534b4\n', exit: 0 });
    }
  });

  it('prints its help on standard error without a command, on standard output when asked', async () => {
    const bare = await run([], { engine: silent });
    expect(bare).toMatchObject({ stdout: '', exit: 0 });
    expect(bare.stderr).toMatch(/^Usage: {2}docker \[OPTIONS\] COMMAND\n\n/);
    for (const argv of [['--help'], ['help']]) {
      expect(await run(argv, { engine: silent })).toMatchObject({ stdout: bare.stderr, stderr: '', exit: 0 });
    }
    expect(await run(['-h'], { engine: silent })).toMatchObject({
      stdout: bare.stderr,
      stderr: 'Flag shorthand -h has been deprecated, use --help\n',
    });
  });

  it('prints the help of a command wherever --help stands', async () => {
    const { stdout } = await run(['tag', '--help'], { engine: silent });
    expect(stdout).toMatch(
      /^Usage: {2}docker tag SOURCE_IMAGE\[:TAG\] TARGET_IMAGE\[:TAG\]\n\n.+\n\nAliases:\n {2}docker image tag, docker tag\n$/,
    );
    expect((await run(['--help', 'tag', 'x'], { engine: silent })).stdout).toBe(stdout);
    expect((await run(['help', 'tag'], { engine: silent })).stdout).toBe(stdout);
    expect((await run(['tag', '-h'], { engine: silent })).stdout).toBe(
      `Flag shorthand -h has been deprecated, use --help\n${stdout}`,
    );
  });

  it('ends the help of all that is buildx with the word about its hidden flags', async () => {
    const files = disk();
    files.mkdir('/usr/libexec/docker/cli-plugins', { parents: true });
    files.write('/usr/libexec/docker/cli-plugins/docker-buildx', '');
    for (const verb of ['buildx', 'buildx build', 'buildx imagetools create']) {
      const { stdout } = await run([...verb.split(' '), '--help'], { engine: silent, files });
      expect(stdout).toMatch(/\n\nExperimental commands and flags are hidden\. .+\n$/);
    }
  });

  it('wraps help at 80 columns, or the width of the terminal', async () => {
    const narrow = await run(['--help'], { engine: silent });
    const wide = await run(['--help'], { engine: silent, tty: 100 });
    const longest = (text: string): number =>
      Math.max(
        ...text
          .slice(text.indexOf('Global Options'))
          .split('\n')
          .map((line) => line.length),
      );
    expect(longest(narrow.stdout)).toBeLessThan(80);
    expect(longest(wide.stdout)).toBeGreaterThan(80);
    expect(wide.stdout).toContain(
      '--config string      Directory of the client config files (default "/home/user/.docker")\n',
    );
  });

  it('says when no engine answers', async () => {
    const where = (at: string): string =>
      `Cannot connect to the Docker daemon at ${at}. Is the docker daemon running?\n`;
    const tag = ['tag', 'a', 'b'];
    expect(await run(tag)).toMatchObject({ stderr: where('unix:///var/run/docker.sock'), exit: 1 });
    expect((await run(['-H', 'unix:///nosuch', ...tag])).stderr).toBe(where('unix:///nosuch'));
    expect((await run(['-H', 'a', '-H', 'b', ...tag])).stderr).toBe(
      'Failed to initialize: unable to resolve docker endpoint: Specify only one -H\n',
    );
    expect((await run(tag, { env: { DOCKER_HOST: 'foo://x' } })).stderr).toBe(
      'Failed to initialize: unable to resolve docker endpoint: invalid bind address format: foo://x\n',
    );
    expect((await run(['-c', 'nosuch', ...tag])).stderr).toBe(
      'Failed to initialize: unable to resolve docker endpoint: context "nosuch": context not found: open /home/user/.docker/contexts/meta/9e62f93eb7d2499903ac66232f187c56fc050eb74c765f90eb214360b21f0e96/meta.json: no such file or directory\n',
    );
  });
});
