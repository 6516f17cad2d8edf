import { goBool, notBool } from '../../common/go-bool.ts';
import { goQuote } from '../../common/go-quote.ts';
import { ApiError, invalidParameter } from '../errors.ts';

const BRIDGE = 'com.docker.network.bridge.';
const MTU = 'com.docker.network.driver.mtu';
const BOOLEANS = ['default_bridge', 'enable_icc', 'enable_ip_masquerade', 'inhibit_ipv4'].map(
  (name) => BRIDGE + name,
);

interface Wish {
  options: Readonly<Record<string, string>>;
  subnets: readonly string[];
}

/** What the bridge driver refuses of a new network, beside those there are. */
export function checkBridge(
  { options, subnets }: Wish,
  others: readonly { id: string; options: Readonly<Record<string, string>> }[],
  id: string,
): void {
  for (const isV6 of [false, true]) {
    if (subnets.filter((subnet) => subnet.includes(':') === isV6).length > 1) {
      throw new ApiError(501, "bridge driver doesn't support multiple subnets");
    }
  }
  for (const [name, value] of Object.entries(options)) {
    const refuse = (reason: string) =>
      invalidParameter(`failed to parse ${name} value: ${value} (${reason})`);
    if (BOOLEANS.includes(name) && goBool(value) === undefined) throw refuse(notBool(value));
    if (name === MTU && !/^[+-]?\d+$/.test(value)) {
      throw refuse(`strconv.Atoi: parsing ${goQuote(value)}: invalid syntax`);
    }
  }
  const bridge = options[`${BRIDGE}name`];
  const other = bridge ? others.find((network) => network.options[`${BRIDGE}name`] === bridge) : undefined;
  if (other) {
    throw new ApiError(
      403,
      `cannot create network ${id} (${bridge}): conflicts with network ${other.id} (${bridge}): networks have same bridge name`,
    );
  }
}
