/** IP and MAC addresses as Go's package net reads them. */

function parseIpv4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return bytes.every((byte) => byte < 256) ? bytes : undefined;
}

/** The eight groups of an IPv6 address. */
function parseIpv6(text: string): number[] | undefined {
  let rest = text;
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    const v4 = parseIpv4(tail[2]!);
    if (!v4) return undefined;
    const pair = (a: number, b: number): string => ((v4[a]! << 8) | v4[b]!).toString(16);
    rest = `${tail[1]}${pair(0, 1)}:${pair(2, 3)}`;
  }
  const halves = rest.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (!groups.flat().every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const [head = [], end = []] = groups;
  const missing = 8 - head.length - end.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const zeros = Array.from({ length: missing }, () => '0');
  return [...head, ...zeros, ...end].map((group) => Number.parseInt(group, 16));
}

export function isIpAddress(text: string): boolean {
  return parseIpv4(text) !== undefined || parseIpv6(text) !== undefined;
}

/** The address in its usual form; `undefined` when it is none. */
export function normalIp(text: string): string | undefined {
  const v4 = parseIpv4(text);
  if (v4) return v4.join('.');
  const v6 = parseIpv6(text);
  if (!v6) return undefined;
  const plain = v6.map((group) => group.toString(16)).join(':');
  // The longest run of zero groups is left out.
  const runs = plain.match(/(?<![0-9a-f])(?:0:)+0(?![0-9a-f])/g) ?? [];
  const longest = runs.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined) return plain;
  const at = plain.indexOf(longest);
  return `${plain.slice(0, at).replace(/:$/, '')}::${plain.slice(at + longest.length).replace(/^:/, '')}`;
}

/** `net.ParseMAC`: 6, 8 or 20 bytes. */
export function isMacAddress(text: string): boolean {
  return (
    /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?:(?:\1[0-9a-f]{2}){2}|(?:\1[0-9a-f]{2}){14})?$/i.test(
      text,
    ) || /^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}(?:\.[0-9a-f]{4}|(?:\.[0-9a-f]{4}){7})?$/i.test(text)
  );
}

/** 127.0.0.0/8 and ::1. */
export function isLoopback(text: string): boolean {
  return parseIpv4(text)?.[0] === 127 || normalIp(text) === '::1';
}

/** An address with the length of its network's prefix: `172.20.0.0/16`. */
interface Cidr {
  value: bigint;
  prefix: number;
  /** Bits of the address: 32 or 128. */
  width: number;
}

/** `net.ParseCIDR`; `undefined` when it is none. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', length = ''] = text.split('/');
  const v4 = parseIpv4(address);
  const parts = v4 ?? parseIpv6(address);
  if (!parts || !/^\d{1,3}$/.test(length)) return undefined;
  const width = v4 ? 32 : 128;
  const prefix = Number(length);
  if (prefix > width) return undefined;
  const bits = v4 ? 8n : 16n;
  return { value: parts.reduce((sum, part) => (sum << bits) | BigInt(part), 0n), prefix, width };
}
