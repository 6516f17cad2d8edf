/** IPv4 addresses and blocks as numbers. */

export interface Block {
  /** The first address. */
  base: number;
  bits: number;
}

export function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1).map(Number);
  if (parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** `172.18.0.0/16`; the address need not be the block's first. */
export function parseBlock(text: string): (Block & { address: number }) | undefined {
  const [address, bits, more] = text.split('/');
  const number = parseAddress(address ?? '');
  if (number === undefined || more !== undefined || !/^\d{1,2}$/.test(bits ?? '') || Number(bits) > 32)
    return undefined;
  const size = 2 ** (32 - Number(bits));
  return { base: Math.floor(number / size) * size, bits: Number(bits), address: number };
}

export const formatBlock = ({ base, bits }: Block): string => `${formatAddress(base)}/${bits}`;

export const blockSize = ({ bits }: Block): number => 2 ** (32 - bits);

export const contains = (block: Block, address: number): boolean =>
  address >= block.base && address < block.base + blockSize(block);

export const overlaps = (a: Block, b: Block): boolean => contains(a, b.base) || contains(b, a.base);

/** The blocks that networks without a subnet of their own get, in their order; the first is the default bridge's. */
export function* defaultBlocks(): Generator<Block> {
  for (let second = 17; second <= 31; second++) yield { base: parseAddress(`172.${second}.0.0`)!, bits: 16 };
  for (let third = 0; third < 256; third += 16) yield { base: parseAddress(`192.168.${third}.0`)!, bits: 20 };
}
