import type { FlagSet } from '../../common/pflag/flag-set.ts';
import type { Requirement } from './command.ts';
import { CommandError } from './errors.ts';
import { flagsOf } from './find-command.ts';
import { type ServerInfo, versionLess } from './help.ts';
import type { Place } from './tree.ts';

/**
 * Refuses commands and flags that the engine does not have. The engine is asked only when something used here
 * depends on it; one that does not answer is taken to have everything.
 */
export async function refuseUnsupported(
  place: Place,
  flags: FlagSet,
  ping: () => Promise<ServerInfo | undefined>,
): Promise<void> {
  const subjects: { name: string; requires: Requirement }[] = [];
  for (let at: Place | undefined = place; at; at = at.parent) {
    if (at.command.requires) subjects.push({ name: place.path, requires: at.command.requires });
  }
  const used = flagsOf(place).filter((flag) => flag.requires && flags.changed(flag.name));
  for (const flag of used) subjects.push({ name: `"--${flag.name}"`, requires: flag.requires! });
  if (subjects.length === 0) return;
  const server = await ping();
  if (!server) return;
  const reasons = subjects.flatMap(({ name, requires }) => missing(name, requires, server));
  if (reasons.length > 0) throw new CommandError(reasons.join('\n'));
}

function missing(name: string, requires: Requirement, server: ServerInfo): string[] {
  if (requires.since && versionLess(server.apiVersion, requires.since)) {
    return [
      `${name} requires API version ${requires.since}, but the Docker daemon API version is ${server.apiVersion}`,
    ];
  }
  if (requires.os && server.os !== '' && server.os !== requires.os) {
    return [
      `${name} is only supported on a Docker daemon running on ${requires.os}, but the Docker daemon is running on ${server.os}`,
    ];
  }
  if (requires.experimental && !server.experimental) {
    return [`${name} is only supported on a Docker daemon with experimental features enabled`];
  }
  return [];
}
