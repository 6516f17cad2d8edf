import { type DirectoryNode, FileError, resolvePath } from '../../common/files.ts';
import { connectionFailure } from '../../common/go-connection.ts';
import { cleanPath } from '../../common/ignore.ts';
import type { NetworkError } from '../../common/network.ts';
import type { Process } from '../../common/process.ts';
import { parseReference } from '../../common/reference.ts';
import * as check from '../container/options/checks.ts';
import { parseUlimit } from '../container/options/ulimit.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command, Flag } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { parsedBy } from '../framework/flag-kinds.ts';
import type { Invocation } from '../framework/invocation.ts';
import { jsonValues } from '../framework/json-stream.ts';
import { writeLocalFile } from '../framework/local-file.ts';
import { CONTENT_TRUST, contentTrustUnsupported } from '../image/content-trust.ts';
import { platformFromEnvironment } from '../image/platform.ts';
import { displayJsonMessages, type JsonMessage } from '../render/json-messages.ts';
import { humanSize } from '../render/size.ts';
import { legacyNotice, usesBuildx } from './choice.ts';
import {
  directoryAt,
  packContext,
  packContextWithDockerfile,
  textIn,
  withoutIgnored,
} from './context-files.ts';
import { allCredentials } from './credentials.ts';
import { buildArgs, labels } from './key-values.ts';
import { readStdin, stdinContext } from './stdin-context.ts';

const checkTag = (text: string): string => {
  parseReference(text);
  return text;
};

const flags: readonly Flag[] = [
  {
    name: 'add-host',
    type: 'list',
    usage: 'Let a host name lead to an address ("host:ip")',
    check: check.extraHost,
  },
  { name: 'build-arg', type: 'list', usage: 'Set a variable for the build', check: check.env },
  { name: 'cache-from', type: 'strings', usage: 'Images whose layers may be used again' },
  {
    name: 'cgroup-parent',
    type: 'string',
    usage: 'Parent cgroup of the containers that run\n"RUN" instructions',
  },
  { name: 'compress', type: 'bool', usage: "Send the build context gzip'd" },
  { name: 'cpu-period', type: 'int', usage: 'Period of the CPU scheduler (CFS)' },
  { name: 'cpu-quota', type: 'int', usage: 'Quota of the CPU scheduler (CFS)' },
  { name: 'cpu-shares', short: 'c', type: 'int', usage: 'Share of the CPU (relative weight)' },
  { name: 'cpuset-cpus', type: 'string', usage: 'CPUs to run on (0-3, 0,1)' },
  { name: 'cpuset-mems', type: 'string', usage: 'Memory nodes to run on (0-3, 0,1)' },
  { ...CONTENT_TRUST, usage: 'Do not verify images' },
  {
    name: 'file',
    short: 'f',
    type: 'string',
    usage: 'Where the Dockerfile is (by default "PATH/Dockerfile")',
  },
  { name: 'force-rm', type: 'bool', usage: 'Remove containers even when the build fails' },
  { name: 'iidfile', type: 'string', usage: "Write the image's ID to this file" },
  { name: 'isolation', type: 'string', usage: 'How containers are isolated' },
  { name: 'label', type: 'list', usage: 'Give the image a label', check: check.label },
  { name: 'memory', short: 'm', type: 'bytes', usage: 'Most memory to use' },
  { name: 'memory-swap', type: 'bytes', usage: 'Memory and swap together: -1 for any amount' },
  { name: 'network', type: 'string', usage: 'Network of the "RUN" instructions', default: 'default' },
  { name: 'no-cache', type: 'bool', usage: 'Run every instruction anew' },
  {
    name: 'platform',
    type: 'string',
    usage: 'Platform to build for',
    fromEnvironment: platformFromEnvironment,
    requires: { since: '1.38' },
  },
  { name: 'pull', type: 'bool', usage: 'Ask the registry for newer base images' },
  { name: 'quiet', short: 'q', type: 'bool', usage: 'Print only the ID of the image' },
  { name: 'rm', type: 'bool', usage: 'Remove containers after a build that succeeds', default: 'true' },
  { name: 'security-opt', type: 'strings', usage: 'Options for security' },
  { name: 'shm-size', type: 'bytes', usage: 'Size of "/dev/shm"' },
  {
    name: 'squash',
    type: 'bool',
    usage: 'Make one layer of all new ones',
    requires: { since: '1.25', experimental: true },
  },
  { name: 'tag', short: 't', type: 'list', usage: 'Name of the image, as "name:tag"', check: checkTag },
  { name: 'target', type: 'string', usage: 'Stop at this stage' },
  {
    name: 'ulimit',
    type: 'ulimit',
    usage: 'Limits for processes',
    default: '[]',
    check: parsedBy(parseUlimit),
  },
];

