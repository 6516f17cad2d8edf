import { contentBytes, FileSystem, Volume } from '../../../../src/simulator/common/files.ts';
import { concat } from '../../../../src/simulator/common/gzip.ts';
import { type ContainerRunner, StartError } from '../../../../src/simulator/common/process.ts';
import { Random } from '../../../../src/simulator/common/random.ts';
import { packTar } from '../../../../src/simulator/common/tar.ts';
import { createEngine, type Engine } from '../../../../src/simulator/engine/index.ts';
import { createVendor, type Vendor, vendorDefinition } from '../../../../src/simulator/vendors/index.ts';
import { JumpingClock, networkOf } from '../harness.ts';
import { file, seedImage } from '../seed.ts';

export const busybox = seedImage([
  [
    file('bin/sh', 'sh'),
    file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n'),
    file('etc/group', 'root:x:0:\nnode:x:1000:\n'),
  ],
]);

/** Understands `echo WORDS`, `echo WORDS > FILE`, `cat FILE`, `rm FILE`, `exit N`, `who`, joined by `&&`. */
const shell: ContainerRunner = (spec) => {
  if (spec.argv[0] !== '/bin/sh') {
    throw new StartError('not-found', `exec: "${spec.argv[0]}": executable file not found in $PATH`);
  }
  const path = (name: string): string => (name.startsWith('/') ? name : `${spec.cwd}/${name}`);
  const run = async (): Promise<number> => {
    for (const command of spec.argv.at(-1)!.split(' && ')) {
      const words = command.replaceAll(/\$(\w+)/g, (_, name: string) => spec.env[name] ?? '').split(' ');
      const [name, ...args] = words;
      if (name === 'exit') return Number(args[0]);
      if (name === 'rm') spec.files.remove(path(args[0]!));
      else if (name === 'cat' && !spec.files.exists(path(args[0]!))) return 1;
      else if (name === 'cat') await spec.stdout.write(spec.files.read(path(args[0]!)));
      else if (name === 'who') await spec.stdout.write(`${spec.uid}:${spec.gid} ${spec.cwd}\n`);
      else if (args.at(-2) === '>') spec.files.write(path(args.at(-1)!), `${args.slice(0, -2).join(' ')}\n`);
      else await spec.stdout.write(`${args.join(' ')}\n`);
    }
    return 0;
  };
  return { pid: 1, exited: run(), signal: () => {} };
};

/** An engine that reaches a Docker Hub with `busybox:1.37`. */
export async function builder(): Promise<{ engine: Engine; hub: Vendor; clock: JumpingClock }> {
  const clock = new JumpingClock();
  const definition = vendorDefinition.parse({
    vendor: 'docker-hub',
    accounts: [{ name: 'learner', password: 's3cret' }],
  });
  const hub = createVendor(definition, { clock, random: new Random(9), blobs: new Map() });
  const { manifest, mediaType, blobs } = busybox;
  await hub.importImage({ repository: 'library/busybox', tags: ['1.37'], mediaType, manifest, blobs });
  const engine = createEngine({
    hostname: 'docker-host',
    architecture: 'amd64',
    clock,
    random: new Random(1),
    network: networkOf(Object.fromEntries(hub.hosts.map((host) => [host, hub.fetch]))),
    runner: shell,
    blobs: new Map(),
    files: new FileSystem(new Volume(), clock.now),
  });
  return { engine, hub, clock };
}

export interface BuildOutcome {
  status: number;
  /** What the legacy builder prints. */
  stream: string;
  /** What it tells of pulls. */
  statuses: string[];
  error: string;
  imageId: string;
}

interface Message {
  stream?: string;
  status?: string;
  error?: string;
  message?: string;
  id?: string;
  aux?: { ID?: string };
}

/** Sends files to `POST /build`. */
export async function build(
  engine: Engine,
  files: Record<string, string>,
  query: Record<string, string> = {},
): Promise<BuildOutcome> {
  const body = concat(packTar(Object.entries(files).map(([n, text]) => file(n, text))).map(contentBytes));
  const url = `http://docker/v1.50/build?${new URLSearchParams(query)}`;
  const response = await engine.fetch(new Request(url, { method: 'POST', body }));
  const lines = (await response.text()).split(/\r?\n/).filter((line) => line !== '');
  const outcome: BuildOutcome = { status: response.status, stream: '', statuses: [], error: '', imageId: '' };
  for (const line of lines) {
    const { stream, status, error, message, aux } = JSON.parse(line) as Message;
    outcome.stream += stream ?? '';
    if (status !== undefined) outcome.statuses.push(status);
    outcome.error ||= error ?? (response.status >= 400 ? (message ?? '') : '');
    if (aux?.ID) outcome.imageId = aux.ID;
  }
  return outcome;
}

export interface InspectedImage {
  Id: string;
  Config: Record<string, unknown>;
  RootFS: { Layers: string[] };
  RepoTags: string[];
}

export async function inspect(engine: Engine, name: string): Promise<InspectedImage> {
  const response = await engine.fetch(new Request(`http://docker/v1.50/images/${name}/json`));
  return (await response.json()) as InspectedImage;
}

export async function history(engine: Engine, name: string): Promise<string[]> {
  const response = await engine.fetch(new Request(`http://docker/v1.50/images/${name}/history`));
  return ((await response.json()) as { CreatedBy: string }[]).map(({ CreatedBy }) => CreatedBy);
}
