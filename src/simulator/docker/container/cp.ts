import { unpackTar } from '../../common/tar-reader.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { bodyBytes, copyBody, inputBody } from '../framework/streams.ts';
import {
  archiveBytes,
  checkDestination,
  destinationInfo,
  packSource,
  renamed,
  sourceInfo,
  unpackInto,
} from './copy/local.ts';
import { absolute, type CopyInfo, type CopyPlan, planCopy, splitArgument, splitEntry } from './copy/paths.ts';
import { showProgress } from './copy/progress.ts';
import { followRemote, isDirectory, remoteDestination, statOf } from './copy/remote.ts';
import { containerPath } from './names.ts';

/** `docker cp` */
export const cp: Command = {
  paths: ['container cp', 'cp'],
  short: 'Copy files between a container and this machine',
  long: `Copy files between a container and this machine

With '-' as source, a tar archive is read from stdin and
unpacked into a directory of the container.
With '-' as destination, the source is written to stdout
as a tar archive.`,
  usage: '[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n\tdocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH',
  args: exactArgs(2),
  flags: [
    { name: 'archive', short: 'a', type: 'bool', usage: 'Keep owners and groups' },
    {
      name: 'follow-link',
      short: 'L',
      type: 'bool',
      usage: 'Copy what a symbolic link in SRC_PATH leads to',
    },
    {
      name: 'quiet',
      short: 'q',
      type: 'bool',
      usage: 'Show no progress. None is shown where there is no terminal either',
    },
  ],
  run: async (invocation) => {
    const [first = '', second = ''] = invocation.args;
    if (first === '') throw new CommandError('source can not be empty');
    if (second === '') throw new CommandError('destination can not be empty');
    const source = splitArgument(first);
    const destination = splitArgument(second);
    if (source.container !== '' && destination.container !== '') {
      throw new CommandError('copying between containers is not supported');
    }
    if (source.container !== '') await copyOut(invocation, source, destination.path);
    else if (destination.container !== '') await copyIn(invocation, source.path, destination);
    else throw new CommandError('must specify at least one container source');
    return 0;
  },
};

interface Place {
  container: string;
  path: string;
}

function isQuiet({ flags, process }: Invocation): boolean {
  return flags.changed('quiet') ? flags.bool('quiet') : !process.stdout.isTTY;
}

async function copyOut(invocation: Invocation, { container, path }: Place, to: string): Promise<void> {
  const { engine, flags, process } = invocation;
  const { files } = process;
  const destination = to === '-' ? to : absolute(process.cwd, to);
  if (to !== '-') checkDestination(files, destination);
  const from = flags.bool('follow-link') ? await followRemote(invocation, container, path) : { path };
  const response = await engine.request('GET', containerPath(container, 'archive'), {
    query: { path: from.path },
  });
  if (to === '-') return copyBody(response.body, process.stdout);
  const archive = await bodyBytes(response);
  await showProgress(process.stderr, isQuiet(invocation), 'from', async () => {
    const source: CopyInfo = { ...from, exists: true, isDirectory: isDirectory(statOf(response)) };
    let entries = unpackTar(archive);
    const { rebaseName } = source;
    if (rebaseName !== undefined) {
      entries = renamed(entries, {
        directory: '',
        rename: { from: splitEntry(from.path).base, to: rebaseName },
      });
    }
    const plan = planned(source, destinationInfo(files, destination));
    unpackInto(files, plan.directory, renamed(entries, plan));
    return { result: undefined, size: archive.length, target: destination };
  });
}

async function copyIn(invocation: Invocation, from: string, { container, path }: Place): Promise<void> {
  const { flags, process } = invocation;
  const { files } = process;
  const destination = await remoteDestination(invocation, container, path);
  if (from === '-') {
    if (!destination.isDirectory) {
      throw new CommandError(`destination "${container}:${path}" must be a directory`);
    }
    await upload(invocation, container, destination.path, inputBody(process.stdin, invocation.signal));
    return;
  }
  const source = sourceInfo(files, absolute(process.cwd, from), flags.bool('follow-link'));
  const plan = planned(source, destination);
  await showProgress(process.stderr, isQuiet(invocation), 'to', async () => {
    const archive = archiveBytes(renamed(packSource(files, source), plan));
    await upload(invocation, container, plan.directory, archive);
    return { result: undefined, size: archive.length, target: `${container}:${destination.path}` };
  });
}

function planned(source: CopyInfo, destination: CopyInfo): CopyPlan {
  try {
    return planCopy(source, destination);
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

async function upload(
  { engine, flags }: Invocation,
  container: string,
  path: string,
  body: Uint8Array | ReadableStream<Uint8Array>,
): Promise<void> {
  await engine.request('PUT', containerPath(container, 'archive'), {
    query: { path, noOverwriteDirNonDir: 'true', ...(flags.bool('archive') ? { copyUIDGID: 'true' } : {}) },
    body,
  });
}
