import type { FlagSet } from '../../../common/pflag/flag-set.ts';
import { parseDuration } from '../../../common/pflag/values.ts';
import type { Invocation } from '../../framework/invocation.ts';
import { isMacAddress } from './address.ts';
import { type Endpoint, parseEndpoints } from './endpoints.ts';
import { readPairs, toMap } from './files.ts';
import { type HostConfig, hostConfig } from './host-config.ts';
import { parseHealth } from './modes.ts';
import { parsePorts } from './ports.ts';
import { parseVolumes } from './volume.ts';

/** `Config` of the Engine API: what is inside a container. */
export interface ContainerConfig {
  AttachStdin: boolean;
  AttachStdout: boolean;
  AttachStderr: boolean;
  Tty: boolean;
  OpenStdin: boolean;
  StdinOnce: boolean;
  Image: string;
  Env: string[];
  Labels: Record<string, string>;
  [name: string]: unknown;
}

/** The body of `POST /containers/create`. */
export interface CreateBody {
  config: ContainerConfig;
  host: HostConfig;
  endpoints: Record<string, Endpoint>;
}

/**
 * Reads the flags of `run` and `create` into what the Engine API wants.
 * @throws Error with the reason
 */
export function parseContainer({ process, flags, args }: Invocation): CreateBody {
  const [image = '', ...command] = args;
  const mac = flags.string('mac-address');
  if (mac !== '' && !isMacAddress(mac)) throw new Error(`${mac} is not a valid mac address`);
  const swappiness = flags.number('memory-swappiness');
  if (swappiness !== -1 && (swappiness < 0 || swappiness > 100)) {
    throw new Error(`invalid value: ${swappiness}. Valid memory swappiness range is 0-100`);
  }
  const volumes = parseVolumes(flags.list('volume'), process.cwd);
  const ports = parsePorts(flags.list('publish'), flags.list('expose'));
  const host = hostConfig(process, flags, volumes.binds, ports.bindings);
  const nanoseconds = (name: string): number => parseDuration(flags.string(name) || '0') * 1e6;
  const health = parseHealth(flags, nanoseconds);
  if (flags.bool('rm') && !['', 'no'].includes(host.RestartPolicy.Name)) {
    throw new Error('conflicting options: cannot specify both --restart and --rm');
  }
  const { mode, endpoints } = parseEndpoints(flags);
  host.NetworkMode = mode;
  const attach = streams(flags);
  const config: ContainerConfig = {
    Hostname: flags.string('hostname'),
    Domainname: flags.string('domainname'),
    User: flags.string('user'),
    ...attach,
    ExposedPorts: ports.exposed,
    Tty: flags.bool('tty'),
    OpenStdin: flags.bool('interactive'),
    StdinOnce: flags.bool('interactive') && attach.AttachStdin,
    Env: environment(process.env, readEnvironment({ process, flags })),
    Cmd: command.length > 0 ? command : null,
    ...(health ? { Healthcheck: health } : {}),
    Image: image,
    Volumes: volumes.anonymous,
    WorkingDir: flags.string('workdir'),
    Entrypoint: entrypoint(flags),
    Labels: toMap(readPairs(process, flags.list('label-file'), flags.list('label'))),
    ...(flags.string('stop-signal') ? { StopSignal: flags.string('stop-signal') } : {}),
    ...(flags.changed('stop-timeout') ? { StopTimeout: flags.number('stop-timeout') } : {}),
  };
  return { config, host, endpoints };
}

function streams(flags: FlagSet): Pick<ContainerConfig, 'AttachStdin' | 'AttachStdout' | 'AttachStderr'> {
  const given = flags.list('attach');
  const output = (name: string): boolean => given.length === 0 || given.includes(name);
  return {
    AttachStdin: flags.bool('interactive') || given.includes('stdin'),
    AttachStdout: output('stdout'),
    AttachStderr: output('stderr'),
  };
}

function entrypoint(flags: FlagSet): string[] | null {
  const given = flags.string('entrypoint');
  if (given !== '') return [given];
  // An empty one takes the image's away.
  return flags.changed('entrypoint') ? [''] : null;
}

function readEnvironment({ process, flags }: Pick<Invocation, 'process' | 'flags'>): string[] {
  // Of flags with the same name the last counts; lines of files stay, and are before them.
  const given = new Map(flags.list('env').map((pair) => [pair.split('=')[0]!, pair]));
  return readPairs(process, flags.list('env-file'), [...given.values()], (name) => process.env[name]);
}

/** A name that stands alone takes the value it has here. */
function environment(env: Readonly<Record<string, string>>, given: readonly string[]): string[] {
  return given.map((pair) => {
    const value = pair.includes('=') ? undefined : env[pair];
    return value === undefined ? pair : `${pair}=${value}`;
  });
}
