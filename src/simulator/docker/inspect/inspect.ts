import { goQuote } from '../../common/go-quote.ts';
import { findContainer } from '../container/inspect.ts';
import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { DaemonError } from '../framework/engine.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { resourcePath } from '../framework/resource-path.ts';
import { inspectImage } from '../image/inspect.ts';
import { findNetwork } from '../network/inspect.ts';
import { findVolume } from '../volume/inspect.ts';
import { INSPECT_FORMAT, type Inspected, inspectAll } from './inspector.ts';

/** A kind of object that `docker inspect` knows. */
interface Kind {
  name: string;
  /** Has a size that `--size` asks for. */
  sized?: boolean;
  /** Only managers of a swarm know such objects. */
  swarm?: boolean;
  find: (invocation: Invocation, name: string) => Promise<Inspected>;
}

const at =
  (collection: string, action = ''): Kind['find'] =>
  async ({ engine }, name) => {
    const response = await engine.request('GET', resourcePath(collection, name, action));
    return { raw: await response.text() };
  };

/** In the order they are tried. */
const KINDS: readonly Kind[] = [
  {
    name: 'container',
    sized: true,
    find: (invocation, name) => findContainer(invocation, name, invocation.flags.bool('size')),
  },
  { name: 'image', find: inspectImage },
  { name: 'network', find: (invocation, name) => findNetwork(invocation, name, false) },
  { name: 'volume', find: findVolume },
  { name: 'service', swarm: true, find: at('services') },
  { name: 'task', swarm: true, find: at('tasks') },
  { name: 'node', swarm: true, find: at('nodes') },
  { name: 'plugin', find: at('plugins', 'json') },
  { name: 'secret', swarm: true, find: at('secrets') },
  { name: 'config', swarm: true, find: at('configs') },
];

/** `docker inspect` */
export const inspect: Command = {
  paths: ['inspect'],
  short: 'Show what the engine knows of its objects',
  usage: '[OPTIONS] NAME|ID [NAME|ID...]',
  args: minArgs(1),
  flags: [
    INSPECT_FORMAT,
    { name: 'size', short: 's', type: 'bool', usage: 'Show the sizes of files too, for containers' },
    { name: 'type', type: 'string', usage: 'Look at objects of this type alone' },
  ],
  run: async (invocation) => {
    const { flags, args } = invocation;
    const type = flags.string('type');
    if (flags.changed('type') && !KINDS.some(({ name }) => name === type)) {
      const names = KINDS.map(({ name }) => name).sort();
      const reason = type === '' ? 'type is empty' : `unknown type: ${goQuote(type)}`;
      throw new CommandError(`${reason}: must be one of "${names.join('", "')}"`);
    }
    return inspectAll(invocation, args, flags.string('format'), (name) => findObject(invocation, name, type));
  },
};

async function findObject(invocation: Invocation, name: string, type: string): Promise<Inspected> {
  let manager: boolean | undefined;
  for (const kind of KINDS) {
    if (type !== '' && kind.name !== type) continue;
    if (type === '' && kind.swarm) {
      manager ??= await isSwarmManager(invocation);
      if (!manager) continue;
    }
    let found: Inspected;
    try {
      found = await kind.find(invocation, name);
    } catch (error) {
      if (type === '' && isSkippable(error)) continue;
      throw error;
    }
    if (invocation.flags.bool('size') && !kind.sized) {
      await invocation.warn(`WARNING: --size ignored for ${kind.name}\n`);
    }
    return found;
  }
  throw new CommandError(`Error: No such object: ${name}`);
}

async function isSwarmManager(invocation: Invocation): Promise<boolean> {
  try {
    const info = await invocation.engine.json<{ Swarm?: { ControlAvailable?: boolean } }>('GET', '/info');
    return info.Swarm?.ControlAvailable ?? false;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    await invocation.warn(`${error.message}\n`);
    return false;
  }
}

/** An object of another type may yet be meant. */
function isSkippable(error: unknown): boolean {
  if (!(error instanceof CommandError)) return false;
  if (error instanceof DaemonError && error.status === 404) return true;
  return error.message.includes('not supported') || error.message.includes('invalid reference format');
}
