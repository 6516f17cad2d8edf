import { beforeEach, describe, expect, test } from 'vitest';
import { BuildMachine } from './harness.ts';

describe('the flags of docker build', () => {
  let machine: BuildMachine;
  beforeEach(async () => {
    machine = await BuildMachine.create();
  });

  test.each([
    ['--add-host foo', 'ERROR: invalid host foo'],
    ['--add-host foo:bar', 'ERROR: invalid host foo:bar'],
    [
      '--no-cache --no-cache-filter a',
      'ERROR: --no-cache and --no-cache-filter cannot currently be used together',
    ],
    ['--call check,foo=1', 'ERROR: invalid print field: foo=1'],
    ['--call check,outline', 'ERROR: invalid print value: check,outline'],
    ['--annotation a', 'ERROR: parse annotations: invalid annotation "a", expected key=value'],
    ['--annotation foo:a=b', 'ERROR: parse annotations: unknown annotation type "foo"'],
    [
      '--annotation manifest[nope]:a=b',
      'ERROR: parse annotations: invalid platform "nope": "nope": unknown operating system or architecture',
    ],
    ['--allow foo', 'ERROR: unknown entitlement foo'],
    ['--attest foo', 'ERROR: invalid value foo'],
    ['--provenance=max', 'ERROR: invalid value max'],
    ['--sbom=true --attest type=sbom', 'ERROR: duplicate attestation field sbom'],
    ['--sbom=true', 'ERROR: Attestation is not supported for the docker driver.'],
    ['--cache-from foo=bar', 'ERROR: type required form> "foo=bar"'],
    ['--cache-from type=local', 'ERROR: local cache importer requires src'],
    ['--cache-to type=local,dest=x', 'ERROR: Cache export is not supported for the docker driver.'],
    [
      '--platform linux/amd64,linux/amd64',
      'ERROR: Multi-platform build is not supported for the docker driver.',
    ],
  ])('%s is refused', async (flags, expected) => {
    const { stderr, exit } = await machine.docker(`build ${flags} tiny`);
    expect(stderr).toContain(expected);
    expect(exit).toBe(1);
  });

  test('what asks for nothing is passed over', async () => {
    const { exit } = await machine.docker('build -q --sbom=false --provenance=0 --cache-to type=gha tiny');
    expect(exit).toBe(0);
  });

  test('a cache that is missing is told of, and the build goes on', async () => {
    const { stderr, exit } = await machine.docker(
      'build --cache-from nosuch --cache-from type=local,src=no tiny',
    );
    expect(exit).toBe(0);
    expect(stderr).toContain(
      'importing cache manifest from nosuch\n#4 ERROR: failed to configure registry cache importer: pull access denied',
    );
    expect(stderr).toContain(
      'WARNING: local cache import at no not found due to err: could not lock no/index.json.lock',
    );
  });

  test('the legacy builder checks them as it parses', async () => {
    const env = { DOCKER_BUILDKIT: '0' };
    for (const [flag, expected] of [
      ['--label=', "invalid label '': empty name"],
      ['--build-arg==x', 'invalid environment variable: =x'],
      ['--add-host=foo', 'bad format for add-host: "foo"'],
      ['--ulimit=foo', 'invalid ulimit argument: foo'],
    ]) {
      const { stderr, exit } = await machine.docker(`build ${flag} tiny`, { env });
      expect(stderr).toContain(expected);
      expect(exit).toBe(125);
    }
  });

  test.each([
    ['FROM --platform=$NOPE busybox:1.37\n', 'failed to parse platform : '],
    [
      'FROM busybox:1.37\nCOPY --from=scratch /a /b\n',
      "invalid from flag value scratch: 'scratch' is a reserved name",
    ],
    [
      'FROM busybox:1.37\nADD https://registry-1.docker.io/nosuch /f\n',
      'ADD failed: failed to GET https://registry-1.docker.io/nosuch with status 404 Not Found: ',
    ],
    ['FROM busybox:1.37\nADD https://registry-1.docker.io/ /f/\n', 'ADD failed: '],
    ['FROM busybox:1.37\nRUN --mount=type=foo true\n', 'unsupported mount type "foo"'],
  ])('the legacy builder refuses %j', async (dockerfile, expected) => {
    machine.write('bad/Dockerfile', dockerfile);
    const { stderr, exit } = await machine.docker('build bad', { env: { DOCKER_BUILDKIT: '0' } });
    expect(stderr).toContain(expected);
    expect(exit).toBe(1);
  });

  test('the legacy builder takes steps only from the caches it is given', async () => {
    const env = { DOCKER_BUILDKIT: '0' };
    await machine.docker('build -t tiny tiny', { env });
    expect((await machine.docker('build tiny', { env })).stdout).toContain('Using cache');
    expect((await machine.docker('build --cache-from tiny tiny', { env })).stdout).toContain('Using cache');
    expect((await machine.docker('build --cache-from nosuch tiny', { env })).stdout).not.toContain(
      'Using cache',
    );
  });
});

