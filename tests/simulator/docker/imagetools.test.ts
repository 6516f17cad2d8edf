import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../src/simulator/common/digest.ts';
import type { Handler } from '../../../src/simulator/common/network.ts';
import { createRegistry } from '../../../src/simulator/registry/index.ts';
import { disk, engine, NOW, run } from './harness.ts';

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';

/** Two registries, a.example.com with an image for each of two architectures and b.example.com with none. */
async function world(mediaType = MANIFEST) {
  let uploads = 0;
  const create = () => {
    const blobs = new Map<string, Uint8Array>();
    return createRegistry({ now: () => NOW, newId: () => String(++uploads), blobs });
  };
  const registries: Record<string, ReturnType<typeof create>> = {
    'a.example.com': create(),
    'b.example.com': create(),
  };
  let refuses = (_: Request) => false;
  const network: Handler = async (request) => {
    const { hostname, pathname } = new URL(request.url);
    if (pathname === '/token') return Response.json({ token: 't' });
    if (hostname !== 'b.example.com' || !refuses(request)) return registries[hostname]!.fetch(request);
    const challenge =
      'Bearer realm="https://b.example.com/token",service="b",scope="repository:x:pull,push",error="insufficient_scope"';
    return new Response('', { status: 401, headers: { 'WWW-Authenticate': challenge } });
  };
  const refuseWrites = (only = (_: Request) => true) => {
    refuses = only;
  };
  const digests: Record<string, string> = {};
  for (const architecture of ['amd64', 'arm64']) {
    const config = JSON.stringify({ architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: [] } });
    const base = 'https://a.example.com/v2/team/app';
    const query = `digest=${encodeURIComponent(digestOf(config))}`;
    await network(new Request(`${base}/blobs/uploads/?${query}`, { method: 'POST', body: config }));
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        size: config.length,
        digest: digestOf(config),
      },
      layers: [],
    });
    const headers = { 'Content-Type': mediaType };
    await network(
      new Request(`${base}/manifests/${architecture}`, { method: 'PUT', headers, body: manifest }),
    );
    digests[architecture] = digestOf(manifest);
  }
  const files = disk();
  files.mkdir('/usr/libexec/docker/cli-plugins', { parents: true });
  files.write('/usr/libexec/docker/cli-plugins/docker-buildx', 'buildx', 0o755);
  const options = { network, files, engine: engine(() => new Response(null, { status: 404 })) };
  const imagetools = (...argv: string[]) => run(['buildx', 'imagetools', ...argv], options);
  return { digests, imagetools, refuseWrites };
}

