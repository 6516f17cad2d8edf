import { ApiError } from '../errors.ts';
import type { NetworkData } from './model.ts';
import type { NetworkRequest } from './store.ts';

/** What a network may take from another that only holds it. */
type Configuration = Pick<
  NetworkData,
  'ipam' | 'ipamDriver' | 'ipamOptions' | 'enableIPv4' | 'enableIPv6' | 'options' | 'labels'
>;

/** The configuration of a network that is there. */
export function configurationOf(network: NetworkData): Configuration {
  const { ipam, ipamDriver, ipamOptions, enableIPv4, enableIPv6, options, labels } = network;
  return { ipam, ipamDriver, ipamOptions, enableIPv4, enableIPv6, options, labels };
}

/** The configuration that a request brings, with what is meant where it is silent. */
export function requestedConfiguration(request: NetworkRequest): Configuration {
  const { IPAM } = request;
  return {
    ipam: IPAM?.Config ?? [],
    ipamDriver: IPAM?.Driver || 'default',
    ipamOptions: IPAM ? (IPAM.Options ?? {}) : null,
    enableIPv4: request.EnableIPv4 ?? true,
    enableIPv6: request.EnableIPv6 ?? false,
    options: request.Options ?? {},
    labels: request.Labels ?? {},
  };
}

/** What networks that hold a configuration, and those that take one, may not have besides. */
export function checkConfiguration({ ConfigOnly, ConfigFrom, IPAM, ...request }: NetworkRequest): void {
  if (ConfigOnly && (request.Ingress || request.Internal || request.Attachable || request.Scope)) {
    throw new ApiError(
      403,
      'configuration network can only contain network specific fields. Network operator fields like [ ingress | internal | attachable | scope ] are not supported.',
    );
  }
  if (!ConfigFrom?.Network) return;
  if (ConfigOnly)
    throw new ApiError(403, 'a configuration network cannot depend on another configuration network');
  const isOwn =
    !['', 'default'].includes(IPAM?.Driver ?? '') ||
    request.EnableIPv4 === false ||
    request.EnableIPv6 ||
    [IPAM?.Config, IPAM?.Options, request.Options, request.Labels].some(
      (given) => Object.keys(given ?? {}).length > 0,
    );
  if (isOwn) {
    throw new ApiError(
      403,
      'user specified configurations are not supported if the network depends on a configuration network',
    );
  }
}
