import { urlProblem } from '../../common/go-url.ts';
import type { Process } from '../../common/process.ts';
import type { ConfigFile } from '../config/file.ts';
import { contextHost, currentContext } from '../context/store.ts';
import { CommandError } from './errors.ts';
import type { Globals } from './globals.ts';

const DEFAULT_HOST = 'unix:///var/run/docker.sock';
const DEFAULT_PORT = 2375;

/**
 * Where the engine is: `-H`, the chosen context, `DOCKER_HOST`, or the usual socket.
 * @throws CommandError
 */
export function engineAddress(process: Process, globals: Globals, config: ConfigFile): string {
  const unresolved = (reason: string): CommandError =>
    new CommandError(`Failed to initialize: unable to resolve docker endpoint: ${reason}`);
  const [host, ...more] = globals.hosts;
  if (more.length > 0) throw unresolved('Specify only one -H');
  try {
    if (host !== undefined) return parseHost(host);
    const context = currentContext(process, globals, config);
    if (context !== 'default') return parseHost(contextHost(process, globals, context));
    return parseHost(process.env.DOCKER_HOST ?? '');
  } catch (error) {
    throw unresolved((error as Error).message);
  }
}

function parseHost(text: string): string {
  const host = text.trim();
  if (host === '') return DEFAULT_HOST;
  const at = host.indexOf('://');
  const scheme = at === -1 ? 'tcp' : host.slice(0, at);
  const rest = at === -1 ? host : host.slice(at + 3);
  switch (scheme) {
    case 'tcp':
      return tcpAddress(rest);
    case 'unix':
      return rest === '' ? DEFAULT_HOST : host;
    case 'npipe':
    case 'ssh':
    case 'fd':
      return host;
    default:
      throw new Error(`invalid bind address format: ${host}`);
  }
}

/** A host with a port and what path follows, as Go's `url.Parse` takes them apart. */
function tcpAddress(text: string): string {
  if (text.includes('://')) throw new Error(`invalid proto, expected tcp: ${text}`);
  const unread = urlProblem(`tcp://${text}`);
  if (unread) throw new Error(unread);
  const [, authority = '', path = ''] = /^([^/?#]*)([^?#]*)/.exec(text)!;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  // With several colons the whole is a host.
  const [, name = '', port = ''] = /^(\[.*\]|[^:]*)(:\d*)?$/.exec(host) ?? ['', host];
  const bare = name.replace(/^\[(.*)\]$/, '$1') || 'localhost';
  const shown = bare.includes(':') ? `[${bare}]` : bare;
  return `tcp://${shown}:${port.slice(1) || DEFAULT_PORT}${path}`;
}
