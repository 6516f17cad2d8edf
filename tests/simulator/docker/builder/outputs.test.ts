import { beforeEach, describe, expect, test } from 'vitest';
import { BuildMachine } from './harness.ts';

let machine: BuildMachine;
beforeEach(async () => {
  machine = await BuildMachine.create();
  machine.write('files/Dockerfile', 'FROM scratch\nCOPY hello.txt /\n');
  machine.write('files/hello.txt', 'hi\n');
});

const exported = (stderr: string): string[] => stderr.match(/exporting to .*|pushing \S+ with docker/g) ?? [];

describe('docker build --output', () => {
  test('takes several: two folders, an archive, an image', async () => {
    const { stderr, exit } = await machine.docker(
      'build -o one -o type=local,dest=two -o type=tar,dest=three.tar --load -t out:1 files',
    );
    expect(exit).toBe(0);
    expect(exported(stderr)).toEqual([
      'exporting to client directory',
      'exporting to client directory',
      'exporting to client tarball',
      'exporting to image',
    ]);
    for (const folder of ['one', 'two']) {
      expect(machine.files.readText(`/home/user/${folder}/hello.txt`)).toBe('hi\n');
    }
    expect(machine.files.readText('/home/user/three.tar')).toContain('hello.txt');
    expect((await machine.docker('image inspect -f {{.RepoTags}} out:1')).stdout).toBe('[out:1]\n');
  });

  test('cacheonly leaves the others', async () => {
    const { stderr } = await machine.docker('build -o type=cacheonly files');
    expect(exported(stderr)).toEqual([]);
  });

  test('an exporter that there is not is refused before anything is done', async () => {
    const { stderr } = await machine.docker('build -o type=nosuch -o one files');
    expect(stderr).toBe('ERROR: failed to solve: exporter "nosuch" could not be found\n');
  });

  test('two cannot write to standard output', async () => {
    const { stderr } = await machine.docker('build -o - -o - files');
    expect(stderr).toBe('ERROR: multiple outputs configured to write to stdout\n');
  });

  test("what the engine's own builder cannot write", async () => {
    for (const [output, exporter] of [
      ['type=oci,dest=x.tar', 'OCI'],
      ['type=docker,dest=x.tar', 'Docker'],
    ] as const) {
      const { stderr, exit } = await machine.docker(`build -o ${output} files`);
      expect(exit).toBe(1);
      expect(stderr).toContain(`ERROR: ${exporter} exporter is not supported for the docker driver.\n`);
    }
  });

  test('--push needs a name whatever else is put out', async () => {
    const { stderr } = await machine.docker('build -o one --push files');
    expect(stderr).toBe('ERROR: tag is needed when pushing to registry\n');
  });
});

describe('SOURCE_DATE_EPOCH', () => {
  test('dates the image and the files', async () => {
    await machine.docker('build --build-arg SOURCE_DATE_EPOCH=1700000000 -t old:1 -o one --load files');
    const { stdout } = await machine.docker('image inspect -f {{.Created}} old:1');
    expect(stdout).toBe('2023-11-14T22:13:20Z\n');
    expect(machine.files.stat('/home/user/one/hello.txt').mtime).toBe(1_700_000_000_000);
  });

  test('comes from the environment too, and must be a number', async () => {
    const { stderr } = await machine.docker('build files', { env: { SOURCE_DATE_EPOCH: 'x' } });
    expect(stderr).toBe(
      'ERROR: failed to solve: invalid SOURCE_DATE_EPOCH: x: strconv.ParseInt: parsing "x": invalid syntax\n',
    );
  });
});

test('an inline cache is told of', async () => {
  for (const flag of ['--cache-to type=inline', '--build-arg BUILDKIT_INLINE_CACHE=1']) {
    const { stderr } = await machine.docker(`build ${flag} -t x:1 files`);
    expect(stderr).toContain('preparing layers for inline cache');
  }
});
