import { goQuote } from '../../common/go-quote.ts';
import { rangeArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { naturalCompare } from '../render/natural.ts';
import { inspectContainer } from './inspect-request.ts';

/** `docker port` */
export const port: Command = {
  paths: ['container port', 'port'],
  short: "List where a container's ports are published, or one of them",
  usage: 'CONTAINER [PRIVATE_PORT[/PROTO]]',
  args: rangeArgs(1, 2),
  run: async (invocation) => {
    const [name = '', wanted = ''] = invocation.args;
    const { NetworkSettings } = await inspectContainer(invocation, name);
    const ports = NetworkSettings.Ports ?? {};
    let lines: string[];
    if (wanted === '') {
      lines = Object.entries(ports).flatMap(([from, bindings]) =>
        (bindings ?? []).map(({ HostIp, HostPort }) => `${from} -> ${joinHostPort(HostIp, HostPort)}`),
      );
    } else {
      const bindings = ports[portKey(wanted)] ?? [];
      if (bindings.length === 0) {
        throw new CommandError(`Error: No public port '${wanted}' published for ${name}`);
      }
      lines = bindings.map(({ HostIp, HostPort }) => joinHostPort(HostIp, HostPort));
    }
    await invocation.print(
      lines
        .sort(naturalCompare)
        .map((line) => `${line}\n`)
        .join(''),
    );
    return 0;
  },
};

function portKey(text: string): string {
  const [number = '', protocol = ''] = text.split('/');
  const invalid = (reason: string): CommandError =>
    new CommandError(
      `Error: invalid port (${number}): strconv.ParseUint: parsing ${goQuote(number)}: ${reason}`,
    );
  if (!/^\d+$/.test(number)) throw invalid('invalid syntax');
  if (Number(number) > 65535) throw invalid('value out of range');
  return `${number}/${protocol || 'tcp'}`;
}

/** `net.JoinHostPort`: IPv6 addresses go into brackets. */
export function joinHostPort(host: string, port: string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