/** `docker build`, by the engine's old builder; with the plugin buildx it is `docker buildx build`. */
export const build: Command = {
  paths: ['image build', 'build', 'builder build'],
  short: 'Build an image from a Dockerfile',
  aliases: 'docker image build, docker build, docker builder build',
  usage: '[OPTIONS] PATH | URL | -',
  common: 4,
  args: exactArgs(1),
  flags,
  redirect: (process) => (usesBuildx(process) ? 'buildx build' : undefined),
  preface: legacyNotice,
  run: async (invocation) => {
    const { flags: given, args, process, engine } = invocation;
    if (!given.bool('disable-content-trust')) throw contentTrustUnsupported();
    const source = await findContext(invocation, args[0]!, given.string('file'));
    const quiet = given.bool('quiet');
    const size = humanSize(source.archive.length).padStart(8);
    const progress = `Sending build context to Docker daemon ${size}\r\r\n`;
    if (!quiet) await invocation.print(progress);
    const response = await engine.request('POST', '/build', {
      query: query(invocation, source.dockerfile),
      headers: { 'X-Registry-Config': await allCredentials(invocation) },
      body: source.archive,
    });
    let id = '';
    let shown = '';
    const failure = { code: 0 };
    // A failing step's exit status becomes that of the build.
    async function* messages(body: typeof response.body): AsyncGenerator<JsonMessage> {
      for await (const value of jsonValues(body)) {
        const message = value as JsonMessage;
        failure.code = message.errorDetail?.code ?? 0;
        yield message;
      }
    }
    const output = {
      isTTY: false,
      write: async (data: Uint8Array | string) => {
        const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
        shown += quiet ? text : '';
        if (!quiet) await process.stdout.write(text);
      },
    };
    try {
      await displayJsonMessages(messages(response.body), {
        output,
        tty: undefined,
        now: () => process.host.clock.now(),
        onAux: ({ aux }) => {
          id = (aux as { ID?: string }).ID ?? id;
        },
      });
    } catch (error) {
      // Quiet builds tell all that happened when they fail.
      if (quiet) await invocation.warn(progress + shown);
      if (error instanceof CommandError && failure.code !== 0) {
        throw new CommandError(error.message, failure.code);
      }
      throw error;
    }
    if (quiet) {
      await invocation.print(shown);
      id = shown.trim();
    }
    const file = given.string('iidfile');
    if (file !== '') writeLocalFile(process, file, new TextEncoder().encode(id));
    return 0;
  },
};

interface Source {
  archive: Uint8Array<ArrayBuffer>;
  /** The Dockerfile's path in the archive. */
  dockerfile: string;
}

const unable = (reason: string): CommandError => new CommandError(`unable to prepare context: ${reason}`);

