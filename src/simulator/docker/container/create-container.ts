import { FileError, resolvePath } from '../../common/files.ts';
import { familiarString, parseReference, withDefaultTag } from '../../common/reference.ts';
import { DaemonError } from '../framework/engine.ts';
import type { Invocation } from '../framework/invocation.ts';
import { verify } from '../image/content-trust.ts';
import { parsePlatform } from '../image/platform.ts';
import { checkAnyReference } from '../image/reference.ts';
import { isLoopback } from './options/address.ts';
import type { CreateBody } from './options/config.ts';
import { pullForContainer } from './pull.ts';

interface CreateAnswer {
  Id: string;
  Warnings: string[] | null;
}

/**
 * Creates a container, pulling its image first where `--pull` says so, and gives its ID.
 * @throws Error with the reason
 */
export async function createContainer(invocation: Invocation, body: CreateBody): Promise<string> {
  const { flags, process, warn } = invocation;
  const { config, host } = body;
  refuseOldIdFile(invocation, host.ContainerIDFile);
  const image = config.Image;
  checkAnyReference(image);
  const named = /^[a-f0-9]{64}$/.test(image) ? undefined : withDefaultTag(parseReference(image));
  const platform = flags.string('platform');
  if (platform !== '') checkPlatform(platform, process.host.architecture);
  // An image that is named by a digest is what it is; one by its tag is what the signature says.
  if (named?.tag && !named.digest && !flags.bool('disable-content-trust')) await verify(invocation, named);
  const pull = flags.string('pull');
  if (pull === 'always') await pullForContainer(invocation, image);
  const { tty, stdout } = process;
  if (tty && stdout.isTTY) host.ConsoleSize = [tty.rows, tty.columns];
  let answer: CreateAnswer;
  try {
    answer = await requestCreate(invocation, body);
  } catch (error) {
    const missing = error instanceof DaemonError && error.status === 404;
    if (!missing || !named || (pull !== 'missing' && pull !== '')) throw error;
    if (!flags.bool('quiet')) await warn(`Unable to find image '${familiarString(named)}' locally\n`);
    await pullForContainer(invocation, image);
    answer = await requestCreate(invocation, body);
  }
  const local = host.DNS.find(isLoopback);
  const warnings = [
    ...(answer.Warnings ?? []),
    ...(local === undefined ? [] : [`Localhost DNS (${local}) may fail in containers.`]),
  ];
  for (const warning of warnings) await warn(`WARNING: ${warning}\n`);
  if (host.ContainerIDFile) process.files.write(resolvePath(process.cwd, host.ContainerIDFile), answer.Id);
  return answer.Id;
}

function requestCreate({ engine, flags }: Invocation, body: CreateBody): Promise<CreateAnswer> {
  const { config, host, endpoints } = body;
  return engine.json<CreateAnswer>('POST', '/containers/create', {
    query: {
      ...(flags.string('name') ? { name: flags.string('name') } : {}),
      ...(flags.string('platform') ? { platform: flags.string('platform') } : {}),
    },
    json: { ...config, HostConfig: host, NetworkingConfig: { EndpointsConfig: endpoints } },
  });
}

function refuseOldIdFile({ process }: Invocation, name: string): void {
  if (name === '') return;
  const path = resolvePath(process.cwd, name);
  if (process.files.exists(path)) {
    throw new Error(`container ID file found, make sure the other container isn't running or delete ${name}`);
  }
  const directory = path.replace(/\/[^/]*$/, '') || '/';
  if (process.files.isDirectory(directory)) return;
  const reason = new FileError('ENOENT', name).message.toLowerCase();
  throw new Error(`failed to create the container ID file: open ${name}: ${reason}`);
}

function checkPlatform(text: string, architecture: string): void {
  try {
    parsePlatform(text, architecture);
  } catch (error) {
    throw new Error(`error parsing specified platform: ${(error as Error).message}`);
  }
}
