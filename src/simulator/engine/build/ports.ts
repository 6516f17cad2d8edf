/** Port specifications of EXPOSE, by Docker's `nat` package: `80`, `53/udp`, `8000-8010/tcp`. */

const PROTOCOLS = ['tcp', 'udp', 'sctp'];

/**
 * The ports, `80/tcp`, that a list of specifications names.
 * @throws Error `invalid containerPort: x`, `invalid proto: x`
 */
export function parsePorts(specifications: readonly string[]): string[] {
  return [...new Set(specifications.flatMap(parsePort))];
}

function parsePort(specification: string): string[] {
  const parts = specification.split(':');
  const [range = '', protocol = ''] = parts.at(-1)!.split('/');
  if (range === '') throw new Error(`no port specified: ${specification}<empty>`);
  const ports = parseRange(range, `invalid containerPort: ${range}`);
  const host = parts.length > 1 ? parts.at(-2)! : '';
  if (host !== '') parseRange(host, `invalid hostPort: ${host}`);
  const proto = (protocol || 'tcp').toLowerCase();
  if (!PROTOCOLS.includes(proto)) throw new Error(`invalid proto: ${protocol}`);
  const list: string[] = [];
  for (let port = ports.start; port <= ports.end; port++) list.push(`${port}/${proto}`);
  return list;
}

function parseRange(text: string, message: string): { start: number; end: number } {
  const [first = '', second] = text.split('-');
  const number = (digits: string): number => {
    if (!/^\d+$/.test(digits) || Number(digits) > 65535) throw new Error(message);
    return Number(digits);
  };
  const start = number(first);
  const end = second === undefined ? start : number(second);
  if (end < start) throw new Error(message);
  return { start, end };
}