/** Puts together what the builder is sent. @throws CommandError */
async function findContext(invocation: Invocation, context: string, file: string): Promise<Source> {
  const { process } = invocation;
  if (context === '-') {
    if (file === '-')
      throw new CommandError("invalid argument: can't use stdin for both build context and dockerfile");
    const { tree, dockerfile, archive } = await stdinContext(invocation, file);
    return { archive: archive ?? packContext(tree), dockerfile };
  }
  const folder = resolvePath(process.cwd, context);
  if (context === '' || !process.files.exists(folder)) {
    if (isGitUrl(context)) throw unable('the sandbox does not fetch git repositories');
    if (/^https?:\/\//.test(context)) throw unable(await refuseUrl(process, context));
    throw unable(`path ${JSON.stringify(context)} not found`);
  }
  if (!process.files.isDirectory(folder)) throw unable(`context must be a directory: ${folder}`);
  let root = directoryAt(process, context);
  const dockerfile = file === '-' ? '' : dockerfilePath(process, folder, file);
  const ignoreFile = textIn(root, '.dockerignore');
  if (dockerfile === '' || dockerfile.startsWith('../')) {
    // A Dockerfile from elsewhere travels along under a name of its own.
    const bytes = file === '-' ? await readStdin(invocation) : readDockerfile(process, file);
    const hidden = `.dockerfile.${process.host.random.hex(20)}`;
    root = checkedContext(root, ignoreFile, ['.dockerignore']);
    return { archive: packContextWithDockerfile(root, hidden, bytes), dockerfile: hidden };
  }
  root = checkedContext(root, ignoreFile, ['.dockerignore', dockerfile]);
  return { archive: packContext(root, ignoreFile), dockerfile };
}

/** What of the context is sent. @throws CommandError for an ignore file that is none */
function checkedContext(
  root: DirectoryNode,
  ignoreFile: string | undefined,
  keep: readonly string[],
): DirectoryNode {
  try {
    return withoutIgnored(root, ignoreFile, keep);
  } catch (error) {
    throw new CommandError(`error checking context: ${(error as Error).message}`);
  }
}

/** A Dockerfile outside the context. @throws CommandError */
function readDockerfile(process: Process, file: string): Uint8Array {
  try {
    return process.files.read(resolvePath(process.cwd, file));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CommandError(`read ${file}: ${error.message.toLowerCase()}`);
  }
}

/** A context that the real CLI would clone. */
function isGitUrl(context: string): boolean {
  return /^(?:git:\/\/|github\.com\/|git@)/.test(context) || /^https?:\/\/.*\.git(?:#.+)?$/.test(context);
}

/** Why a context cannot be had from an address: what the network says, or that the sandbox builds from files. */
async function refuseUrl(process: Process, url: string): Promise<string> {
  try {
    await process.host.network.fetch(new Request(url));
  } catch (error) {
    return `unable to download remote context ${url}: Get ${JSON.stringify(url)}: ${connectionFailure(error as NetworkError)}`;
  }
  return 'the sandbox builds from folders and archives, not from an address';
}

/** Where the Dockerfile is, seen from the build context. @throws CommandError when it is not there */
function dockerfilePath(process: Process, folder: string, file: string): string {
  const { files, cwd } = process;
  let path = file === '' ? `${folder}/Dockerfile` : resolvePath(cwd, file);
  if (file === '' && !files.exists(path) && files.exists(`${folder}/dockerfile`))
    path = `${folder}/dockerfile`;
  try {
    path = files.realpath(path);
  } catch (error) {
    const reason = error instanceof FileError ? error.message.toLowerCase() : String(error);
    throw unable(`unable to evaluate symlinks in Dockerfile path: lstat ${path}: ${reason}`);
  }
  const base = files.realpath(folder);
  const prefix = base === '/' ? '/' : `${base}/`;
  return path.startsWith(prefix) ? cleanPath(path.slice(prefix.length)) : `../${path}`;
}

function query(
  { flags: given, process }: Invocation,
  dockerfile: string,
): Record<string, string | boolean | readonly string[] | undefined> {
  const number = (name: string): string | undefined =>
    given.changed(name) && given.string(name) !== '0' ? given.string(name) : undefined;
  const all = (name: string): readonly string[] | undefined =>
    given.list(name).length > 0 ? given.list(name) : undefined;
  return {
    buildargs: JSON.stringify(buildArgs(process, given.list('build-arg'), null)),
    cachefrom: JSON.stringify(given.list('cache-from')),
    cgroupparent: given.string('cgroup-parent'),
    cpuperiod: number('cpu-period') ?? '0',
    cpuquota: number('cpu-quota') ?? '0',
    cpusetcpus: given.string('cpuset-cpus'),
    cpusetmems: given.string('cpuset-mems'),
    cpushares: number('cpu-shares') ?? '0',
    dockerfile,
    extrahosts: all('add-host'),
    forcerm: given.bool('force-rm') ? '1' : undefined,
    labels: JSON.stringify(labels(given.list('label'))),
    memory: number('memory') ?? '0',
    memswap: number('memory-swap') ?? '0',
    networkmode: given.string('network'),
    nocache: given.bool('no-cache') ? '1' : undefined,
    platform: given.string('platform').toLowerCase() || undefined,
    pull: given.bool('pull') ? '1' : undefined,
    q: given.bool('quiet') ? '1' : undefined,
    rm: given.bool('rm') ? '1' : '0',
    isolation: given.string('isolation') || undefined,
    securityopt: all('security-opt'),
    shmsize: number('shm-size') ?? '0',
    t: all('tag'),
    target: given.string('target'),
    ulimits: 'null',
    version: '1',
  };
}
