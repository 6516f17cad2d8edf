import type { FlagSet } from '../../common/pflag/flag-set.ts';
import { parseCidr } from '../container/options/address.ts';
import { toMap } from '../container/options/files.ts';
import { CommandError } from '../framework/errors.ts';

interface Pool {
  Subnet: string;
  IPRange?: string;
  Gateway?: string;
  AuxiliaryAddresses: Record<string, string>;
}

/** `IPAM` of the Engine API. */
interface Ipam {
  Driver: string;
  Options: Record<string, string>;
  Config: Pool[];
}

/**
 * Puts every range, gateway and auxiliary address with the subnet it lies in.
 * @throws CommandError
 */
export function parseIpam(flags: FlagSet): Ipam {
  const subnets = flags.list('subnet');
  const ranges = flags.list('ip-range');
  const gateways = flags.list('gateway');
  if (subnets.length < ranges.length || subnets.length < gateways.length) {
    throw new CommandError('every ip-range or gateway must have a corresponding subnet');
  }
  const pools = new Map<string, Pool>();
  for (const subnet of subnets) {
    for (const other of pools.keys()) {
      if (contains(subnet, other) || contains(other, subnet)) {
        throw new CommandError('multiple overlapping subnet configuration is not supported');
      }
    }
    pools.set(subnet, { Subnet: subnet, AuxiliaryAddresses: {} });
  }
  const place = (what: string, text: string, put: (pool: Pool) => void): void => {
    const found = [...pools.values()].filter(({ Subnet }) => contains(Subnet, text));
    if (found.length === 0) throw new CommandError(`no matching subnet for ${what} ${text}`);
    for (const pool of found) put(pool);
  };
  for (const range of ranges) {
    if (!range.includes('/') || !parseCidr(range)) throw new CommandError(`invalid CIDR address: ${range}`);
    place('range', range, (pool) => {
      if (pool.IPRange) {
        throw new CommandError(
          `cannot configure multiple ranges (${range}, ${pool.IPRange}) on the same subnet (${pool.Subnet})`,
        );
      }
      pool.IPRange = range;
    });
  }
  for (const gateway of gateways) {
    place('gateway', gateway, (pool) => {
      if (pool.Gateway) {
        throw new CommandError(
          `cannot configure multiple gateways (${gateway}, ${pool.Gateway}) for the same subnet (${pool.Subnet})`,
        );
      }
      pool.Gateway = gateway;
    });
  }
  for (const [name, address] of Object.entries(toMap(flags.list('aux-address')))) {
    place('aux-address', address, (pool) => {
      pool.AuxiliaryAddresses[name] = address;
    });
  }
  return {
    Driver: flags.string('ipam-driver'),
    Options: toMap(flags.list('ipam-opt')),
    Config: [...pools.values()],
  };
}

/** Whether an address, or the first of a range, lies in a subnet. */
function contains(subnet: string, text: string): boolean {
  const network = parseCidr(subnet);
  if (!network) throw new CommandError(`invalid subnet: invalid CIDR address: ${subnet}`);
  const address = parseCidr(text.includes('/') ? text : `${text}/${network.width}`);
  if (!address) {
    if (text.includes('/')) throw new CommandError(`invalid CIDR address: ${text}`);
    return false;
  }
  if (address.width !== network.width) return false;
  const shift = BigInt(network.width - network.prefix);
  return address.value >> shift === network.value >> shift;
}
