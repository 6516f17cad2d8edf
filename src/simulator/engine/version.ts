import { invalidParameter } from './errors.ts';
import { DOCKER_28_2_2 } from './profile.ts';

const { apiVersion, minApiVersion } = DOCKER_28_2_2;

/** Splits `/v1.50/images/json`; clients that know only one version leave it out. */
export function versionOf(pathname: string): { version: string; path: string } {
  const match = /^\/v([0-9]+(?:\.[0-9]+)*)(\/.*)$/.exec(pathname);
  return match ? { version: match[1]!, path: match[2]! } : { version: apiVersion, path: pathname };
}

/** @throws ApiError 400 for a version that this engine does not speak */
export function checkVersion(version: string): void {
  if (compareVersions(version, minApiVersion) < 0) {
    throw invalidParameter(
      `client version ${version} is too old. Minimum supported API version is ${minApiVersion}, please upgrade your client to a newer version`,
    );
  }
  if (compareVersions(version, apiVersion) > 0) {
    throw invalidParameter(
      `client version ${version} is too new. Maximum supported API version is ${apiVersion}`,
    );
  }
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
