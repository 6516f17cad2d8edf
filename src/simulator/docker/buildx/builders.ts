import { goQuote } from '../../common/go-quote.ts';
import type { Process } from '../../common/process.ts';
import { currentContext, listContexts } from '../context/store.ts';
import type { Engine } from '../framework/engine.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';

/** Every context of the CLI is a builder: the one inside its engine. Others are not simulated. */

/** The builders' names, in the order of `docker buildx ls`. */
export function builderNames({ process, globals }: Invocation): string[] {
  return ['default', ...listContexts(process, globals).map(({ Name }) => Name)].sort();
}

/** The name of the builder in use. */
export function currentBuilder({ process, globals, config }: Invocation): string {
  return currentContext(process, globals, config);
}

/**
 * The name of the builder that a command is to use.
 * @throws CommandError when there is none of that name, or it is another context's
 */
export function requireBuilder(invocation: Invocation, given: string): string {
  const name = given || invocation.process.env.BUILDX_BUILDER || currentBuilder(invocation);
  if (!builderNames(invocation).includes(name)) throw new CommandError(`no builder ${goQuote(name)} found`);
  if (name !== currentBuilder(invocation)) {
    throw new CommandError(`use \`docker --context=${name} buildx\` to switch to context ${goQuote(name)}`);
  }
  return name;
}

const activityPath = ({ globals }: Invocation, name: string): string =>
  `${globals.configDirectory}/buildx/activity/${name}`;

/** Notes down that a builder was used now. */
export function noteActivity(invocation: Invocation, name: string): void {
  const { process } = invocation;
  const path = activityPath(invocation, name);
  try {
    process.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true });
    process.files.write(path, new Date(process.host.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'));
  } catch {
    // A configuration that cannot be written to hinders no build.
  }
}

/** When a builder was last used, RFC 3339; `''` for never. */
export function lastActivity(invocation: Invocation, name: string): string {
  const path = activityPath(invocation, name);
  return invocation.process.files.isFile(path) ? invocation.process.files.readText(path) : '';
}

/** What an engine's builder says of itself. */
export interface BuilderData {
  /** The engine's, which its worker takes too. */
  id: string;
  version: string;
  platforms: string[];
  labels: Record<string, string>;
}

/** BuildKit's version by that of the engine it is part of. */
const BUILDKIT_VERSION = 'v0.22.0';

const PLATFORMS: Record<string, string[]> = {
  amd64: ['linux/amd64', 'linux/amd64/v2', 'linux/amd64/v3', 'linux/amd64/v4', 'linux/386'],
  arm64: ['linux/arm64', 'linux/arm/v7', 'linux/arm/v6'],
};

/** Asks the engine. */
export async function builderData(engine: Engine, process: Process): Promise<BuilderData> {
  const { ID: id } = await engine.json<{ ID: string }>('GET', '/info');
  const bridge = await engine.json<{ IPAM?: { Config?: { Gateway?: string }[] | null } }>(
    'GET',
    '/networks/bridge',
  );
  const gateway = bridge.IPAM?.Config?.[0]?.Gateway;
  return {
    id,
    version: BUILDKIT_VERSION,
    platforms: PLATFORMS[process.host.architecture] ?? [`linux/${process.host.architecture}`],
    labels: gateway ? { 'org.mobyproject.buildkit.worker.moby.host-gateway-ip': gateway } : {},
  };
}