describe('docker buildx imagetools', () => {
  it('shows an image of a registry, by templates and as it is', async () => {
    const { digests, imagetools } = await world();
    const name = 'a.example.com/team/app:amd64';
    expect((await imagetools('inspect', name)).stdout).toBe(
      `Name:      ${name}\nMediaType: ${MANIFEST}\nDigest:    ${digests.amd64}\n`,
    );
    const raw = await imagetools('inspect', '--raw', name);
    expect(digestOf(raw.stdout)).toBe(digests.amd64);
    const format = ['--format', '{{.Name}} {{.Manifest.Digest}} {{.Image.Architecture}}'];
    expect((await imagetools('inspect', name, ...format)).stdout).toBe(`${name} ${digests.amd64} amd64`);
    expect((await imagetools('inspect', name, '--format', '{{json .Manifest}}')).stdout).toMatch(
      /^\{\n {2}"mediaType": "application\/vnd\.docker\.distribution\.manifest\.v2\+json",\n {2}"digest"/,
    );
    expect(await imagetools('inspect', 'a.example.com/team/nosuch:1')).toMatchObject({
      stderr: 'ERROR: a.example.com/team/nosuch:1: not found\n',
      exit: 1,
    });
  });

  it('makes a list of images, and brings what it names into another registry', async () => {
    const { digests, imagetools } = await world();
    const sources = ['a.example.com/team/app:amd64', 'a.example.com/team/app:arm64'];
    const target = 'b.example.com/other/app:1';
    const { stderr, exit } = await imagetools('create', '-t', target, ...sources);
    expect(exit).toBe(0);
    expect(stderr).toContain(`#1 [internal] pushing ${target}\n`);
    expect(stderr).toContain(`copying ${digests.arm64} from ${sources[1]} to ${target}\n`);
    const shown = await imagetools('inspect', target);
    const digest = /pushing (sha256:\w+) to/.exec(stderr)?.[1];
    expect(shown.stdout).toBe(
      [
        `Name:      ${target}`,
        `MediaType: ${LIST}`,
        `Digest:    ${digest}`,
        '           ',
        'Manifests: ',
        `  Name:      ${target}@${digests.amd64}`,
        `  MediaType: ${MANIFEST}`,
        '  Platform:  linux/amd64',
        '             ',
        `  Name:      ${target}@${digests.arm64}`,
        `  MediaType: ${MANIFEST}`,
        '  Platform:  linux/arm64\n',
      ].join('\n'),
    );
    const images = await imagetools(
      'inspect',
      target,
      '--format',
      '{{range $p, $i := .Image}}{{$p}} {{end}}',
    );
    expect(images.stdout).toBe('linux/amd64 linux/arm64 ');
  });

  it('adds to a list, by digests of its repository too, and shows what would be pushed', async () => {
    const { digests, imagetools } = await world();
    const target = 'a.example.com/team/app:multi';
    expect((await imagetools('create', '-t', target, digests.amd64!)).exit).toBe(0);
    const dry = await imagetools('create', '--dry-run', '--append', '-t', target, digests.arm64!);
    expect(JSON.parse(dry.stdout)).toMatchObject({
      mediaType: LIST,
      manifests: [
        { digest: digests.amd64, platform: { architecture: 'amd64', os: 'linux' } },
        { digest: digests.arm64, platform: { architecture: 'arm64', os: 'linux' } },
      ],
    });
    const single = await imagetools(
      'create',
      '--dry-run',
      '--prefer-index=false',
      'a.example.com/team/app:amd64',
    );
    expect(digestOf(single.stdout.slice(0, -1))).toBe(digests.amd64);
  });

  it('annotates an index and the entries that are meant', async () => {
    const { imagetools } = await world('application/vnd.oci.image.manifest.v1+json');
    const [amd64, arm64] = ['a.example.com/team/app:amd64', 'a.example.com/team/app:arm64'];
    const annotations = [
      'index:b=<1>',
      'index:a=2',
      'manifest-descriptor[linux/arm64]:k=v',
      'manifest-descriptor,index:z=9',
      '',
    ].flatMap((annotation) => ['--annotation', annotation]);
    const { stdout } = await imagetools('create', '--dry-run', ...annotations, amd64, arm64, amd64);
    const index = JSON.parse(stdout) as { manifests: { annotations: unknown }[] };
    expect(index.manifests.map((entry) => entry.annotations)).toEqual([{ z: '9' }, { k: 'v', z: '9' }]);
    expect(stdout).toContain(
      '  "annotations": {\n    "a": "2",\n    "b": "\\u003c1\\u003e",\n    "z": "9"\n  }\n}\n',
    );
  });

  it.each([
    [[], 'no sources specified'],
    [['a.example.com/x'], "can't push with no tags specified, please set --tag or --dry-run"],
    [
      ['--dry-run', `sha256:${'0'.repeat(64)}`],
      'no repositories specified, please set a reference in tag or source',
    ],
    [
      ['--dry-run', 'UPPER:x:y'],
      'failed to parse source "UPPER:x:y", valid sources are digests, references and descriptors: invalid reference format: repository name (library/UPPER) must be lowercase',
    ],
    // A descriptor that names nothing: alone there is nothing to read, beside a name it is looked up.
    [['-t', 'a.example.com/team/app:1', '{}'], 'unexpected end of JSON input'],
    [
      ['-t', 'a.example.com/team/app:1', '{}', 'a.example.com/team/app:amd64'],
      'a.example.com/team/app:latest: not found',
    ],
    [
      ['--dry-run', '--annotation', 'image:a=b', 'a.example.com/team/app:amd64'],
      'failed to parse annotations: unknown annotation type "image"',
    ],
    [
      ['--dry-run', '--annotation', 'org.example:a=b', 'a.example.com/team/app:amd64'],
      'failed to parse annotations: invalid annotation type "org.example", expected type and optional platform in square brackets',
    ],
    [
      ['--dry-run', '--annotation', 'manifest-descriptor[x]:a=b', 'a.example.com/team/app:amd64'],
      'failed to parse annotations: invalid platform "x": "x": unknown operating system or architecture: invalid argument',
    ],
    [
      ['--dry-run', '--annotation', 'a', 'a.example.com/team/app:amd64'],
      'failed to parse annotations: invalid annotation "a", expected key=value',
    ],
  ])('refuses to create of %j', async (argv, message) => {
    const { imagetools } = await world();
    expect(await imagetools('create', ...argv)).toMatchObject({ stderr: `ERROR: ${message}\n`, exit: 1 });
  });

  it('says that a push is denied when it begins to send a blob', async () => {
    const { imagetools, refuseWrites } = await world();
    refuseWrites();
    const { stderr } = await imagetools('create', '-t', 'b.example.com/x:1', 'a.example.com/team/app:amd64');
    expect(stderr).toMatch(
      /ERROR: push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed\n$/,
    );
  });

  it('names the manifest that a registry would not take', async () => {
    const { imagetools, refuseWrites } = await world();
    refuseWrites(({ method, url }) => method === 'PUT' && url.includes('/manifests/1'));
    const { stderr } = await imagetools('create', '-t', 'b.example.com/x:1', 'a.example.com/team/app:amd64');
    expect(stderr).toMatch(
      /ERROR: failed commit on ref "index-sha256:[0-9a-f]{64}": server message: insufficient_scope: authorization failed\n$/,
    );
  });
});