describe('the cache of RUN', () => {
  let machine: BuildMachine;
  beforeEach(async () => {
    machine = await BuildMachine.create();
  });

  test('heeds the files of a bind mount', async () => {
    machine.write('m/Dockerfile', 'FROM busybox:1.37\nRUN --mount=type=bind,source=f,target=/f cat /f\n');
    machine.write('m/f', 'one\n');
    machine.write('m/other', 'x');
    expect((await machine.docker('build m')).stderr).toMatch(/^#\d+ [\d.]+ one$/m);
    machine.write('m/other', 'y');
    expect((await machine.docker('build m')).stderr).toMatch(/RUN .*\n#\d+ CACHED/);
    machine.write('m/f', 'two\n');
    expect((await machine.docker('build m')).stderr).toMatch(/^#\d+ [\d.]+ two$/m);
  });

  test('knows a bind mount whose source is not there', async () => {
    machine.write('m/Dockerfile', 'FROM busybox:1.37\nRUN --mount=type=bind,source=no,target=/f cat /f\n');
    const { stderr, exit } = await machine.docker('build m');
    expect(exit).toBe(1);
    expect(stderr).toMatch(
      /failed to compute cache key: failed to calculate checksum of ref \S+: "\/no": not found/,
    );
  });

  test('heeds the network, and not proxies, which every RUN sees', async () => {
    machine.write('m/Dockerfile', 'FROM busybox:1.37\nRUN echo "[$http_proxy]"\n');
    const first = await machine.docker('build --build-arg HTTP_PROXY=http://p m');
    expect(first.stderr).toContain('[http://p]');
    expect((await machine.docker('build --build-arg http_proxy=http://q m')).stderr).not.toContain(
      '[http://q]',
    );
    expect((await machine.docker('build --network none --build-arg http_proxy=http://q m')).stderr).toContain(
      '[http://q]',
    );
  });
});

describe('what comes of a build', () => {
  let machine: BuildMachine;
  beforeEach(async () => {
    machine = await BuildMachine.create();
  });

  test('the metadata tell what it was made of', async () => {
    await machine.docker('pull -q busybox:1.37');
    const { stderr } = await machine.docker('build --metadata-file m.json --build-arg A=1 tiny');
    expect(stderr).toContain('resolving provenance for metadata file');
    const { provenance } = readMetadata(machine);
    expect(provenance).toMatchObject({
      materials: [{ uri: 'pkg:docker/busybox@1.37?platform=linux%2Famd64' }],
      invocation: {
        configSource: { entryPoint: 'Dockerfile' },
        parameters: { frontend: 'dockerfile.v0', args: { 'build-arg:A': '1' } },
        environment: { platform: 'linux/amd64' },
      },
    });
  });

  test('but not when that is switched off', async () => {
    await machine.docker('build -q --metadata-file m.json tiny', {
      env: { BUILDX_METADATA_PROVENANCE: 'disabled' },
    });
    expect(readMetadata(machine).provenance).toBeUndefined();
  });

  test.each([
    ['-o type=local,dest=tiny/Dockerfile', 'destination directory tiny/Dockerfile is a file'],
    ['-o type=tar,dest=tiny', 'destination file tiny is a directory'],
    ['-o type=tar,dest=/no/x.tar', 'failed to open open /no/x.tar: no such file or directory'],
    ['-o out --iidfile id', 'local and tar exporters are incompatible with image ID file'],
    ['--metadata-file /no/m', 'invalid output path: stat /no: no such file or directory'],
    ['--platform windows/amd64', 'failed to solve: operating system is not supported'],
  ])('%s is refused', async (flags, expected) => {
    const { stderr, exit } = await machine.docker(`build ${flags} tiny`);
    expect(stderr).toContain(expected);
    expect(exit).toBe(1);
  });

  test('a download is a step of its own', async () => {
    machine.write('web/Dockerfile', 'FROM busybox:1.37\nADD https://registry-1.docker.io/nosuch /f\n');
    const { stderr } = await machine.docker('build web');
    expect(stderr).toMatch(
      /\[2\/2\] ADD https:\/\/registry-1\.docker\.io\/nosuch \/f\n#\d+ ERROR: invalid response status 404/,
    );
    expect(stderr).toMatch(/failed to load cache key: invalid response status 404\n$/);
  });
});

function readMetadata(machine: BuildMachine): { provenance: unknown } {
  const data = JSON.parse(machine.files.readText('/home/user/m.json'));
  return { provenance: data['buildx.build.provenance'] };
}
