import { ApiError, invalidParameter } from '../errors.ts';
import {
  type Block,
  blockSize,
  contains,
  defaultBlocks,
  formatAddress,
  formatBlock,
  overlaps,
  parseAddress,
  parseBlock,
} from './address.ts';

/** A block of addresses as `docker network create --subnet …` gives it. */
export interface IpamConfig {
  Subnet?: string;
  IPRange?: string;
  Gateway?: string;
  AuxiliaryAddresses?: Record<string, string>;
}

const isV6 = (text: string): boolean => text.includes(':');

/** The daemon's checks of a network's address configuration; all faults are told at once. */
export function checkIpam(configs: readonly IpamConfig[], enableIPv6: boolean): void {
  const faults = configs.flatMap((config) => faultsOf(config, enableIPv6));
  if (faults.length > 0) throw invalidParameter(`invalid network config:\n${faults.join('\n')}`);
}

function faultsOf(config: IpamConfig, enableIPv6: boolean): string[] {
  const subnetText = config.Subnet ?? '';
  if (isV6(subnetText))
    return /^[0-9a-fA-F:]+\/\d{1,3}$/.test(subnetText) || !enableIPv6 ? [] : [notCidr('subnet', subnetText)];
  const subnet = parseBlock(subnetText);
  if (!subnet) return [notCidr('subnet', subnetText)];
  const faults: string[] = [];
  const name = formatBlock(subnet);
  if (subnet.address !== subnet.base) faults.push(`invalid subnet ${subnetText}: it should be ${name}`);
  if (config.IPRange) faults.push(...rangeFaults(config.IPRange, subnet, name));
  const gateway = addressFault(config.Gateway, subnet, name);
  if (gateway) faults.push(`invalid gateway ${config.Gateway}: ${gateway}`);
  for (const [key, address] of Object.entries(config.AuxiliaryAddresses ?? {})) {
    const fault = addressFault(address, subnet, name);
    if (fault) faults.push(`invalid auxiliary address ${key}: ${fault}`);
  }
  return faults;
}

const notCidr = (what: string, text: string) => `invalid ${what} ${text}: invalid CIDR block notation`;

function rangeFaults(text: string, subnet: Block, name: string): string[] {
  if (isV6(text)) return [`invalid ip-range ${text}: parent subnet is an IPv4 block`];
  const range = parseBlock(text);
  if (!range) return [notCidr('ip-range', text)];
  const faults: string[] = [];
  if (range.bits < subnet.bits) {
    faults.push(`invalid ip-range ${text}: CIDR block is bigger than its parent subnet ${name}`);
  }
  if (range.address !== range.base)
    faults.push(`invalid ip-range ${text}: it should be ${formatBlock(range)}`);
  if (!overlaps(subnet, range)) {
    faults.push(`invalid ip-range ${text}: parent subnet ${name} doesn't contain ip-range`);
  }
  return faults;
}

function addressFault(text: string | undefined, subnet: Block, name: string): string | undefined {
  if (!text) return undefined;
  if (isV6(text)) return 'parent subnet is an IPv4 block';
  const address = parseAddress(text);
  if (address === undefined) return 'invalid address';
  return contains(subnet, address) ? undefined : `parent subnet ${name} doesn't contain this address`;
}

/** Chooses a network's block: the one asked for, or the next of the daemon's own that is free. */
export function choosePool(wanted: string | undefined, used: readonly string[]): string {
  const taken = used.flatMap((text) => parseBlock(text) ?? []);
  if (wanted) {
    const block = parseBlock(wanted)!;
    if (taken.some((other) => overlaps(other, block))) {
      throw new ApiError(403, 'invalid pool request: Pool overlaps with other one on this address space');
    }
    return formatBlock(block);
  }
  for (const block of defaultBlocks())
    if (!taken.some((other) => overlaps(other, block))) return formatBlock(block);
  throw invalidParameter('all predefined address pools have been fully subnetted');
}

/** The address asked for, or the lowest free one of the range. */
export function chooseAddress(options: {
  subnet: string;
  range?: string | undefined;
  wanted?: string | undefined;
  used: readonly string[];
  network: string;
}): string {
  const subnet = parseBlock(options.subnet)!;
  if (options.wanted) {
    const address = parseAddress(options.wanted);
    if (address === undefined || !contains(subnet, address)) {
      throw invalidParameter(
        `invalid address ${options.wanted}: It does not belong to any of this network's subnets`,
      );
    }
    if (options.used.includes(options.wanted)) throw new ApiError(403, 'Address already in use');
    return options.wanted;
  }
  const range = (options.range && parseBlock(options.range)) || subnet;
  const used = new Set(options.used);
  const first = Math.max(range.base, subnet.base + 1);
  const last = Math.min(range.base + blockSize(range) - 1, subnet.base + blockSize(subnet) - 2);
  for (let address = first; address <= last; address++) {
    const text = formatAddress(address);
    if (!used.has(text)) return text;
  }
  throw new ApiError(503, `no available IPv4 addresses on this network's address pools: ${options.network}`);
}
