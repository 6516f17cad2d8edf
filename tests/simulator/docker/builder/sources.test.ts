import { beforeEach, describe, expect, test } from 'vitest';
import { contentBytes } from '../../../../src/simulator/common/files.ts';
import { concat } from '../../../../src/simulator/common/gzip.ts';
import { packTar } from '../../../../src/simulator/common/tar.ts';
import { file } from '../../engine/seed.ts';
import { BuildMachine } from './harness.ts';

let machine: BuildMachine;
beforeEach(async () => {
  machine = await BuildMachine.create();
});

/** An archive as it comes out of a pipe. */
function archive(files: Record<string, string>): string[] {
  const entries = Object.entries(files).map(([name, text]) => file(name, text));
  return [new TextDecoder('latin1').decode(concat(packTar(entries).map(contentBytes)))];
}

const shown = (stderr: string): string[] =>
  stderr.match(/^#\d+ (?:\[|copy|CACHED|CANCELED|ERROR).*/gm)?.map((line) => line.replace(/^#\d+ /, '')) ??
  [];

describe('docker build -', () => {
  const files = { Dockerfile: 'FROM busybox:1.37\nCOPY f /f\n', f: 'f', '.dockerignore': 'f\n' };

  test('an archive is unpacked as a whole, and known again', async () => {
    const first = await machine.docker('build -t x:1 -', { stdin: archive(files) });
    expect(first.exit).toBe(0);
    expect(shown(first.stderr).slice(0, 3)).toEqual([
      '[internal] load remote build context',
      'copy /context /',
      '[internal] load metadata for docker.io/library/busybox:1.37',
    ]);
    expect(first.stderr).not.toContain('load build context');
    const second = await machine.docker('build -', { stdin: archive(files) });
    expect(shown(second.stderr).slice(0, 4)).toEqual([
      '[internal] load remote build context',
      'CACHED',
      'copy /context /',
      'CACHED',
    ]);
  });

  test('its Dockerfile may be elsewhere in it', async () => {
    const { stderr } = await machine.docker('build -f sub/D -', { stdin: archive(files) });
    expect(stderr).toContain('failed to read dockerfile: open sub/D: no such file or directory');
  });

  test('a Dockerfile alone has no -f beside it', async () => {
    const { stderr } = await machine.docker('build -f D -', { stdin: ['FROM scratch\n'] });
    expect(stderr).toBe(
      'ERROR: ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles\n',
    );
  });
});

describe('a .dockerignore that is none', () => {
  test.each([
    ['[\n', 'syntax error in pattern'],
    ['[]a]\n', 'syntax error in pattern'],
    ['[a-]\n', 'syntax error in pattern'],
    ['a\\\n', 'syntax error in pattern'],
    ['!\n', 'illegal exclusion pattern: "!"'],
  ])('%j is refused by the builder', async (text, message) => {
    machine.write('tiny/.dockerignore', text);
    const { stderr } = await machine.docker('build tiny');
    expect(stderr).toMatch(/\[internal\] load \.dockerignore\n.*\n.*\n/);
    expect(stderr).toContain(`\nERROR: failed to solve: ${message}\n`);
  });

  test('the legacy builder is sent nothing', async () => {
    machine.write('tiny/.dockerignore', '[\n');
    const { stderr, stdout } = await machine.docker('build tiny', { env: { DOCKER_BUILDKIT: '0' } });
    expect(stderr).toContain('error checking context: syntax error in pattern\n');
    expect(stdout).toBe('');
  });
});

describe('files that are not in the build context', () => {
  test('fail the build at once, and stop what is under way', async () => {
    machine.write(
      'tiny/Dockerfile',
      'FROM busybox:1.37\nWORKDIR /app\nCOPY hello.txt .\nRUN echo never\nCOPY nosuch /x\n',
    );
    await machine.docker('pull -q busybox:1.37');
    const { stderr } = await machine.docker('build tiny');
    expect(shown(stderr).slice(-7)).toEqual([
      '[3/5] COPY hello.txt .',
      'CACHED',
      '[4/5] RUN echo never',
      'CACHED',
      '[5/5] COPY nosuch /x',
      expect.stringMatching(/^ERROR: failed to calculate checksum of ref .*: "\/nosuch": not found$/),
      '[2/5] WORKDIR /app',
    ]);
  });

  test('of two, the last is told of', async () => {
    machine.write('tiny/Dockerfile', 'FROM busybox:1.37\nCOPY one /\nCOPY two /\n');
    const { stderr } = await machine.docker('build tiny');
    expect(stderr).toContain('> [2/3] COPY one /');
    expect(stderr).toContain('   3 | >>> COPY two /');
    expect(stderr).toMatch(/ERROR: failed to solve: failed to compute cache key: .*: "\/two": not found\n$/);
  });

  test('a pattern needs the folder that it is looked for in', async () => {
    machine.write('tiny/Dockerfile', 'FROM busybox:1.37\nCOPY nosuch/*.txt /x/\n');
    expect((await machine.docker('build tiny')).stderr).toContain(
      'ERROR: failed to solve: lstat /nosuch: no such file or directory\n',
    );
  });

  test('single quotes make no JSON, but a pattern that is none', async () => {
    machine.write('tiny/Dockerfile', "FROM busybox:1.37\nCOPY ['hello.txt', '/x/']\n");
    expect((await machine.docker('build tiny')).stderr).toContain(
      'ERROR: failed to solve: rpc error: code = Unknown desc = invalid includepatterns: [[hello.txt,]: syntax error in pattern\n',
    );
  });
});

test('a .git that is no repository is told of when all is done', async () => {
  const warning = 'WARNING: current commit information was not captured by the build: ';
  machine.write('tiny/.git/HEAD', 'ref: refs/heads/main\n');
  const { stderr } = await machine.docker('build tiny');
  expect(stderr.split('\n').at(-2)).toContain(warning);
  machine.files.mkdir('/home/user/tiny/.git/objects');
  machine.files.mkdir('/home/user/tiny/.git/refs');
  expect((await machine.docker('build tiny')).stderr).not.toContain(warning);
});
