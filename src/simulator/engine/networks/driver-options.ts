import { ApiError, invalidParameter } from '../errors.ts';

const BRIDGE = 'com.docker.network.bridge.';
const MTU = 'com.docker.network.driver.mtu';
const BOOLEANS = ['default_bridge', 'enable_icc', 'enable_ip_masquerade', 'inhibit_ipv4'].map(
  (name) => BRIDGE + name,
);
const BOOLEAN = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

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
    const refuse = (call: string) =>
      invalidParameter(
        `failed to parse ${name} value: ${value} (strconv.${call}: parsing ${JSON.stringify(value)}: invalid syntax)`,
      );
    if (BOOLEANS.includes(name) && !BOOLEAN.test(value)) throw refuse('ParseBool');
    if (name === MTU && !/^[+-]?\d+$/.test(value)) throw refuse('Atoi');
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
