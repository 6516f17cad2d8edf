/** IPv6 addresses and blocks as numbers. */

interface Block6 {
  base: bigint;
  bits: number;
}

function parseAddress6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head!.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head!, ...(tail ? [...Array<string>(missing).fill('0'), ...tail] : [])];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

function parseBlock6(text: string): Block6 | undefined {
  const [address = '', bits = '', more] = text.split('/');
  const number = parseAddress6(address);
  if (number === undefined || more !== undefined || !/^\d{1,3}$/.test(bits) || Number(bits) > 128)
    return undefined;
  const shift = BigInt(128 - Number(bits));
  return { base: (number >> shift) << shift, bits: Number(bits) };
}

/** Whether a block holds an address, or the first address of another block. */
export function contains6(block: string, address: string): boolean {
  const parsed = parseBlock6(block);
  const number = parseAddress6(address.split('/')[0]!);
  if (!parsed || number === undefined) return false;
  const shift = BigInt(128 - parsed.bits);
  return number >> shift === parsed.base >> shift;
}

export const overlaps6 = (a: string, b: string): boolean => contains6(a, b) || contains6(b, a);

/** The blocks that networks without a subnet of their own get: parts of a site's own prefix (RFC 4193). */
export function* ownBlocks6(site: string): Generator<{ subnet: string; gateway: string }> {
  const prefix = `fd${site.slice(0, 2)}:${group(site.slice(2, 6))}:${group(site.slice(6, 10))}`;
  for (let number = 0; number < 65_536; number++) {
    const part = number === 0 ? prefix : `${prefix}:${number.toString(16)}`;
    yield { subnet: `${part}::/64`, gateway: `${part}::1` };
  }
}

const group = (digits: string): string => digits.replace(/^0{1,3}/, '');
