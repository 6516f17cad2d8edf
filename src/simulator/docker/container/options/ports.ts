import { isIpAddress } from './address.ts';

/** Where a container's port is published. */
interface PortBinding {
  HostIp: string;
  HostPort: string;
}

export interface Ports {
  exposed: Record<string, Record<string, never>>;
  bindings: Record<string, PortBinding[]>;
}

/**
 * The ports of `--publish` and `--expose`.
 * @throws Error with the reason
 */
export function parsePorts(publish: readonly string[], expose: readonly string[]): Ports {
  const ports: Ports = { exposed: {}, bindings: {} };
  for (const spec of publish.map(standardNotation)) {
    for (const { port, binding } of parseSpec(spec)) {
      ports.exposed[port] = {};
      ports.bindings[port] ??= [];
      ports.bindings[port].push(binding);
    }
  }
  for (const spec of expose) {
    if (spec.includes(':')) throw new Error(`invalid port format for --expose: ${spec}`);
    const { protocol, port } = splitProtocol(spec);
    let range: [number, number];
    try {
      range = parseRange(port);
    } catch (error) {
      throw new Error(`invalid range format for --expose: ${spec}, error: ${(error as Error).message}`);
    }
    for (let i = range[0]; i <= range[1]; i++) ports.exposed[`${i}/${protocol}`] = {};
  }
  return ports;
}

/** `published=8080,target=80,protocol=tcp` as `8080:80/tcp`. */
function standardNotation(spec: string): string {
  if (!spec.includes('=')) return spec;
  const parts: Record<string, string> = { protocol: 'tcp' };
  for (const part of spec.split(',')) {
    const at = part.indexOf('=');
    if (at < 1) throw new Error(`invalid publish opts format (should be name=value but got '${part}')`);
    parts[part.slice(0, at)] = part.slice(at + 1);
  }
  return `${parts.published ?? ''}:${parts.target ?? ''}/${parts.protocol}`;
}

/** `80/udp` as `udp` and `80`. */
export function splitProtocol(text: string): { protocol: string; port: string } {
  const [port = '', protocol = ''] = text.split('/');
  if (port === '') return { protocol: '', port: '' };
  return { protocol: protocol || 'tcp', port };
}

function parseSpec(spec: string): { port: string; binding: PortBinding }[] {
  const parts = spec.split(':');
  const target = splitProtocol(parts.at(-1)!);
  const host = parts.length > 1 ? parts.at(-2)! : '';
  const address = parts
    .slice(0, -2)
    .join(':')
    .replace(/^\[(.*)\]$/, '$1');
  if (address !== '' && !isIpAddress(address)) throw new Error(`invalid IP address: ${address}`);
  if (target.port === '') throw new Error(`no port specified: ${spec}<empty>`);
  const [start, end] = rangeOr(target.port, `invalid containerPort: ${target.port}`);
  const [hostStart, hostEnd] = host === '' ? [0, 0] : rangeOr(host, `invalid hostPort: ${host}`);
  if (host !== '' && end - start !== hostEnd - hostStart && end !== start) {
    throw new Error(`invalid ranges specified for container and host Ports: ${target.port} and ${host}`);
  }
  const protocol = target.protocol.toLowerCase();
  if (!['tcp', 'udp', 'sctp'].includes(protocol)) throw new Error(`invalid proto: ${target.protocol}`);
  // One port over a range of the host's: the engine picks a free one.
  const dynamic = start === end && hostStart !== hostEnd;
  return Array.from({ length: end - start + 1 }, (_, i) => ({
    port: `${start + i}/${protocol}`,
    binding: {
      HostIp: address,
      HostPort: host === '' ? '' : dynamic ? `${hostStart}-${hostEnd}` : String(hostStart + i),
    },
  }));
}

function rangeOr(text: string, message: string): [number, number] {
  try {
    return parseRange(text);
  } catch {
    throw new Error(message);
  }
}

function parseRange(text: string): [number, number] {
  if (text === '') throw new Error('empty string specified for ports');
  const [first = '', last] = text.split('-');
  const start = parsePort(first);
  const end = last === undefined ? start : parsePort(last);
  if (end < start) throw new Error(`invalid range specified for port: ${text}`);
  return [start, end];
}

function parsePort(text: string): number {
  const refuse = (reason: string): never => {
    throw new Error(`strconv.ParseUint: parsing ${JSON.stringify(text)}: ${reason}`);
  };
  if (!/^\d+$/.test(text)) return refuse('invalid syntax');
  return Number(text) > 65535 ? refuse('value out of range') : Number(text);
}
