import { ApiError } from '../errors.ts';
import type { NetworkRequest } from './store.ts';

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
